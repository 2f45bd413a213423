package dev.gatehouse.sandbox;

/**
 * The container of a former process's command after its end, as the engine has it.
 *
 * @param exitCode exit status of process 1
 * @param oomKilled whether the engine saw an out-of-memory event
 * @param startedAt when the engine started it
 * @param finishedAt when the engine saw its end
 */
public record EndedCommand(int exitCode, boolean oomKilled, String startedAt, String finishedAt) {}
