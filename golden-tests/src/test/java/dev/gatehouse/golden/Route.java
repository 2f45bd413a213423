package dev.gatehouse.golden;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One call of the API, as the server's classes map it.
 *
 * @param path with a name in place of each variable
 * @param roles who may make it: Operator, Agent, Worker
 */
record Route(String method, String path, Set<String> roles) {
  private static final String WEB = "org.springframework.web.bind.annotation.";
  private static final String PRINCIPAL = "dev.gatehouse.controlplane.api.access.Principal";
  private static final List<String> METHODS = List.of("Get", "Post", "Put", "Patch", "Delete");

  /** All that there are. */
  static List<Route> all() {
    JavaClasses server =
        new ClassFileImporter().importPath(Product.root().resolve("control-plane/target/classes"));
    return server.stream()
        .filter(each -> each.isAnnotatedWith(WEB + "RestController"))
        .flatMap(each -> each.getMethods().stream().flatMap(method -> of(each, method)))
        .toList();
  }

  private static Stream<Route> of(JavaClass controller, JavaMethod method) {
    String base =
        controller.tryGetAnnotationOfType(WEB + "RequestMapping").flatMap(Route::path).orElse("");
    Set<String> roles =
        method.getRawParameterTypes().stream()
            .filter(each -> each.isAssignableTo(PRINCIPAL))
            .flatMap(Route::roles)
            .collect(Collectors.toSet());
    return METHODS.stream()
        .flatMap(verb ->
            method.tryGetAnnotationOfType(WEB + verb + "Mapping").stream()
                .map(mapping ->
                    new Route(
                        verb.toUpperCase(java.util.Locale.ROOT),
                        (base + path(mapping).orElse("")).replaceAll("\\{[a-zA-Z0-9]+}", "nothing"),
                        roles)));
  }

  private static Optional<String> path(JavaAnnotation<?> mapping) {
    return Stream.of("value", "path")
        .flatMap(each -> mapping.get(each).stream())
        .flatMap(each -> Arrays.stream((Object[]) each))
        .map(Object::toString)
        .findFirst();
  }

  /** The principals that a type covers. */
  private static Stream<String> roles(JavaClass principal) {
    return Stream.concat(Stream.of(principal), principal.getAllSubclasses().stream())
        .filter(each -> !each.isInterface())
        .map(JavaClass::getSimpleName);
  }
}
