package dev.gatehouse.controlplane.settings;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The configuration of the gateway. An unknown key below {@code gatehouse} and a value outside its
 * range stop the start. The descriptions become the table in INTERFACES.md.
 *
 * @param data The data directory, an absolute path. {@code up} gives {@code /var/lib/gatehouse} as
 *     root, else {@code $XDG_STATE_HOME/gatehouse} ({@code ~/.local/state/gatehouse})
 * @param port The TCP port, where {@code server.port} is not given
 * @param maxBodyBytes Size of a request's body
 * @param threads Threads that serve calls; three quarters for calls, half for calls that wait.
 *     Agents have a part of both, operators the rest
 * @param connections Open connections; 0 means one for each 128 KiB of heap, at most 8192
 * @param inflightBytes Memory that bodies and answers of calls in progress may take together; 0
 *     means three eighths of the heap
 * @param callsAtOnce Calls in progress of one identity
 * @param callsPerSecond Calls of one identity a second on average; twice as many may come at once
 * @param headWithin From the first to the last byte of a request's head
 * @param bodyWithin From the first to the last byte of a body
 * @param answerWithin From the first to the last byte of an answer
 * @param lockPatience How long a syscall waits for another syscall of its run, then RUN_BUSY
 * @param image The sandbox image of runs that open; its id is pinned in the run
 * @param dockerSocket The socket of the Docker Engine
 * @param engine Calls to the Docker Engine
 * @param minFreeBytes Free space on the data directory's file system that a call that changes
 *     something needs, and readiness; a submit, and a syscall that only reads, need an eighth of it
 * @param firstUid The first of the users that commands run as, one per open run; none of them may
 *     be in {@code /etc/passwd}. A gateway that is not root has its own user only
 * @param uids How many users commands run as
 * @param changedBytes How far one run may change its base: size of the changed files, before and
 *     after
 * @param changedPaths How far one run may change its base: number of changed files
 * @param scratch What calls may leave in workspaces beyond what was there when a run was opened, in
 *     blocks of 4 KiB
 * @param journal Size of journals from which on calls are refused
 * @param evidence Size of run folders from which on calls are refused
 * @param waitingRuns Submitted runs of all agents that may wait for operators
 * @param waitingRunsOfAgent Submitted runs of one agent that may wait for operators
 * @param databaseUrl Address of another PostgreSQL, 15 or newer: {@code jdbc:postgresql:…}. Without
 *     it the gateway runs one of its own
 * @param databaseUser The role, where the address does not name it; one that owns its tables is
 *     enough, and it should not be a superuser
 * @param databasePassword The role's password, where the address does not name it
 * @param databaseConnections Connections to the database
 * @param projectionDelay How long a changed run waits for further changes before its rows are
 *     written
 * @param acceptGatewayLog Accepts, once, a gateway log that differs from what was signed: the
 *     digest of its last line, as the refusal names it
 * @param reconcileEvery Pause between two passes of reconciliation
 * @param closingsAtOnce Runs that are verified and sealed at once; of one agent two at most
 * @param closingCheckEvery Pause between two searches for runs that can be sealed
 * @param work Computations that calls wait for: diffs of approvals, positions of the events of
 *     sealed runs
 */
@Validated
@ConfigurationProperties(prefix = "gatehouse", ignoreUnknownFields = false)
public record GatehouseProperties(
    @NotNull(message = "is required")
        @Pattern(
            regexp = "(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)+",
            message = "must be an absolute path of A-Z, a-z, 0-9, '.', '_', '-' and '/'")
        String data,
    @DefaultValue("8470") @Min(0) @Max(65535) int port,
    @DefaultValue("10MB") @Bytes(min = 1024, max = 1024 * 1024 * 1024) DataSize maxBodyBytes,
    @DefaultValue("400") @Min(32) @Max(10_000) int threads,
    @DefaultValue("0") @Min(0) int connections,
    @DefaultValue("0B") @Bytes(min = 0) DataSize inflightBytes,
    @DefaultValue("32") @Min(1) int callsAtOnce,
    @DefaultValue("500") @Min(1) int callsPerSecond,
    @DefaultValue("10s") @DurationMin(millis = 1) Duration headWithin,
    @DefaultValue("30s") @DurationMin(millis = 1) Duration bodyWithin,
    @DefaultValue("2m") @DurationMin(millis = 1) Duration answerWithin,
    @DefaultValue("15m") @DurationMin(seconds = 1) Duration lockPatience,
    @DefaultValue("gatehouse/sandbox:local") @NotBlank String image,
    @DefaultValue("/var/run/docker.sock") Path dockerSocket,
    @DefaultValue @Valid Engine engine,
    @DefaultValue("256MB") @Bytes(min = 0) DataSize minFreeBytes,
    @DefaultValue("200000") @Min(1) int firstUid,
    @DefaultValue("65536") @Min(1) int uids,
    @DefaultValue("64MB") @Bytes(max = 96 * 1024 * 1024) DataSize changedBytes,
    @DefaultValue("50000") @Min(1) @Max(100_000) int changedPaths,
    @DefaultValue @Valid Scratch scratch,
    @DefaultValue @Valid Journal journal,
    @DefaultValue @Valid Evidence evidence,
    @DefaultValue("200") @Min(1) int waitingRuns,
    @DefaultValue("20") @Min(1) int waitingRunsOfAgent,
    @DefaultValue("") String databaseUrl,
    @DefaultValue("") String databaseUser,
    @DefaultValue("") String databasePassword,
    @DefaultValue("8") @Min(2) @Max(1000) int databaseConnections,
    @DefaultValue("200ms") @DurationMin(millis = 1) Duration projectionDelay,
    @DefaultValue("") String acceptGatewayLog,
    @DefaultValue("10m") @DurationMin(millis = 1) Duration reconcileEvery,
    @DefaultValue("8") @Min(4) int closingsAtOnce,
    @DefaultValue("500ms") @DurationMin(millis = 1) Duration closingCheckEvery,
    @DefaultValue @Valid Work work) {

  /** The key of the data directory. */
  public static final String DATA = "gatehouse.data";

  /** The data directory. */
  public Path dataDirectory() {
    return Path.of(data);
  }

  /** Never a value: the address and the password of the database are secret. */
  @Override
  public String toString() {
    return "GatehouseProperties[data=" + data + "]";
  }

  /**
   * Calls to the Docker Engine.
   *
   * @param callsAtOnce Calls of the Docker Engine in progress; further ones wait
   * @param commandsAtOnce Commands that run at once; further ones wait
   * @param turnWithin How long a call waits for its turn, then ENGINE_BUSY
   * @param answerWithin How long the engine may take for an answer
   * @param failures Failures in a row after which calls are refused at once: ENGINE_UNAVAILABLE
   * @param openFor How long calls are refused then, before one is tried again
   */
  public record Engine(
      @DefaultValue("8") @Min(1) int callsAtOnce,
      @DefaultValue("64") @Min(1) int commandsAtOnce,
      @DefaultValue("30s") @DurationMin(millis = 1) Duration turnWithin,
      @DefaultValue("30s") @DurationMin(millis = 1) Duration answerWithin,
      @DefaultValue("5") @Min(1) int failures,
      @DefaultValue("5s") @DurationMin(millis = 1) Duration openFor) {}

  /**
   * What calls may leave in workspaces.
   *
   * @param runBytes What calls of one run may leave in its workspace beyond what was there when the
   *     run was opened, in blocks of 4 KiB
   * @param runPaths The same as a number of files, links and directories
   * @param agentBytes The same as {@code run-bytes}, of the open runs of one agent together
   * @param gatewayBytes The same as {@code run-bytes}, of all open runs together
   */
  public record Scratch(
      @DefaultValue("512MB") @Bytes DataSize runBytes,
      @DefaultValue("100000") @Min(1) int runPaths,
      @DefaultValue("2GB") @Bytes DataSize agentBytes,
      @DefaultValue("8GB") @Bytes DataSize gatewayBytes) {}

  /**
   * Sizes of journals from which on calls are refused.
   *
   * @param runBytes Size of a run's journal from which on calls of the run are refused
   * @param agentBytes The same of the open runs of one agent together, with the requests that they
   *     keep as blobs
   * @param gatewayBytes The same of all open runs together
   */
  public record Journal(
      @DefaultValue("32MB") @Bytes(max = 256 * 1024 * 1024) DataSize runBytes,
      @DefaultValue("96MB") @Bytes DataSize agentBytes,
      @DefaultValue("512MB") @Bytes DataSize gatewayBytes) {}

  /**
   * Sizes of run folders from which on calls are refused.
   *
   * @param agentBytes Size of the folders of one agent's open runs, and of its sealed runs of the
   *     last 24 hours; from there on no run of the agent is opened and its calls are refused
   */
  public record Evidence(@DefaultValue("8GB") @Bytes DataSize agentBytes) {}

  /**
   * Computations that calls wait for.
   *
   * @param threads Threads that compute what calls wait for: diffs of approvals, positions of the
   *     events of sealed runs, and the like
   * @param queue Computations that may wait for a thread
   */
  public record Work(
      @DefaultValue("2") @Min(1) int threads, @DefaultValue("32") @Min(1) int queue) {}
}
