package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunRequest;
import dev.gatehouse.client.RunView;
import dev.gatehouse.client.operator.MergeRequest;
import dev.gatehouse.client.operator.Merged;
import dev.gatehouse.client.operator.RepositoryView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A merge makes a new branch of exactly the sealed tree, and touches nothing else. */
@ExtendWith(SharedGateway.class)
class MergeTests {
  private static final String BRANCH = "gatehouse/mended";
  private static final String[] HOOKS = {
    "reference-transaction",
    "update",
    "pre-receive",
    "post-receive",
    "post-update",
    "pre-commit",
    "post-commit",
    "post-merge",
    "post-checkout",
    "push-to-checkout",
    "fsmonitor-watchman"
  };

  private final Gateway gateway;
  private final Repository origin = DefectRepository.repository();
  private final Path hooked = origin.directory().resolveSibling("a-hook-ran");
  private final RegisteredRepository site;

  MergeTests(Gateway gateway) {
    this.gateway = gateway;
    this.site = RegisteredRepository.verifiedBy(gateway, origin, DefectRepository.PYTEST);
  }

  @BeforeEach
  void plantHooks() throws Exception {
    Path hooks = origin.directory().resolve(".git/hooks");
    for (String name : HOOKS) {
      Path hook = hooks.resolve(name);
      Files.writeString(hook, "#!/bin/sh\ntouch '" + hooked + "'\n");
      Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    origin.gitWithHooks("update-ref", "refs/heads/probe", "HEAD");
    assertThat(hooked).as("the hooks work").exists();
    Files.delete(hooked);
  }

  @Test
  void mergeMakesABranchOfTheSealedTree() {
    RunView run = passed();
    String tip = origin.id("main");

    Merged merged = gateway.operator().merge(run.runId(), request(run));

    String tree = run.resultTree().orElseThrow();
    assertThat(merged.tree()).isEqualTo(tree);
    assertThat(origin.id(BRANCH)).isEqualTo(merged.commit());
    assertThat(origin.id(BRANCH + "^{tree}")).isEqualTo(tree);
    assertThat(origin.id(BRANCH + "^1")).isEqualTo(tip);
    assertThat(origin.git("log", "-1", "--format=%B", BRANCH))
        .contains(run.sealSha256().orElseThrow(), run.runId());
    assertThat(origin.git("show", BRANCH + ":" + DefectRepository.FILE))
        .isEqualTo(DefectRepository.MENDED.strip());
    assertThat(gateway.operator().run(run.runId()).mergedBranch()).contains(BRANCH);
    nothingElseChanged(tip);
  }

  @Test
  void mergeThatIsSentAgainHasTheSameAnswerAndAnotherOneIsRefused() {
    RunView run = passed();
    MergeRequest request = request(run);
    Merged merged = gateway.operator().merge(run.runId(), request);
    String seal = request.sealSha256();
    String tip = request.targetTip();

    assertThat(gateway.operator().merge(run.runId(), request)).isEqualTo(merged);
    origin.write("news.txt", "Something came in.\n");
    origin.commitAll("News");
    assertThat(gateway.operator().merge(run.runId(), request)).isEqualTo(merged);

    for (MergeRequest other :
        new MergeRequest[] {
          request(run),
          named(request, "gatehouse/other"),
          new MergeRequest(seal, BRANCH, "probe", tip),
          new MergeRequest("0".repeat(64), BRANCH, "main", tip)
        }) {
      assertThat(refusal(run, other)).as("%s", other).isEqualTo("MERGE_REFUSED");
    }
    assertThat(origin.git("for-each-ref", "--format=%(refname:short)", "refs/heads/gatehouse"))
        .isEqualTo(BRANCH);
  }

  @Test
  void sealThatIsNotTheRunsIsRefused() {
    RunView run = passed();
    MergeRequest request = request(run);

    refused(
        run,
        new MergeRequest("0".repeat(64), request.branch(), "main", request.targetTip()),
        "MERGE_REFUSED");
  }

  @Test
  void targetThatMovedSinceTheOperatorLookedIsRefused() {
    RunView run = passed();
    MergeRequest looked = request(run);
    origin.write("news.txt", "Something came in.\n");
    origin.commitAll("News");

    refused(run, looked, "TIP_MOVED");
  }

  @Test
  void targetIsTheBranchOfTheOriginsHeadByDefault() {
    origin.git("branch", "-m", "main", "trunk");
    OpenedRun opened =
        site.agent()
            .openRun(
                new RunRequest(
                    site.name(),
                    "HEAD",
                    new RunRequest.Task(
                        RegisteredRepository.fresh("task"), "One\u202e<line>\nSecond"),
                    site.profile()));
    site.agent()
        .inside(opened)
        .write(DefectRepository.FILE, DefectRepository.BROKEN_SHA256, DefectRepository.MENDED);
    RunView run = site.sealed(opened);
    MergeRequest request =
        new MergeRequest(
            run.sealSha256().orElseThrow(), BRANCH, Optional.empty(), origin.id("trunk"), false);
    ProblemException problem =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                gateway
                    .operator()
                    .merge(
                        run.runId(),
                        new MergeRequest(
                            request.sealSha256(), BRANCH, "main", origin.id("trunk"))));
    assertThat(problem.code()).isEqualTo("BRANCH_UNKNOWN");
    assertThat(problem.next().orElseThrow()).contains("--target").contains("trunk");

    assertThat(gateway.operator().merge(run.runId(), request).target()).isEqualTo("trunk");

    assertThat(origin.git("log", "-1", "--format=%(trailers)", BRANCH))
        .contains("Task-Text: One<U+202E><U+003C>line>\n")
        .contains("Agent: agent-")
        .contains("Approvals: 0")
        .contains("Verdict: PASSED")
        .contains("Gatehouse-Seal: sha256:" + request.sealSha256())
        .doesNotContain("Second");
  }

  @Test
  void baseThatTheTargetHasNoLongerComesBackOnlyByAnExplicitWord() {
    RunView run = passed();
    String base = run.baseCommit();
    origin.git("branch", "-D", "probe");
    origin.git("commit", "--quiet", "--amend", "--message=Rewritten");
    origin.git("reflog", "expire", "--expire=now", "--all");
    origin.git("gc", "--quiet", "--prune=now");

    refused(run, request(run), "BASE_NOT_ANCESTOR");
    ProblemException unknown =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                site.agent()
                    .openRun(
                        new RunRequest(
                            site.name(),
                            base,
                            new RunRequest.Task(
                                RegisteredRepository.fresh("task"), "Read what was purged."),
                            site.profile())));
    assertThat(unknown.code()).isEqualTo("REVISION_UNKNOWN");
    assertThat(origin.git("cat-file", "--batch-all-objects", "--batch-check=%(objectname)"))
        .doesNotContain(base);

    gateway
        .operator()
        .merge(
            run.runId(),
            new MergeRequest(
                run.sealSha256().orElseThrow(),
                BRANCH,
                Optional.of("main"),
                origin.id("main"),
                true));
    assertThat(origin.id(BRANCH + "^1")).isEqualTo(base);
  }

  @Test
  void theTipOfATargetIsShownAsTheOriginHasItNow() {
    RunView run = passed();
    origin.git("branch", "release");
    origin.git(
        "update-ref",
        "refs/heads/release",
        origin.git("commit-tree", "-p", "main", "-m", "Later", "main^{tree}"));

    RepositoryView fetched = gateway.operator().fetch(site.name(), "release");

    assertThat(fetched.branchTip()).contains(origin.id("release"));
    assertThat(fetched.tip()).isEqualTo(origin.id("main")).isNotEqualTo(origin.id("release"));
    assertThat(fetched.head()).contains("main");
    assertThat(gateway.operator().fetch(site.name()).branchTip()).isEmpty();
    ProblemException unknown =
        catchThrowableOfType(
            ProblemException.class, () -> gateway.operator().fetch(site.name(), "gone"));
    assertThat(unknown.code()).isEqualTo("BRANCH_UNKNOWN");
    assertThat(unknown.next().orElseThrow()).contains("release");
    String tip = fetched.branchTip().orElseThrow();
    MergeRequest onto = new MergeRequest(run.sealSha256().orElseThrow(), BRANCH, "release", tip);
    assertThat(gateway.operator().merge(run.runId(), onto).target()).isEqualTo("release");
  }

  @Test
  void runThatFailedIsRefused() {
    RunView run = site.sealed(site.open());
    assertThat(run.verdict()).contains("FAILED");

    refused(run, request(run), "MERGE_REFUSED");
  }

  @Test
  void branchThatIsThereIsNeverMovedAndAnotherNameIsFree() {
    RunView run = passed();
    origin.git("branch", "taken");
    String taken = origin.id("taken");
    MergeRequest request = request(run);

    origin.git("tag", "v1");
    for (String branch : new String[] {"taken", "main"}) {
      assertThat(refusal(run, named(request, branch))).isEqualTo("BRANCH_EXISTS");
    }
    for (String branch : new String[] {"main/x", "Main", "v1"}) {
      assertThat(refusal(run, named(request, branch))).isEqualTo("BRANCH_CONFLICTS");
    }
    for (String branch : new String[] {"../../outside", "HEAD", "refs/heads/y", "0".repeat(40)}) {
      assertThat(refusal(run, named(request, branch))).isEqualTo("BRANCH_INVALID");
    }

    assertThat(origin.id("taken")).isEqualTo(taken);
    nothingElseChanged(request.targetTip());
    gateway.operator().merge(run.runId(), request);
    assertThat(origin.id(BRANCH + "^{tree}")).isEqualTo(run.resultTree().orElseThrow());
  }

  @Test
  void runThatIsStillOpenIsRefused() {
    OpenedRun run = site.open();
    MergeRequest request = new MergeRequest("0".repeat(64), BRANCH, "main", origin.id("main"));

    ProblemException problem =
        catchThrowableOfType(
            ProblemException.class, () -> gateway.operator().merge(run.runId(), request));

    assertThat(problem.code()).isEqualTo("RUN_UNKNOWN");
    site.sealed(run);
  }

  private RunView passed() {
    OpenedRun run = site.open();
    site.agent()
        .inside(run)
        .write(DefectRepository.FILE, DefectRepository.BROKEN_SHA256, DefectRepository.MENDED);
    RunView sealed = site.sealed(run);
    assertThat(sealed.verdict()).contains("PASSED");
    return sealed;
  }

  private MergeRequest request(RunView run) {
    return new MergeRequest(run.sealSha256().orElseThrow(), BRANCH, "main", origin.id("main"));
  }

  private static MergeRequest named(MergeRequest request, String branch) {
    return new MergeRequest(request.sealSha256(), branch, "main", request.targetTip());
  }

  private void refused(RunView run, MergeRequest request, String code) {
    String tip = origin.id("main");
    assertThat(refusal(run, request)).isEqualTo(code);
    assertThat(origin.git("branch", "--list", BRANCH)).isEmpty();
    nothingElseChanged(tip);
  }

  private String refusal(RunView run, MergeRequest request) {
    return catchThrowableOfType(
            ProblemException.class, () -> gateway.operator().merge(run.runId(), request))
        .code();
  }

  /** Neither the target, nor what is checked out; and no hook of the origin ran. */
  private void nothingElseChanged(String tip) {
    assertThat(hooked).doesNotExist();
    assertThat(origin.id("main")).isEqualTo(tip);
    assertThat(origin.git("symbolic-ref", "HEAD")).isEqualTo("refs/heads/main");
    assertThat(origin.git("status", "--porcelain")).isEmpty();
  }
}
