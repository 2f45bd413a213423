package dev.gatehouse.workspace.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.posix.Owner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Git on one repository. Nothing that the repository's configuration names is ever run: hooks, the
 * file system monitor, attributes, signing and every transport are off, whatever it says.
 */
public final class Git {
  /** Bytes that a command may answer; they are in memory, several times where they are a list. */
  public static final long ANSWER = 32L << 20;

  public static final Duration QUICK = Duration.ofMinutes(2);
  public static final Duration LISTING = Duration.ofMinutes(10);
  public static final Duration SLOW = Duration.ofMinutes(30);

  private static final List<String> FIXED =
      List.of(
          "git",
          "--no-pager",
          "-c",
          "core.hooksPath=/dev/null",
          "-c",
          "core.fsmonitor=false",
          "-c",
          "core.attributesFile=/dev/null",
          "-c",
          "attr.tree=4b825dc642cb6eb9a060e54bf8d69288fbee4904",
          "-c",
          "core.fsync=committed,loose-object",
          "-c",
          "core.fsyncMethod=fsync",
          // Names of a base are kept as they are, also those that other systems cannot hold.
          "-c",
          "core.protectNTFS=false",
          "-c",
          "core.protectHFS=false",
          "-c",
          "protocol.allow=never",
          "-c",
          "safe.bareRepository=explicit",
          "-c",
          "submodule.recurse=false",
          "-c",
          "commit.gpgSign=false",
          "-c",
          "gc.auto=0",
          "-c",
          "maintenance.auto=false");

  private static final Map<String, String> ENVIRONMENT =
      Map.ofEntries(
          Map.entry("PATH", "/usr/bin:/bin"),
          Map.entry("HOME", "/nonexistent"),
          Map.entry("LC_ALL", "C.UTF-8"),
          Map.entry("TZ", "UTC"),
          Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
          Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
          Map.entry("GIT_ATTR_NOSYSTEM", "1"),
          Map.entry("GIT_TERMINAL_PROMPT", "0"),
          Map.entry("GIT_OPTIONAL_LOCKS", "0"),
          Map.entry("GIT_NO_REPLACE_OBJECTS", "1"),
          Map.entry("GIT_NO_LAZY_FETCH", "1"),
          // History is what the commits say, whatever info/grafts of a repository adds or hides.
          Map.entry("GIT_GRAFT_FILE", "/dev/null"),
          // Wins over any protocol.*.allow of the repository's own configuration.
          Map.entry("GIT_ALLOW_PROTOCOL", "none"),
          Map.entry("GIT_ASKPASS", "false"),
          Map.entry("SSH_ASKPASS", "false"),
          Map.entry("GIT_EDITOR", "false"),
          Map.entry("GIT_PAGER", "cat"));

  private final Path gitDirectory;
  private final Optional<Owner> actAs;
  private final WorkspaceErrorCode failure;
  private final Map<String, String> more;
  private final List<String> settings;

  private Git(
      Path gitDirectory,
      Optional<Owner> actAs,
      WorkspaceErrorCode failure,
      Map<String, String> more,
      List<String> settings) {
    this.gitDirectory = gitDirectory;
    this.actAs = actAs;
    this.failure = failure;
    this.more = more;
    this.settings = settings;
  }

  /** Git in a repository of the gateway's own. */
  public static Git own(Path gitDirectory) {
    return new Git(
        gitDirectory, Optional.empty(), WorkspaceErrorCode.MIRROR_DAMAGED, Map.of(), List.of());
  }

  /** Git in a registered repository, as its owner where that is another user. */
  public static Git of(Path gitDirectory, Owner owner) {
    boolean self = owner.equals(Owner.ofThisProcess());
    return new Git(
        gitDirectory,
        self ? Optional.empty() : Optional.of(owner),
        WorkspaceErrorCode.ORIGIN_FAILED,
        Map.of(),
        List.of());
  }

  /** The same with more variables in the environment. */
  public Git with(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(more);
    all.putAll(variables);
    return new Git(gitDirectory, actAs, failure, all, settings);
  }

  /** The same with the attributes of this file, and of no other. */
  public Git withAttributes(Path file) {
    return new Git(
        gitDirectory, actAs, failure, more, List.of("-c", "core.attributesFile=" + file));
  }

  /** A new bare repository without hooks. */
  public static void init(Path directory) {
    List<String> command = new ArrayList<>(FIXED);
    command.addAll(List.of("init", "--quiet", "--bare", "--template=", directory.toString()));
    own(directory).require(GitProcess.run(List.of(process(command)), new byte[0], 0, QUICK));
  }

  /** The process that runs a subcommand. */
  ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>();
    actAs.ifPresent(owner ->
        command.addAll(
            List.of(
                "setpriv",
                "--reuid=" + owner.uid(),
                "--regid=" + owner.gid(),
                "--clear-groups",
                "--no-new-privs",
                "--inh-caps=-all",
                "--")));
    command.addAll(FIXED);
    command.addAll(settings);
    command.add("--git-dir=" + gitDirectory);
    command.addAll(List.of(arguments));
    ProcessBuilder builder = process(command);
    builder.environment().putAll(more);
    return builder;
  }

  /** Runs a subcommand and says how it ended. */
  public GitProcess.Result tryRun(byte[] input, String... arguments) {
    return GitProcess.run(List.of(builder(arguments)), input, ANSWER, SLOW);
  }

  /** Runs a listing that must succeed, read as it comes. */
  public void read(GitProcess.Reading reading, String... arguments) {
    require(GitProcess.run(List.of(builder(arguments)), new byte[0], reading, LISTING));
  }

  /** Runs a subcommand that must succeed within {@code limit}. */
  public void runWithin(Duration limit, String... arguments) {
    require(GitProcess.run(List.of(builder(arguments)), new byte[0], ANSWER, limit));
  }

  /** Runs a subcommand that must succeed; its output. */
  public byte[] run(byte[] input, String... arguments) {
    return require(tryRun(input, arguments)).output();
  }

  /** Runs a subcommand that must succeed; its output without the last line break. */
  public String line(String... arguments) {
    return new String(run(new byte[0], arguments), ISO_8859_1).strip();
  }

  /** Sends a pack of what {@code wanted} reaches and {@code known} does not. */
  public void sendPack(Git receiver, List<String> wanted, List<String> known) {
    StringBuilder revisions = new StringBuilder();
    wanted.forEach(id -> revisions.append(id).append('\n'));
    known.forEach(id -> revisions.append('^').append(id).append('\n'));
    ProcessBuilder pack =
        builder("pack-objects", "--revs", "--stdout", "--quiet", "--delta-base-offset");
    ProcessBuilder index =
        receiver.builder("index-pack", "--stdin", "--max-input-size=17179869184");
    byte[] input = revisions.toString().getBytes(ISO_8859_1);
    GitProcess.Result result = GitProcess.run(List.of(pack, index), input, ANSWER, SLOW);
    if (!result.ok()) {
      throw GitFailure.ofTransfer(WorkspaceErrorCode.ORIGIN_FAILED, receiver.failure, result);
    }
  }

  public GitProcess.Result require(GitProcess.Result result) {
    if (!result.ok()) {
      throw GitFailure.refusal(failure, result);
    }
    return result;
  }

  private static ProcessBuilder process(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
    builder.environment().clear();
    builder.environment().putAll(ENVIRONMENT);
    return builder;
  }
}
