package dev.gatehouse.controlplane.syscalls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.profile.CommandRequest;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.syscalls.SyscallException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bodies of syscalls as JSON; each becomes the typed syscall, or is refused. */
public final class SyscallBodies {
  private static final long DEFAULT_READ_BYTES = 4L * 1024 * 1024;
  private static final long MAX_READ_BYTES = 64L * 1024 * 1024;
  private static final long MAX_SECONDS = 24L * 60 * 60;
  private static final int MAX_ARGUMENTS = 4096;
  private static final String ABSENT = "absent";

  private SyscallBodies() {}

  public record FileRead(String path, @Nullable Long maxBytes) {
    Syscall syscall() {
      long limit = maxBytes == null ? DEFAULT_READ_BYTES : maxBytes;
      require(limit >= 0 && limit <= MAX_READ_BYTES, "maxBytes is at most " + MAX_READ_BYTES);
      return new Syscall.FileRead(parse(path), limit);
    }
  }

  public record FileWrite(
      String path,
      String replaces,
      @Nullable String text,
      @Nullable String base64,
      @Nullable Boolean executable) {
    Syscall syscall() {
      require((text == null) != (base64 == null), "a write has either text or base64");
      return new Syscall.FileWrite(
          parse(path),
          ABSENT.equals(replaces) ? Optional.empty() : Optional.of(digest(replaces)),
          text != null ? utf8(text) : decode(base64),
          Boolean.TRUE.equals(executable));
    }
  }

  public record FileDelete(String path, String replaces) {
    Syscall syscall() {
      return new Syscall.FileDelete(parse(path), digest(replaces));
    }
  }

  public record DirList(@Nullable String path) {
    Syscall syscall() {
      return new Syscall.DirList(Optional.ofNullable(path).map(WorkspacePath::parse));
    }
  }

  public record ExecRun(
      @Nullable List<String> argv,
      @Nullable String shell,
      @Nullable String directory,
      @Nullable String stdin,
      @Nullable Long seconds) {
    Syscall syscall() {
      require((argv == null) != (shell == null), "a command has either argv or shell");
      require(
          seconds == null || (seconds > 0 && seconds <= MAX_SECONDS),
          "seconds is from 1 to " + MAX_SECONDS);
      return new Syscall.ExecRun(
          argv != null ? argv(argv) : shell(shell),
          Optional.ofNullable(directory).map(WorkspacePath::parse),
          stdin == null ? new byte[0] : utf8(stdin),
          Optional.ofNullable(seconds).map(Duration::ofSeconds));
    }

    private static CommandRequest argv(List<String> argv) {
      require(
          !argv.isEmpty() && argv.size() <= MAX_ARGUMENTS,
          "argv has 1 to %s strings".formatted(MAX_ARGUMENTS));
      for (String argument : argv) {
        utf8(required(argument, "argv"));
        require(argument.indexOf('\0') < 0, "an argument has no NUL");
      }
      return new CommandRequest.Argv(argv);
    }

    private static CommandRequest shell(@Nullable String script) {
      String text = required(script, "shell");
      utf8(text);
      require(
          !text.isEmpty() && text.indexOf('\0') < 0, "a shell string is not empty, without NUL");
      return new CommandRequest.Shell(text);
    }
  }

  public record ApprovalWait(String approvalId, @Nullable Long waitMillis) {
    boolean waits() {
      return waitMillis != null && waitMillis > 0;
    }

    Syscall syscall() {
      long wait = waitMillis == null ? 0 : waitMillis;
      require(wait >= 0, "waitMillis is not negative");
      return new Syscall.ApprovalWait(
          required(approvalId, "approvalId"),
          Duration.ofMillis(Math.min(wait, MAX_SECONDS * 1000)));
    }
  }

  private static WorkspacePath parse(@Nullable String path) {
    return WorkspacePath.parse(required(path, "path"));
  }

  private static Digest digest(@Nullable String hex) {
    if (hex == null || !Digest.isHex(hex)) {
      throw invalid(
          "replaces is the SHA-256, in lower-case hexadecimal, of the file that is there; a write"
              + " of a new file has \"absent\"");
    }
    return new Digest(hex);
  }

  private static byte[] utf8(String text) {
    require(UTF_8.newEncoder().canEncode(text), "text is well-formed Unicode");
    return text.getBytes(UTF_8);
  }

  private static byte[] decode(@Nullable String base64) {
    try {
      return Base64.getDecoder().decode(required(base64, "base64"));
    } catch (IllegalArgumentException e) {
      throw invalid("base64 is standard base64 with padding");
    }
  }

  private static String required(@Nullable String value, String member) {
    if (value == null) {
      throw invalid("the member " + member + " is missing");
    }
    return value;
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw invalid(rule);
    }
  }

  private static SyscallException invalid(String reason) {
    return new SyscallException(
        SyscallErrorCode.BODY_INVALID,
        reason,
        "send the members that INTERFACES.md lists for this syscall");
  }
}
