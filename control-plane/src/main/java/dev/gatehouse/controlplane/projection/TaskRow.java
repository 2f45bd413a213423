package dev.gatehouse.controlplane.projection;

import dev.gatehouse.controlplane.index.TaskName;

/**
 * A task of an agent, as its runs name it.
 *
 * @param textSha256 digest of the text that its first run was given
 * @param attempts how many runs it has
 */
record TaskRow(String repository, String agent, String taskId, String textSha256, int attempts) {
  /** With one more run. */
  TaskRow again() {
    return new TaskRow(repository, agent, taskId, textSha256, attempts + 1);
  }

  TaskName name() {
    return new TaskName(repository, agent, taskId);
  }
}
