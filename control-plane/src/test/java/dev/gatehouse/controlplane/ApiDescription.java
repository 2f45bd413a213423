package dev.gatehouse.controlplane;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.gatehouse.controlplane.api.access.Principal;
import dev.gatehouse.controlplane.api.limits.CallMemory;
import dev.gatehouse.controlplane.api.problem.ProblemBody;
import dev.gatehouse.controlplane.api.request.IdempotencyKey;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.PathParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.customizers.PropertyCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;

/** What a description of the API says besides what the mappings say. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {
  private static final String BEARER = "bearer";
  private static final Pattern TYPE =
      Pattern.compile("dev\\.gatehouse\\.controlplane(?:\\.[a-z]+)*((?:\\.[A-Z][A-Za-z]*)+)");
  private static final Set<String> KEYED =
      Set.of(
          "cancelRun",
          "runOpen",
          "runLease",
          "syscallFileWrite",
          "syscallFileDelete",
          "syscallExecRun");

  @Bean
  OpenAPI openApi() {
    SpringDocUtils.getConfig()
        .addRequestWrapperToIgnore(Principal.class, CallMemory.class, IdempotencyKey.class);
    Components components = new Components();
    ModelConverters.getInstance(true)
        .readAll(ProblemBody.class)
        .forEach((_, schema) -> components.addSchemas(ProblemBody.class.getName(), schema));
    components.addSecuritySchemes(
        BEARER, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"));
    return new OpenAPI()
        .info(
            new Info()
                .title("Gatehouse")
                .version("v1")
                .description("A syscall gateway for coding agents. See INTERFACES.md."))
        .servers(List.of(new Server().url("http://127.0.0.1:8470")))
        .components(components)
        .addSecurityItem(new SecurityRequirement().addList(BEARER));
  }

  @Bean
  OperationCustomizer operations() {
    return ApiDescription::described;
  }

  private static Operation described(Operation operation, HandlerMethod method) {
    String feature = method.getBeanType().getSimpleName().replace("Controller", "");
    String name = method.getMethod().getName();
    String lower = feature.substring(0, 1).toLowerCase(Locale.ROOT) + feature.substring(1);
    String id = lower + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    operation.operationId(id).tags(List.of(lower));
    Class<?> caller =
        Arrays.stream(method.getMethod().getParameterTypes())
            .filter(Principal.class::isAssignableFrom)
            .findFirst()
            .orElseThrow();
    if (lower.equals("syscall")) {
      operation.addParametersItem(
          new PathParameter().name("runId").required(true).schema(new StringSchema()));
    }
    if (caller.isAssignableFrom(Principal.Worker.class)) {
      boolean always = caller == Principal.Worker.class;
      operation.addParametersItem(
          header("Gatehouse-Fence", "the fencing token of a run's token").required(always));
    }
    if (KEYED.contains(id)) {
      operation.addParametersItem(
          header("Idempotency-Key", "a new name for each act").required(true));
    }
    if (id.equals("contentContent")) {
      operation
          .getResponses()
          .computeIfAbsent("200", _ -> new ApiResponse().description("OK"))
          .content(content("application/octet-stream", new StringSchema().format("binary")));
    }
    operation
        .getResponses()
        .addApiResponse(
            "default",
            new ApiResponse()
                .description("a refusal: code, reason and next step")
                .content(content("application/problem+json", problem())));
    return operation;
  }

  /** Members that hold JSON of the run's folder: objects, or a list of them. */
  @Bean
  PropertyCustomizer jsonOfTheFolder() {
    return (property, type) -> {
      boolean json =
          Stream.ofNullable(type.getCtxAnnotations())
              .flatMap(Arrays::stream)
              .anyMatch(JsonRawValue.class::isInstance);
      if (!json) {
        return property;
      }
      return "events".equals(type.getPropertyName())
          ? new ArraySchema().items(new ObjectSchema())
          : new ObjectSchema();
    };
  }

  private static HeaderParameter header(String name, String description) {
    HeaderParameter header = new HeaderParameter();
    header.name(name).description(description).schema(new StringSchema());
    return header;
  }

  private static Content content(String type, Schema<?> schema) {
    return new Content().addMediaType(type, new MediaType().schema(schema));
  }

  private static Schema<?> problem() {
    return new Schema<>().$ref("#/components/schemas/" + ProblemBody.class.getName());
  }

  /**
   * Names of types in place of their full names: {@code AgentController.Body} is {@code AgentBody}.
   *
   * @throws IllegalStateException if two types would have one name
   */
  static String withShortNames(String description) {
    Map<String, String> types = new TreeMap<>();
    Matcher matcher = TYPE.matcher(description);
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      String name =
          matcher.group(1).replaceAll("Controller|AnswerViews|SyscallBodies", "").replace(".", "");
      String former = types.putIfAbsent(name, matcher.group());
      if (former != null && !former.equals(matcher.group())) {
        throw new IllegalStateException(name + " is " + former + " and " + matcher.group());
      }
      matcher.appendReplacement(text, name);
    }
    return matcher.appendTail(text).toString();
  }
}
