package dev.gatehouse.cli.demo;

import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.cli.screen.StyledText;
import dev.gatehouse.client.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Tells the story line by line, and remembers what went otherwise than it should. */
final class DemoTranscript {
  private static final int SHOWN_LINES = 6;

  private final Screen screen;
  private final List<String> differences = new ArrayList<>();
  private boolean merged;

  DemoTranscript(Screen screen) {
    this.screen = screen;
  }

  /** A new part of the story. */
  void scene(String title) {
    screen.blank();
    screen.line(StyledText.strong(title));
  }

  /** Somebody asks for something. */
  void asks(String who, String what) {
    screen.line(StyledText.faint(String.format("  %-9s", who)), StyledText.call(what));
  }

  /** It was done. */
  void done(String what) {
    screen.line(StyledText.good("    done     "), StyledText.plain(what));
  }

  /** It was held. */
  void held(String what, Optional<String> next) {
    screen.line(StyledText.warn("    held     "), StyledText.plain(what));
    next(next);
  }

  /** It was not done. */
  void refused(String code, String reason, Optional<String> next) {
    screen.line(
        StyledText.bad("    refused  "), StyledText.strong(code), StyledText.plain(": " + reason));
    next(next);
  }

  private void next(Optional<String> next) {
    next.ifPresent(step -> screen.line(StyledText.faint("             next: " + step)));
  }

  /** The first lines of what a file or a command said. */
  void shows(String text) {
    text.lines()
        .limit(SHOWN_LINES)
        .forEach(line -> screen.line(StyledText.faint("             | " + line)));
    long more = text.lines().count() - SHOWN_LINES;
    if (more > 0) {
      screen.line(StyledText.faint("             | and " + more + " more lines"));
    }
  }

  /** Where something must be as the story says. */
  void expect(boolean asTold, String otherwise) {
    if (!asTold) {
      differences.add(otherwise);
      screen.line(StyledText.bad("    differs  "), StyledText.plain(otherwise));
    }
  }

  /** Asks for what must be refused with a code that {@code code} accepts. */
  void mustBeRefused(String who, String what, Predicate<String> code, Runnable act) {
    asks(who, what);
    try {
      act.run();
      expect(false, "this was not refused: " + what);
    } catch (ProblemException problem) {
      refused(problem.code(), problem.detail(), problem.next());
      expect(
          code.test(problem.code()), "refused with another code than expected: " + problem.code());
    }
  }

  /** The result is in the origin. */
  void mergedNow() {
    merged = true;
  }

  boolean merged() {
    return merged;
  }

  Screen screen() {
    return screen;
  }

  List<String> differences() {
    return List.copyOf(differences);
  }
}
