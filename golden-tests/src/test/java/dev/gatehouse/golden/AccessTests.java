package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.Lease;
import dev.gatehouse.client.RunQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each token opens what it is for, while it is for it, and nothing else. */
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTests {
  private static final byte[] READ = "{\"path\":\"fare.py\"}".getBytes(UTF_8);
  private static final byte[] NOTHING = "{}".getBytes(UTF_8);

  private final Gateway gateway;
  private final RawHttp http;
  private final RegisteredRepository site;
  private final Caller caller;
  private final Caller other;

  AccessTests(Gateway gateway) {
    this.gateway = gateway;
    this.http = new RawHttp(gateway.address());
    this.site =
        RegisteredRepository.verifiedBy(
            gateway, DefectRepository.repository(), DefectRepository.PYTEST);
    this.caller = new Caller(site, site.open());
    this.other = new Caller(site, site.open());
  }

  @AfterAll
  void seal() {
    site.sealed(caller.run());
    site.sealed(other.run());
  }

  @Test
  void tokenThatIsNotTheRunsIsRefused() {
    for (String token : List.of("", "ghr_" + "A".repeat(43), "gho_nonsense", other.run().token())) {
      caller.turnedAway("file.read", caller.bearing(token), READ, "401 UNAUTHENTICATED");
    }
    for (String token : List.of(site.agentToken(), gateway.operatorToken())) {
      caller.turnedAway("file.read", caller.bearing(token), READ, "403 FORBIDDEN");
    }
    caller.turnedAway("file.read", caller.without("Authorization"), READ, "401 UNAUTHENTICATED");
  }

  @Test
  void fenceBelongsToTheToken() {
    String fence = "Gatehouse-Fence";
    caller.turnedAway("file.read", caller.without(fence), READ, "400 FENCE_MISSING");
    caller.turnedAway("file.read", caller.with(fence, "one"), READ, "400 FENCE_MISSING");
    String next = Long.toString(caller.run().fence() + 1);
    caller.turnedAway("file.read", caller.with(fence, next), READ, "401 UNAUTHENTICATED");
  }

  @Test
  void runsTokenOpensNothingElse() {
    Caller.isProblem(
        http.get("/v1/runs/" + other.run().runId(), caller.headers()), "401 UNAUTHENTICATED");
    Caller.isProblem(http.get("/v1/repositories", caller.headers()), "403 FORBIDDEN");
    Caller.isProblem(http.post("/v1/runs", caller.headers(), NOTHING), "403 FORBIDDEN");
  }

  @Test
  void runOfAnotherAgentIsAsUnknownAsNone() {
    RegisteredRepository stranger = site.withProfile(site.profile());
    for (String run : List.of(caller.run().runId(), "r-nothing")) {
      Caller.isProblem(
          http.get("/v1/runs/" + run, caller.bearing(stranger.agentToken())), "404 RUN_UNKNOWN");
    }
    assertThat(stranger.agent().runs(RunQuery.ALL, 500)).isEmpty();
  }

  @Test
  void workerWhoseLeaseWasTakenIsRefused() {
    Caller stale = new Caller(site, site.open());
    Lease taken = site.agent().takeLease(stale.run().runId());
    assertThat(taken.fence()).isGreaterThan(stale.run().fence());

    stale.refused("file.read", stale.headers(), READ, "409 LEASE_STALE");
    Caller.isProblem(stale.call("submit", stale.headers(), NOTHING), "409 LEASE_STALE");
    assertThat(events(stale, stale.headers())).contains("\"code\":\"LEASE_STALE\"");

    site.agent().inside(stale.run().runId(), taken).submit();
    site.awaitSeal(stale.run().runId());
  }

  @Test
  void tokenOfARunEndsWithItsLease() {
    Caller former = new Caller(site, site.open());
    String runId = former.run().runId();
    Lease lease = site.agent().takeLease(runId);
    assertThat(view(former, former.headers())).contains("\"code\":\"LEASE_STALE\"");

    site.agent().inside(runId, lease).submit();
    site.awaitSeal(runId);
    Map<String, String> last =
        Map.of("Authorization", "Bearer " + lease.token(), "Gatehouse-Fence", "" + lease.fence());
    for (Map<String, String> headers : List.of(former.headers(), last)) {
      assertThat(events(former, headers)).contains("\"code\":\"LEASE_EXPIRED\"");
      assertThat(view(former, headers)).contains("\"state\":\"SEALED\"");
    }
    assertThat(site.agent().events(runId, -1, 0).events()).isNotEmpty();
  }

  @Test
  void sealedRunTakesNoCalls() {
    Caller ended = new Caller(site, site.open());
    String seal = site.sealed(ended.run()).sealSha256().orElseThrow();

    for (String name : List.of("file.read", "file.delete", "exec.run")) {
      ended.turnedAway(name, ended.headers(), body(name), "404 RUN_UNKNOWN");
    }
    Caller.isProblem(
        ended.call("lease", ended.bearing(site.agentToken()), NOTHING), "404 RUN_UNKNOWN");
    assertThat(gateway.operator().run(ended.run().runId()).sealSha256()).contains(seal);
  }

  private static byte[] body(String syscall) {
    return switch (syscall) {
      case "file.read" -> READ;
      case "file.delete" ->
          "{\"path\":\"fare.py\",\"replaces\":\"%s\"}"
              .formatted(DefectRepository.BROKEN_SHA256)
              .getBytes(UTF_8);
      default -> "{\"shell\":\"ls\"}".getBytes(UTF_8);
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/repositories | {\"name\":\"x\",\"origin\":\"/tmp\"}",
        "/v1/agents | {\"name\":\"x\",\"repositories\":[],\"profiles\":[],\"openRuns\":1}",
        "/v1/profiles | {\"name\":\"x\",\"base\":\"default\",\"steps\":[]}",
        "/v1/approvals/a-1/decision | {\"decision\":\"APPROVE\",\"proposalSha256\":\"0\"}",
        "/v1/runs/r-1/merge |"
            + " {\"sealSha256\":\"0\",\"branch\":\"b\",\"target\":\"main\",\"targetTip\":\"0\"}",
        "/v1/reconcile | {}",
        "/v1/repositories |",
        "/v1/approvals |",
        "/v1/approvals/a-1 |",
        "/v1/approvals/a-1/content/00 |",
        "/v1/profiles/default/snapshot |",
        "/v1/runs/r-1/folder.tar |",
        "/v1/control-plane/dump |"
      })
  void whatIsAnOperatorsIsRefusedToAnAgent(String path, @Nullable String body) {
    var headers = caller.bearing(site.agentToken());
    Caller.isProblem(
        body == null ? http.get(path, headers) : http.post(path, headers, body.getBytes(UTF_8)),
        "403 FORBIDDEN");
  }

  /** What the caller is answered that asks for the events of its run. */
  private static String events(Caller caller, Map<String, String> headers) {
    return read(caller, "/events", headers);
  }

  private static String view(Caller caller, Map<String, String> headers) {
    return read(caller, "", headers);
  }

  private static String read(Caller caller, String what, Map<String, String> headers) {
    URI address = caller.site().gateway().address();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve("/v1/runs/" + caller.run().runId() + what));
    headers.forEach(request::header);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
