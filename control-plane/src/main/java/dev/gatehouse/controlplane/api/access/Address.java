package dev.gatehouse.controlplane.api.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an address says before anything is looked up: whether it needs a token, and its form. */
public final class Address {
  private static final Set<String> PATHS =
      Set.of(
          "/actuator/health",
          "/actuator/health/liveness",
          "/actuator/health/readiness",
          "/actuator/health/database");
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final Set<String> NO_SEGMENT = Set.of("", ".", "..");
  private static final Pattern RUN = Pattern.compile("/v1/runs/([A-Za-z0-9_-]{1,128})(/.*)?");
  private static final Pattern CHARACTERS = Pattern.compile("/[A-Za-z0-9._/-]+");

  private Address() {}

  /** Whether the request asks for the status word, which needs no token: letter by letter. */
  public static boolean isOpen(HttpServletRequest request) {
    return METHODS.contains(request.getMethod()) && PATHS.contains(request.getRequestURI());
  }

  /** The run that a path below {@code /v1/runs/} names; empty where it names none. */
  public static String run(HttpServletRequest request) {
    Matcher run = RUN.matcher(request.getRequestURI());
    return run.matches() ? run.group(1) : "";
  }

  /**
   * Whether {@code path} is written as the API writes its addresses: nothing encoded, no empty and
   * no relative segment, no parameters. Only then is what authentication reads what the dispatcher
   * matches.
   */
  static boolean isPlain(String path) {
    return CHARACTERS.matcher(path).matches()
        && Arrays.stream(path.substring(1).split("/", -1)).noneMatch(NO_SEGMENT::contains);
  }
}
