package dev.gatehouse.syscalls.run;

import dev.gatehouse.evidence.folder.OpenFolder;
import dev.gatehouse.policy.decision.Policy;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.syscalls.IdGenerator;
import dev.gatehouse.syscalls.environment.LazyRunSandbox;
import dev.gatehouse.syscalls.environment.LeftWorkspaces;
import dev.gatehouse.syscalls.limit.RunBounds;
import dev.gatehouse.workspace.ContentSource;
import dev.gatehouse.workspace.Workspace;
import dev.gatehouse.workspace.posix.Owner;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What an open run is made of.
 *
 * @param folder its evidence
 * @param directory where its working tree is
 * @param left what is removed later
 * @param workspace its working tree
 * @param sandbox where its commands run
 * @param owner the user that its commands run as
 * @param profile the policy snapshot
 * @param policy the decisions under it
 * @param bounds how much the run may change and leave behind
 * @param shares what it and all other open runs take together
 * @param baseContents contents of that tree, from the gateway's mirror
 * @param clock the time
 * @param ids new names
 * @param listener hears of each event
 */
record RunParts(
    OpenFolder folder,
    Path directory,
    LeftWorkspaces left,
    Workspace workspace,
    LazyRunSandbox sandbox,
    Owner owner,
    Profile profile,
    Policy policy,
    RunBounds bounds,
    RunShares shares,
    ContentSource baseContents,
    InstantSource clock,
    IdGenerator ids,
    RunListener listener) {}
