package dev.gatehouse.client;

/**
 * Asks for a run.
 *
 * @param repository a registered repository's name
 * @param revision what the run starts from: a branch, a tag or a commit of it
 * @param task what should be done
 * @param profile a policy profile's name
 */
public record RunRequest(String repository, String revision, Task task, String profile) {

  /**
   * A task.
   *
   * @param id names it; runs of one task are its attempts
   * @param text what should be done
   */
  public record Task(String id, String text) {}
}
