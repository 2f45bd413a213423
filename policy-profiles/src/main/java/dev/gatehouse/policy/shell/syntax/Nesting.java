package dev.gatehouse.policy.shell.syntax;

/** How deep commands lie in each other, and how many there are, in one string. */
final class Nesting {
  private int depth;
  private int commands;

  void enter(int at) {
    depth++;
    if (depth > ReaderBounds.DEPTH) {
      throw UnreadableConstruct.TOO_DEEP.at(at, at + 1);
    }
  }

  void leave() {
    depth--;
  }

  void command(int at) {
    commands++;
    if (commands > ReaderBounds.COMMANDS) {
      throw UnreadableConstruct.TOO_LARGE.at(at, at + 1);
    }
  }
}
