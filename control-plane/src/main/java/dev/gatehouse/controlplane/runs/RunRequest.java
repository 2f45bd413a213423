package dev.gatehouse.controlplane.runs;

import dev.gatehouse.controlplane.api.request.RequestValidation;
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

  /** The request, if each member has its form. */
  Checked checked() {
    Task named = RequestValidation.required(task, "task");
    return new Checked(
        RequestValidation.identifier(repository, "repository"),
        RequestValidation.text(revision, "revision", 1, MAX_REVISION),
        RequestValidation.identifier(named.id(), "task.id"),
        RequestValidation.text(named.text(), "task.text", 0, MAX_TASK_TEXT),
        RequestValidation.identifier(profile, "profile"));
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
