package dev.gatehouse.syscalls;

/** The memory that the content of one call's answer may take. */
@FunctionalInterface
public interface AnswerMemory {
  /**
   * Asked before content is read into memory; throws what its maker refuses with if there is not so
   * much left, and then nothing is read.
   *
   * @param bytes of content
   */
  void take(long bytes);
}
