package dev.gatehouse.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A test that is left out is listed with the reason; where all are asked for none is. */
class RequirementTests {
  private static final AtomicInteger RUNS = new AtomicInteger();

  @Requires(Requirement.TIME)
  static class LongCase {
    @Test
    void runs() {
      RUNS.incrementAndGet();
    }
  }

  static class MixedCase {
    @Test
    @Requires(Requirement.TIME)
    void takesLong() {
      RUNS.incrementAndGet();
    }

    @Test
    void needsNothing() {
      RUNS.incrementAndGet();
    }
  }

  @Test
  void whatIsLeftOutIsListedWithItsReason() {
    assertThat(printedFor("available"))
        .containsExactly(
            "Left out, takes long (./gatehouse test runs all): LongCase, MixedCase#takesLong");
    assertThat(RUNS).hasValue(1);
  }

  @Test
  void nothingIsLeftOutWhereAllAreAskedFor() {
    assertThat(printedFor("all")).isEmpty();
    assertThat(RUNS).hasValue(3);
  }

  private static List<String> printedFor(String tests) {
    RUNS.set(0);
    List<String> printed = new ArrayList<>();
    // The listener of the test run that this test belongs to does not see these cases.
    LauncherConfig alone =
        LauncherConfig.builder().enableTestExecutionListenerAutoRegistration(false).build();
    LauncherFactory.create(alone)
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(LongCase.class), selectClass(MixedCase.class))
                .configurationParameter(RequirementCondition.PARAMETER, tests)
                .build(),
            new LeftOutListener(printed::add));
    return printed;
  }
}
