package dev.gatehouse.syscalls.environment;

import dev.gatehouse.evidence.Tree;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.Workspace;
import dev.gatehouse.workspace.posix.Owner;
import java.nio.file.Path;

/**
 * The workspace and the sandbox of one run, made together or not at all.
 *
 * @param workspace the working tree, without the files that the policy denies to read
 * @param sandbox where its commands run
 * @param owner the user that its commands run as
 * @param policy what decided which files are left out
 */
public record RunEnvironment(
    Workspace workspace, LazyRunSandbox sandbox, Owner owner, Policy policy) {

  /**
   * Writes out {@code base}, gives it a throw-away repository with that one commit, and then makes
   * the files those of {@code tree}.
   */
  public static RunEnvironment create(
      Path directory,
      LazyRunSandbox sandbox,
      Policy policy,
      Owner owner,
      Tree base,
      Tree tree,
      ContentSource contents) {
    Workspace workspace = Workspace.create(directory, owner);
    RunEnvironment environment = new RunEnvironment(workspace, sandbox, owner, policy);
    try {
      workspace.materialize(base, contents, policy::hidden);
      SandboxGitRepository.make(workspace, sandbox);
      workspace.apply(TreeDifference.placements(base, tree, contents, policy::hidden));
      return environment;
    } catch (RuntimeException | Error e) {
      try {
        environment.discard();
      } catch (RuntimeException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  /** For a run that takes no calls any more: an empty directory, and a sandbox never opened. */
  public static RunEnvironment unfurnished(
      Path directory, LazyRunSandbox sandbox, Policy policy, Owner owner) {
    return new RunEnvironment(Workspace.create(directory, owner), sandbox, owner, policy);
  }

  /** Removes what a former process left of a workspace. */
  public static void discardFormer(Path directory) {
    Workspace.discard(directory);
  }

  public void discard() {
    try {
      sandbox.close();
    } finally {
      workspace.remove();
    }
  }
}
