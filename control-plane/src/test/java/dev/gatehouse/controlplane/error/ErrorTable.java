package dev.gatehouse.controlplane.error;

import dev.gatehouse.controlplane.api.problem.HttpStatuses;
import dev.gatehouse.evidence.EvidenceErrorCode;
import dev.gatehouse.evidence.error.ErrorCode;
import dev.gatehouse.policy.error.PolicyErrorCode;
import dev.gatehouse.sandbox.SandboxErrorCode;
import dev.gatehouse.syscalls.SyscallErrorCode;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table of error codes in INTERFACES.md, made from an enum and its documentation.
 *
 * @param module the module that has the enum
 * @param title the table's title
 * @param codes the constants, in order
 */
record ErrorTable(String module, String title, List<? extends ErrorCode> codes) {
  static final List<ErrorTable> ALL =
      List.of(
          new ErrorTable(
              "control-plane", "Callers, requests and the gateway", List.of(ApiErrorCode.values())),
          new ErrorTable(
              "syscalls", "Runs, syscalls and approvals", List.of(SyscallErrorCode.values())),
          new ErrorTable("evidence", "Paths and evidence", List.of(EvidenceErrorCode.values())),
          new ErrorTable(
              "workspace", "Files, repositories and merges", List.of(WorkspaceErrorCode.values())),
          new ErrorTable("policy-profiles", "Profiles", List.of(PolicyErrorCode.values())),
          new ErrorTable("sandbox-runner", "The engine", List.of(SandboxErrorCode.values())));

  private static final String NEXT = " Next: ";
  private static final String HEAD = "| code | status | meaning | next |\n|---|---|---|---|\n";

  /** All tables, as they stand between the marks of the document. */
  static String all() {
    return ALL.stream()
        .map(each -> "**" + each.title + "**\n\n" + HEAD + each.rows())
        .collect(Collectors.joining("\n"));
  }

  private String rows() {
    return codes.stream().map(each -> row(each) + "\n").collect(Collectors.joining());
  }

  private String row(ErrorCode code) {
    String said = documented(code);
    int next = said.indexOf(NEXT);
    String meaning = next < 0 ? said : said.substring(0, next);
    String step =
        code instanceof WorkspaceErrorCode workspace
            ? workspace.next()
            : withoutStop(said.substring(next + NEXT.length()));
    return "| `%s` | %s | %s | %s |"
        .formatted(code.name(), status(code), lower(withoutStop(meaning)), step);
  }

  private static String status(ErrorCode code) {
    return HttpStatuses.of(code).value() + (code.retryAfter().isPresent() ? ", `Retry-After`" : "");
  }

  /** The documentation of the constant, on one line. */
  private String documented(ErrorCode code) {
    String source =
        text(
            Path.of("..")
                .resolve(module)
                .resolve("src/main/java")
                .resolve(code.getClass().getName().replace('.', '/') + ".java"));
    Matcher constant =
        Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s+" + code.name() + "\\(", Pattern.DOTALL)
            .matcher(source);
    if (!constant.find()) {
      throw new AssertionError(code + " has no documentation");
    }
    return constant
        .group(1)
        .replaceAll("\\s*\\n\\s*\\*?\\s*", " ")
        .replaceAll("\\{@code ([^}]*)}", "`$1`")
        .strip();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private static String lower(String text) {
    boolean name = text.length() > 1 && Character.isUpperCase(text.charAt(1));
    return name || text.startsWith("Git ")
        ? text
        : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }
}
