package dev.gatehouse.verifier;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.posix.Owner;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is to be verified.
 *
 * @param base the tree that the run started from
 * @param result the committed tree
 * @param contents contents of both
 * @param profile the policy snapshot; its plan is the only one
 * @param names how names are compared in a run of its format
 * @param closure what the profile takes because of the base
 * @param approved what operators approved, by path; empty for an approved deletion
 * @param sandbox what each step's sandbox is made from
 * @param owner the user that steps run as
 * @param directory where the clean tree is written; must not exist, and does not afterwards
 * @param blobs keeps output and reports; durable on return
 * @param bases knows what the plan said of a base before; empty for a run of format 1, whose steps
 *     have no judge
 */
public record VerificationInput(
    Tree base,
    Tree result,
    ContentSource contents,
    Profile profile,
    NameRules names,
    ControlClosure closure,
    Map<TreePath, Optional<FileVersion>> approved,
    RunSandboxSpec sandbox,
    Owner owner,
    Path directory,
    Function<byte[], Digest> blobs,
    Optional<BaseReports> bases) {}
