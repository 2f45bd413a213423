package dev.gatehouse.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import java.util.List;
import java.util.Set;

/** Calls whose answer depends on the moment, on chance, or on the machine's language. */
final class Calls {
  /** The moment; {@code System.nanoTime} is one too where not even a duration is wanted. */
  static final DescribedPredicate<JavaMethodCall> CLOCK =
      describe(
          "the moment is asked of the machine",
          call ->
              moment(call)
                  || is(call, "java.lang.System", "nanoTime")
                  || owner(call).equals("java.time.Clock"));

  /** The moment as a date: what a {@code Clock} that is handed in is there for. */
  static final DescribedPredicate<JavaMethodCall> MOMENT =
      describe("the moment is asked past the clock that is handed in", Calls::moment);

  /** Chance. */
  static final DescribedPredicate<JavaMethodCall> RANDOM =
      describe(
          "chance decides",
          call ->
              is(call, "java.util.UUID", "randomUUID")
                  || is(call, "java.lang.Math", "random")
                  || owner(call).equals("java.util.concurrent.ThreadLocalRandom")
                  || is(call, "java.util.Collections", "shuffle"));

  /** The machine's language; {@code String.format} is judged by its text, in the sources. */
  static final DescribedPredicate<JavaMethodCall> LOCALE =
      describe("the machine's language decides", Calls::locale);

  private static final Set<String> DATES =
      Set.of(
          "java.time.Instant",
          "java.time.LocalDate",
          "java.time.LocalDateTime",
          "java.time.OffsetDateTime",
          "java.time.ZonedDateTime");

  private static final Set<String> VIRTUAL_THREADS =
      Set.of(
          "java.lang.Thread.ofVirtual",
          "java.lang.Thread.startVirtualThread",
          "java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor");

  private Calls() {}

  /** Whether it makes or starts a virtual thread; a reference to such a method counts too. */
  static boolean startsVirtualThread(JavaAccess<?> access) {
    return VIRTUAL_THREADS.contains(
        access.getTargetOwner().getName() + "." + access.getTarget().getName());
  }

  private static boolean moment(JavaMethodCall call) {
    return is(call, "java.lang.System", "currentTimeMillis")
        || (DATES.contains(owner(call)) && call.getName().equals("now"))
        || (owner(call).equals("java.time.Clock") && call.getName().startsWith("system"));
  }

  private static boolean locale(JavaMethodCall call) {
    List<String> parameters =
        call.getTarget().getRawParameterTypes().stream().map(each -> each.getName()).toList();
    boolean told = parameters.contains("java.util.Locale");
    return switch (owner(call)) {
      case "java.lang.String" ->
          switch (call.getName()) {
            case "toLowerCase", "toUpperCase" -> !told;
            default -> false;
          };
      case "java.util.Locale" -> call.getName().equals("getDefault");
      case "java.time.format.DateTimeFormatter" -> call.getName().equals("ofPattern") && !told;
      default ->
          owner(call).startsWith("java.text.") && !owner(call).equals("java.text.Normalizer");
    };
  }

  private static boolean is(JavaMethodCall call, String owner, String name) {
    return owner(call).equals(owner) && call.getName().equals(name);
  }

  private static String owner(JavaMethodCall call) {
    return call.getTargetOwner().getName();
  }
}
