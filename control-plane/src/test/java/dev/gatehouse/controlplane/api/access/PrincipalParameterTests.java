package dev.gatehouse.controlplane.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gatehouse.controlplane.api.access.Principal.Agent;
import dev.gatehouse.controlplane.api.access.Principal.Metrics;
import dev.gatehouse.controlplane.api.access.Principal.Operator;
import dev.gatehouse.controlplane.api.access.Principal.RegisteredPrincipal;
import dev.gatehouse.controlplane.api.access.Principal.RunReader;
import dev.gatehouse.controlplane.api.access.Principal.Worker;
import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/** Who may make a call is the type of the one principal that its mapping takes. */
class PrincipalParameterTests {
  private static final String ROOT = "dev.gatehouse.controlplane";

  /** Mappings as the server must not have them, and one as it has them; no controller. */
  @SuppressWarnings("unused") // called by nobody: their parameters are looked at
  static final class Samples {
    @GetMapping("/none")
    void none(String name) {}

    @PostMapping("/two")
    void two(Operator operator, Agent agent) {}

    @GetMapping("/one")
    void one(String name, RunReader caller) {}

    void noMapping() {}
  }

  @Test
  void everyMappingTakesExactlyOnePrincipal() {
    List<Method> mappings = controllers().flatMap(PrincipalParameterTests::mappings).toList();
    assertThat(mappings).hasSizeGreaterThan(25);
    assertThat(mappings.stream().filter(each -> principals(each) != 1)).isEmpty();
  }

  @Test
  void mappingsWithNoneOrTwoAreFound() {
    assertThat(mappings(Samples.class).filter(each -> principals(each) != 1).map(Method::getName))
        .containsExactlyInAnyOrder("none", "two");
  }

  @ParameterizedTest
  @MethodSource("closed")
  void mappingsWithNoneOrTwoAreClosedToAll(Method mapping) {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> Access.permitted(new HandlerMethod(new Samples(), mapping)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ApiErrorCode.NOT_FOUND));
  }

  static Stream<Method> closed() {
    return mappings(Samples.class).filter(each -> principals(each) != 1);
  }

  @Test
  void theTypeOfTheParameterIsWhoMayCall() throws NoSuchMethodException {
    Method one = Samples.class.getDeclaredMethod("one", String.class, RunReader.class);
    assertThat(Access.permitted(new HandlerMethod(new Samples(), one))).isEqualTo(RunReader.class);
    admits(Operator.class, new Operator("o"));
    admits(RegisteredPrincipal.class, new Operator("o"));
    admits(RegisteredPrincipal.class, new Agent("a"));
    admits(RunReader.class, new Worker("r-1", "a", 1));
    refuses(Operator.class, new Agent("a"), "an operator's token");
    refuses(Agent.class, new Operator("o"), "an agent's token");
    refuses(Worker.class, new Agent("a"), "the token of this run");
    refuses(
        RegisteredPrincipal.class,
        new Worker("r-1", "a", 1),
        "an operator's token or an agent's token");
    refuses(
        RunReader.class,
        new Metrics(),
        "an operator's token or an agent's token or the token of this run");
  }

  @Test
  void workerIsRefusedOutsideItsRun() {
    refuses(Worker.class, new Worker("r-2", "a", 1), "the token of this run");
    MockHttpServletRequest request = new MockHttpServletRequest();
    Access.authenticated(request, new Worker("r-1", "a", 1));
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> Access.require(RunReader.class, request))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ApiErrorCode.FORBIDDEN));
  }

  private static <P extends Principal> void admits(Class<P> permitted, Principal caller) {
    assertThat(Access.require(permitted, request(caller))).isEqualTo(caller);
  }

  private static void refuses(
      Class<? extends Principal> permitted, Principal caller, String needed) {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> Access.require(permitted, request(caller)))
        .satisfies(e -> {
          assertThat(e.code()).isEqualTo(ApiErrorCode.FORBIDDEN);
          assertThat(e.reason()).isEqualTo("this call needs " + needed);
        });
  }

  /** A call of run {@code r-1}. */
  private static MockHttpServletRequest request(Principal caller) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of("runId", "r-1"));
    Access.authenticated(request, caller);
    return request;
  }

  private static Stream<Class<?>> controllers() {
    ClassPathScanningCandidateComponentProvider scan =
        new ClassPathScanningCandidateComponentProvider(/* useDefaultFilters= */ false);
    scan.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
    return scan.findCandidateComponents(ROOT).stream()
        .map(each ->
            ClassUtils.resolveClassName(Objects.requireNonNull(each.getBeanClassName()), null));
  }

  private static Stream<Method> mappings(Class<?> controller) {
    return Arrays.stream(controller.getDeclaredMethods())
        .filter(each -> AnnotatedElementUtils.hasAnnotation(each, RequestMapping.class));
  }

  private static long principals(Method mapping) {
    return Arrays.stream(mapping.getParameterTypes())
        .filter(Principal.class::isAssignableFrom)
        .count();
  }
}
