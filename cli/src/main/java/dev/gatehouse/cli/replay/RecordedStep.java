package dev.gatehouse.cli.replay;

/**
 * One command of a recorded run.
 *
 * @param step its number in the record
 * @param command a shell string
 * @param exitCode what it exited with when it was recorded
 */
record RecordedStep(int step, String command, int exitCode) {}
