package dev.gatehouse.controlplane.projection;

import dev.gatehouse.evidence.journal.RunStatus;
import dev.gatehouse.syscalls.RunPhase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.Table;

/**
 * A run as rows show it; everything here follows from its folder and the order of its task's runs.
 *
 * @param events number of lines in its journal
 * @param waitingApprovals held changes that no operator has decided
 * @param attempt which of its agent's runs of its task this is, from 1, in the order in which they
 *     opened
 * @param status how it ended
 * @param verdict PASSED, FAILED or NONE, as sealed
 * @param route what happens next, as the sealed gate report and the attempt decide
 * @param sealSha256 digest of its seal; set if and only if it is sealed
 */
@Table("runs")
public record RunRow(
    @Id String runId,
    String repository,
    String taskId,
    String agent,
    String profile,
    String policySha256,
    String revision,
    String baseCommit,
    String baseTree,
    RunPhase state,
    Instant openedAt,
    @Nullable Instant submittedAt,
    @Nullable Instant endedAt,
    long events,
    int waitingApprovals,
    int attempt,
    @Nullable RunStatus status,
    @Nullable String verdict,
    @Nullable String route,
    @Nullable String resultTree,
    @Nullable String gateReportSha256,
    @Nullable Instant sealedAt,
    @Nullable String sealSha256) {}
