package dev.gatehouse.controlplane.projection;

import static dev.gatehouse.evidence.Approval.State.EXPIRED;
import static dev.gatehouse.evidence.Approval.State.WAITING;
import static java.time.Instant.EPOCH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.projection.GeneratedRun.Fate;
import dev.gatehouse.evidence.folder.RunEvidence;
import dev.gatehouse.evidence.journal.Event;
import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that grows is read once, however often its rows are written. */
class RunFoldTests {
  @TempDir Path root;

  @Test
  void aCommentIsAsAColumnCanHoldIt() {
    ApprovalRow waiting =
        new ApprovalRow(
            "a", "r", "c", "p", "rule", "OPERATOR", "0", EPOCH, EPOCH, WAITING, null, null, null);
    assertThat(RunFold.settled(waiting, EXPIRED, "operator", EPOCH, "a\0b").comment())
        .isEqualTo("a\ufffdb");
  }

  @Test
  void aCancelledRunIsNotTriedAgainAndNothingOfItWaits() {
    DataDirectory data = DataDirectory.at(root.resolve("data"));
    GeneratedRun runs = new GeneratedRun(data, SigningKeys.generate(), new Random(7), _ -> {});
    int expired = 0;
    for (int i = 0; i < 20; i++) {
      ProjectedFacts facts =
          ProjectedFacts.ofSealed(data.runs().resolve(runs.next(Fate.CANCELLED)));
      RunProjection rows = RunProjection.of(facts, 1);
      assertThat(rows.run().status()).isEqualTo(RunStatus.CANCELLED);
      assertThat(rows.run().verdict()).isEqualTo("NONE");
      assertThat(rows.run().route()).isEqualTo("FAILED");
      assertThat(rows.run().waitingApprovals()).isZero();
      assertThat(rows.lease()).isEmpty();
      List<ApprovalRow> ended =
          rows.approvals().stream().filter(row -> row.state() == EXPIRED).toList();
      assertThat(ended).allMatch(row -> "the run was cancelled".equals(row.comment()));
      expired += ended.size();
    }
    assertThat(expired).isPositive();
  }

  @Test
  void goingOnSaysTheSameAsBeginningAnewAndReadsNoEventTwice() {
    DataDirectory data = DataDirectory.at(root.resolve("data"));
    GeneratedRun runs = new GeneratedRun(data, SigningKeys.generate(), new Random(5), _ -> {});
    for (int i = 0; i < 20; i++) {
      Fate fate = i % 2 == 0 ? Fate.SUBMITTED : Fate.ENDED;
      String runId = runs.next(fate);
      Counted events = new Counted(RunEvidence.read(data.staging().resolve(runId)).events());
      RunFold fold = new RunFold(runId);
      for (int upTo = 0; upTo <= events.size(); upTo++) {
        ProjectedHistory anew = new RunFold(runId).upTo(events.all.subList(0, upTo));
        assertThat(fold.upTo(events.subList(0, upTo))).isEqualTo(anew);
        assertThat(anew.events()).isEqualTo(upTo);
      }
      assertThat(events.reads).isEqualTo(events.size());
      assertThat(fold.upTo(events.subList(0, 1)).events()).isEqualTo(events.size());
    }
  }

  /** Counts what is read of it. */
  private static final class Counted extends AbstractList<Event> {
    private final List<Event> all;
    private int reads;

    Counted(List<Event> all) {
      this.all = all;
    }

    @Override
    public Event get(int index) {
      reads++;
      return all.get(index);
    }

    @Override
    public int size() {
      return all.size();
    }
  }
}
