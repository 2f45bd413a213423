package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.RunRecord;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.workspace.ContentSource;

/**
 * Everything that a run starts from; names and revision are resolved already.
 *
 * @param runId the new run's id
 * @param repository the registered repository's name
 * @param taskId the task
 * @param taskText what should be done; untrusted
 * @param revision the revision as it was named
 * @param commit the commit that it was pinned to
 * @param base that commit's tree
 * @param contents the tree's contents
 * @param profile the policy, from here on pinned
 * @param agent name of the agent identity
 * @param opening the call that opens it
 */
public record RunStart(
    String runId,
    String repository,
    String taskId,
    String taskText,
    String revision,
    GitId commit,
    Tree base,
    ContentSource contents,
    Profile profile,
    String agent,
    RunRecord.Opening opening) {}
