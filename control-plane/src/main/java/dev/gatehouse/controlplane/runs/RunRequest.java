package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.web.Members;
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
    Task named = Members.required(task, "task");
    return new Checked(
        Members.identifier(repository, "repository"),
        Members.text(revision, "revision", 1, MAX_REVISION),
        Members.identifier(named.id(), "task.id"),
        Members.text(named.text(), "task.text", 0, MAX_TASK_TEXT),
        Members.identifier(profile, "profile"));
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
}
