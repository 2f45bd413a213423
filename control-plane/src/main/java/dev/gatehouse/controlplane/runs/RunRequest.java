package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.web.ApiRefused;
import dev.gatehouse.controlplane.web.ApiRefused.Code;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.json.Json;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/runs}; only names, never a path. */
record RunRequest(
    @Nullable String repository,
    @Nullable String revision,
    @Nullable Task task,
    @Nullable String profile) {
  private static final int MAX_TASK_TEXT = 256 * 1024;
  private static final int MAX_REVISION = 256;

  record Task(@Nullable String id, @Nullable String text) {}

  Checked checked() {
    if (task == null) {
      throw invalid("the member task is missing");
    }
    String text = required(task.text(), "task.text");
    requireNoNul(text, "task.text");
    if (text.length() > MAX_TASK_TEXT) {
      throw invalid("task.text has at most %s characters".formatted(MAX_TASK_TEXT));
    }
    String named = required(revision, "revision");
    requireNoNul(named, "revision");
    if (named.isEmpty() || named.length() > MAX_REVISION) {
      throw invalid("revision has 1 to %s characters".formatted(MAX_REVISION));
    }
    return new Checked(
        identifier(repository, "repository"),
        named,
        identifier(task.id(), "task.id"),
        text,
        identifier(profile, "profile"));
  }

  /** The body after every member was checked. */
  record Checked(
      Identifier repository,
      String revision,
      Identifier taskId,
      String taskText,
      Identifier profile) {
    /** The members as they were sent. */
    Json.Obj toJson() {
      return Json.object()
          .put("repository", repository.text())
          .put("revision", revision)
          .put("task", Json.object().put("id", taskId.text()).put("text", taskText).build())
          .put("profile", profile.text())
          .build();
    }
  }

  private static Identifier identifier(@Nullable String text, String member) {
    String value = required(text, member);
    if (!Identifier.isValid(value)) {
      throw new ApiRefused(
          Code.IDENTIFIER_INVALID,
          member + " has 1 to 128 characters of A-Z, a-z, 0-9, _ and -",
          "send such a name");
    }
    return new Identifier(value);
  }

  private static String required(@Nullable String value, String member) {
    if (value == null) {
      throw invalid("the member " + member + " is missing");
    }
    return value;
  }

  private static void requireNoNul(String value, String member) {
    if (value.indexOf('\u0000') >= 0) {
      throw invalid(member + " holds no U+0000");
    }
  }

  private static ApiRefused invalid(String reason) {
    return new ApiRefused(
        Code.BODY_INVALID, reason, "send the members that INTERFACES.md lists for this call");
  }
}
