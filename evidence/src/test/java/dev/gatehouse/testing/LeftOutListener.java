package dev.gatehouse.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints at the end which tests were left out and why: a skipped test is always seen. */
public final class LeftOutListener implements TestExecutionListener {
  private final Map<String, List<String>> leftOut = new ConcurrentSkipListMap<>();
  private final Consumer<String> printer;

  /** Prints to the standard output; for the platform, which finds it as a service. */
  public LeftOutListener() {
    this(System.out::println);
  }

  LeftOutListener(Consumer<String> printer) {
    this.printer = printer;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    leftOut.computeIfAbsent(reason, each -> new ArrayList<>()).add(name(test));
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    // One instance sees several plans where each class of a module is a plan of its own.
    leftOut.forEach((reason, tests) ->
        printer.accept(
            "Left out, %s (./gatehouse test runs all): %s"
                .formatted(reason, String.join(", ", tests))));
    leftOut.clear();
  }

  private static String name(TestIdentifier test) {
    return switch (test.getSource().orElse(null)) {
      case ClassSource source -> source.getJavaClass().getSimpleName();
      case MethodSource source ->
          source.getJavaClass().getSimpleName() + "#" + source.getMethodName();
      case null, default -> test.getDisplayName();
    };
  }
}
