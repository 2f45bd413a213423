package dev.gatehouse.controlplane.api.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.controlplane.api.access.Principal;
import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.syscalls.SyscallException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What calls may have together, and each identity of it. */
class LimitTests {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void oneIdentityHoldsAtMostHalfOfTheMemory() {
    MemoryBudget budget = new MemoryBudget(100);
    budget.take("a", 50);
    refused(ApiErrorCode.OVERLOADED, () -> budget.take("a", 1));
    budget.take("b", 50);
    refused(ApiErrorCode.OVERLOADED, () -> budget.take("c", 1));
    budget.release("a", 50);
    budget.take("c", 50);
    budget.release("b", 50);
    budget.release("c", 50);
    assertThat(budget.taken()).isZero();
  }

  @Test
  void whatWasRefusedIsNotTaken() {
    MemoryBudget budget = new MemoryBudget(100);
    refused(ApiErrorCode.OVERLOADED, () -> budget.take("a", 51));
    refused(ApiErrorCode.OVERLOADED, () -> budget.take("a", Long.MAX_VALUE));
    assertThat(budget.taken()).isZero();
  }

  @Test
  void memoryOfACallIsGivenBackOnce() {
    MemoryBudget budget = new MemoryBudget(1000);
    CallMemory memory = new CallMemory(budget, "a");
    memory.body(10);
    memory.answer(10);
    assertThat(budget.taken()).isEqualTo(130);
    memory.close();
    memory.close();
    assertThat(budget.taken()).isZero();
  }

  @Test
  void contentThatCanNeverBeHeldIsTooLarge() {
    try (CallMemory memory = new CallMemory(new MemoryBudget(1000), "a")) {
      memory.answer(100);
      assertThatExceptionOfType(SyscallException.class)
          .isThrownBy(() -> memory.answer(101))
          .satisfies(e -> assertThat(e.code().name()).isEqualTo("TOO_LARGE"));
    }
  }

  @Test
  void bodyOfUnknownLengthTakesItsMemoryAsItComes() throws IOException {
    MemoryBudget budget = new MemoryBudget(8 * 2 * 100);
    try (CallMemory memory = new CallMemory(budget, "a")) {
      BodyReader reader = new BodyReader(1000, LONG, memory);
      assertThat(reader.growing(bytes(100))).hasSize(100);
      assertThat(budget.taken()).isEqualTo(800);
      refused(ApiErrorCode.OVERLOADED, () -> reader.growing(bytes(1)));
    }
  }

  @Test
  void bodyOfKnownLengthTakesItsMemoryBeforeItIsRead() throws IOException {
    // Closed, so that each read of it fails otherwise.
    InputStream unread = InputStream.nullInputStream();
    unread.close();
    try (CallMemory memory = new CallMemory(new MemoryBudget(1600), "a")) {
      BodyReader reader = new BodyReader(200, LONG, memory);
      refused(ApiErrorCode.OVERLOADED, () -> reader.whole(unread, 101));
      refused(ApiErrorCode.BODY_TOO_LARGE, () -> reader.whole(unread, 201));
    }
  }

  @Test
  void bodyThatIsLargerThanItSaysIsNotReadFurther() {
    try (CallMemory memory = new CallMemory(new MemoryBudget(100_000), "a")) {
      BodyReader reader = new BodyReader(100, LONG, memory);
      refused(ApiErrorCode.BODY_TOO_LARGE, () -> reader.growing(bytes(101)));
      assertThatThrownBy(() -> reader.whole(bytes(3), 4)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void bodyHasToComeInTime() {
    try (CallMemory memory = new CallMemory(new MemoryBudget(100_000), "a")) {
      BodyReader reader = new BodyReader(100, Duration.ofNanos(-1), memory);
      assertThatThrownBy(() -> reader.growing(bytes(1))).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"32, 24, 16", "400, 300, 200"})
  void poolHasThreadsLeftForHealthAndRefusals(int threads, int calls, int waiting) {
    Slots slots = new Slots(threads);
    List<Slots.Slot> taken = IntStream.range(0, calls).mapToObj(i -> slots.call()).toList();
    refused(ApiErrorCode.OVERLOADED, slots::call);
    assertThat(IntStream.range(0, waiting).mapToObj(i -> slots.waiting())).hasSize(waiting);
    refused(ApiErrorCode.OVERLOADED, slots::waiting);
    assertThat(IntStream.range(0, 8).mapToObj(i -> slots.health())).hasSize(8);
    refused(ApiErrorCode.OVERLOADED, slots::health);
    taken.getFirst().close();
    slots.call().close();
  }

  @Test
  void poolThatIsTooSmallIsRefused() {
    assertThatThrownBy(() -> new Slots(31)).hasMessageContaining("gatehouse.threads");
  }

  @Test
  void callsOfOneIdentityAreCountedApart() {
    CallLimits limits = new CallLimits(2, 1, 1, 1000);
    Slots.Slot first = limits.begin("a");
    limits.begin("a");
    refused(ApiErrorCode.TOO_MANY_CALLS, () -> limits.begin("a"));
    limits.begin("b").close();
    first.close();
    limits.begin("a").close();
  }

  @Test
  void callsASecondAreCountedApart() {
    CallLimits limits = new CallLimits(100, 1, 1, 5);
    for (int i = 0; i < 10; i++) {
      limits.begin("a").close();
    }
    refused(
        ApiErrorCode.TOO_MANY_CALLS,
        () -> {
          // A new window may begin between two calls, but not between each two of thirty.
          for (int i = 0; i < 30; i++) {
            limits.begin("a").close();
          }
        });
    limits.begin("b").close();
  }

  @Test
  void identitiesThatAreCountedAreBounded() {
    CallLimits limits = new CallLimits(1, 1, 1, 1000);
    limits.begin("first");
    for (int i = 0; i < CallLimits.MAX_IDENTITIES; i++) {
      limits.begin("other-" + i);
    }
    limits.begin("first").close();
    refused(ApiErrorCode.TOO_MANY_CALLS, () -> limits.begin("other-4000"));
  }

  @ParameterizedTest
  @CsvSource({"32, 22, 12, 4", "400, 275, 150, 50"})
  void operatorsFindPlacesThatAgentsCannotTake(int threads, int calls, int waiting, int idle) {
    Slots slots = new Slots(threads);
    CallPlaces places = new CallPlaces(slots, new CallLimits(100, 100, 100, 1000));
    for (int i = 0; i < calls; i++) {
      slots.call();
      places.call(agent(i));
    }
    refused(ApiErrorCode.OVERLOADED, () -> places.call(agent(calls)));
    for (int i = 0; i < waiting; i++) {
      places.waiting(agent(i));
    }
    refused(ApiErrorCode.OVERLOADED, () -> places.waiting(agent(waiting)));
    waitAtOnce(places, idle, 0);
    Principal operator = new Principal.Operator("op");
    for (int i = 0; i < threads / 16; i++) {
      slots.call();
      places.call(operator);
      places.waiting(operator);
      assertThat(places.idle(operator, () -> "waited")).isEqualTo("waited");
    }
  }

  /** So many polls of as many agents wait at once, and one more is refused. */
  private static void waitAtOnce(CallPlaces places, int idle, int from) {
    if (from < idle) {
      places.idle(
          agent(from),
          () -> {
            waitAtOnce(places, idle, from + 1);
            return from;
          });
    } else {
      refused(ApiErrorCode.OVERLOADED, () -> places.idle(agent(from), () -> from));
    }
  }

  @ParameterizedTest
  @CsvSource({"32, 4, 2", "400, 15, 5"})
  void oneAgentHoldsAPartOfThePlacesOfCallsThatWait(int threads, int waiting, int idle) {
    Slots slots = new Slots(threads);
    assertThat(slots.waitingOfOneAgent()).isEqualTo(waiting);
    assertThat(slots.idleOfOneAgent()).isEqualTo(idle);
    CallPlaces places = new CallPlaces(slots, new CallLimits(100, waiting, 1, 1000));
    Slots.Slot first = places.waiting(agent(1));
    for (int i = 1; i < waiting; i++) {
      places.waiting(new Principal.Worker("r-" + i, "agent-1", 1));
    }
    refused(ApiErrorCode.TOO_MANY_CALLS, () -> places.waiting(agent(1)));
    places.waiting(agent(2)).close();
    first.close();
    places.waiting(agent(1)).close();
    places.idle(
        agent(1),
        () -> {
          refused(ApiErrorCode.TOO_MANY_CALLS, () -> places.idle(agent(1), () -> ""));
          return places.idle(agent(2), () -> "");
        });
    assertThat(places.idle(agent(1), () -> "again")).isEqualTo("again");
  }

  private static Principal agent(int number) {
    return new Principal.Agent("agent-" + number);
  }

  private static void refused(ApiErrorCode code, ThrowingCallable call) {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  private static InputStream bytes(int length) {
    return new ByteArrayInputStream(new byte[length]);
  }
}
