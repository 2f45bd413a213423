package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.operator.ProfileRequest;
import dev.gatehouse.golden.RawHttp.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A derived profile that is none is refused with its place, and nothing is kept of it. */
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DerivedProfileTests {
  private static final String STEP = "{\"id\":\"s\",\"shell\":\"ls\"}";

  private final Gateway gateway;
  private final RawHttp http;

  DerivedProfileTests(Gateway gateway) {
    this.gateway = gateway;
    this.http = new RawHttp(gateway.address());
  }

  static Stream<String> malformed() {
    List<String> bodies = new ArrayList<>();
    for (String steps :
        List.of(
            "null",
            "7",
            "true",
            "\"s\"",
            "{}",
            "[]",
            "[null]",
            "[" + STEP + ",null]",
            "[[]]",
            "[\"ls\"]",
            "[7]",
            "[{}]",
            "[" + STEP + "," + STEP + "]",
            "[" + STEP + ",{\"id\":\"s\",\"shell\":\"true\",\"seconds\":1}]",
            "[{\"id\":\"s\"}]",
            "[{\"shell\":\"ls\"}]",
            "[{\"id\":null,\"shell\":\"ls\"}]",
            "[{\"id\":\"\",\"shell\":\"ls\"}]",
            "[{\"id\":\"a b\",\"shell\":\"ls\"}]",
            "[{\"id\":\"../x\",\"shell\":\"ls\"}]",
            "[{\"id\":\"" + "x".repeat(129) + "\",\"shell\":\"ls\"}]",
            "[{\"id\":\"\\u3164\",\"shell\":\"ls\"}]",
            "[{\"id\":7,\"shell\":\"ls\"}]",
            "[{\"id\":[\"s\"],\"shell\":\"ls\"}]",
            "[{\"id\":\"s\",\"shell\":null}]",
            "[{\"id\":\"s\",\"shell\":\"\"}]",
            "[{\"id\":\"s\",\"shell\":7}]",
            "[{\"id\":\"s\",\"shell\":[\"ls\"]}]",
            "[{\"id\":\"s\",\"shell\":\"a\\u0000b\"}]",
            "[{\"id\":\"s\",\"shell\":\"\\ud800\"}]",
            "[{\"id\":\"s\",\"shell\":\"" + "x".repeat(65_537) + "\"}]",
            "[{\"id\":\"s\",\"shell\":\"ls\",\"seconds\":0}]",
            "[{\"id\":\"s\",\"shell\":\"ls\",\"seconds\":-1}]",
            "[{\"id\":\"s\",\"shell\":\"ls\",\"seconds\":3601}]",
            "[{\"id\":\"s\",\"shell\":\"ls\",\"seconds\":1.5}]",
            "[{\"id\":\"s\",\"shell\":\"ls\",\"seconds\":\"10\"}]",
            "[{\"id\":\"s\",\"shell\":\"ls\",\"seconds\":99999999999999999999}]",
            "[{\"id\":\"s\",\"shell\":\"ls\",\"seconds\":true}]",
            "[{\"id\":\"s\",\"shell\":\"ls\",\"seconds\":{}}]",
            "[{\"id\":\"s\",\"shell\":\"ls\",\"failToPass\":7}]",
            "[{\"id\":\"s\",\"shell\":\"ls\",\"failToPass\":[null]}]",
            "[{\"id\":\"s\",\"shell\":\"ls\",\"failToPass\":[7]}]",
            "[{\"id\":\"s\",\"shell\":\"ls\",\"failToPass\":[\" \"]}]",
            "[{\"id\":\"s\",\"shell\":\"ls\",\"failToPass\":[\"" + "x".repeat(1025) + "\"]}]",
            "[{\"id\":\"s\",\"shell\":\"ls\",\"failToPass\":[" + "\"t\",".repeat(1000) + "\"t\"]}]",
            "[{\"id\":\"s\",\"shell\":\"ls\",\"argv\":[\"ls\"]}]",
            "[{\"id\":\"s\",\"shell\":\"ls\",\"required\":false}]",
            "[{\"id\":\"s\",\"id\":\"t\",\"shell\":\"ls\"}]",
            "[" + (STEP + ",").repeat(64) + STEP + "]")) {
      bodies.add("{\"name\":\"malformed\",\"base\":\"default\",\"steps\":" + steps + "}");
    }
    bodies.add("{\"name\":\"malformed\",\"base\":\"default\"}");
    bodies.add("{\"name\":\"malformed\",\"steps\":[" + STEP + "]}");
    bodies.add("{\"base\":\"default\",\"steps\":[" + STEP + "]}");
    for (String tests : List.of("7", "\"\"", "\"free\"", "[]", "{}")) {
      bodies.add(
          "{\"name\":\"malformed\",\"base\":\"default\",\"tests\":"
              + tests
              + ",\"steps\":["
              + STEP
              + "]}");
    }
    for (String name :
        List.of("null", "7", "\"\"", "\"a b\"", "\"..\"", "\"" + "x".repeat(129) + "\"")) {
      bodies.add("{\"name\":" + name + ",\"base\":\"default\",\"steps\":[" + STEP + "]}");
      bodies.add("{\"name\":\"malformed\",\"base\":" + name + ",\"steps\":[" + STEP + "]}");
    }
    return bodies.stream();
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedBodyIsRefused(String body) {
    Answer answer = post(body);

    assertThat(answer.told()).isIn("400 BODY_INVALID", "400 IDENTIFIER_INVALID");
    assertThat(answer.problem().path("next").asString("")).isNotEmpty();
    assertThat(gateway.operator().profiles()).noneMatch(each -> each.name().equals("malformed"));
  }

  @Test
  void stepThatIsThereTwiceIsNamedWithItsPlace() {
    Answer own = post(body("twice", "default", STEP + "," + STEP));
    assertThat(own.told()).isEqualTo("400 BODY_INVALID");
    assertThat(own.problem().path("detail").asString("")).contains("steps[1].id").contains(" s ");

    String base = RegisteredRepository.derived(gateway, "true");
    Answer inherited = post(body("twice", base, STEP + ",{\"id\":\"tests\",\"shell\":\"ls\"}"));
    assertThat(inherited.told()).isEqualTo("400 BODY_INVALID");
    assertThat(inherited.problem().path("detail").asString(""))
        .contains("steps[1].id")
        .contains("tests");
  }

  @Test
  void nameOfAShippedProfileIsTaken() {
    assertThat(post(body("default", "default", STEP)).told()).isEqualTo("409 NAME_TAKEN");
  }

  @Test
  void theSameProfileAgainIsWell() {
    String name = RegisteredRepository.fresh("profile");
    ProfileRequest.Step step = new ProfileRequest.Step("s", "ls", OptionalInt.of(7));
    ProfileRequest request = new ProfileRequest(name, "default", List.of(step));

    assertThat(gateway.operator().addProfile(request))
        .isEqualTo(gateway.operator().addProfile(request));
    assertThat(post(body(name, "default", STEP)).told()).isEqualTo("409 NAME_TAKEN");
  }

  @Test
  void stepThatReliesOnTheWorkingDirectoryIsNamedWhenTheProfileIsMade() {
    assertThat(made(DefectRepository.PYTEST))
        .singleElement()
        .asString()
        .contains("step s", "PYTHONPATH=.");
    assertThat(made("PYTHONPATH=. " + DefectRepository.PYTEST)).isEmpty();
  }

  private List<String> made(String shell) {
    ProfileRequest.Step step = new ProfileRequest.Step("s", shell, OptionalInt.empty());
    return gateway
        .operator()
        .addProfile(
            new ProfileRequest(RegisteredRepository.fresh("profile"), "default", List.of(step)))
        .hints()
        .orElseThrow();
  }

  private Answer post(String body) {
    return http.post(
        "/v1/profiles",
        Map.of(
            "Authorization",
            "Bearer " + gateway.operatorToken(),
            "Content-Type",
            "application/json"),
        body.getBytes(UTF_8));
  }

  private static String body(String name, String base, String steps) {
    return "{\"name\":\"%s\",\"base\":\"%s\",\"steps\":[%s]}".formatted(name, base, steps);
  }
}
