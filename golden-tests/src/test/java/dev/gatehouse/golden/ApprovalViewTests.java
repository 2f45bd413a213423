package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.FileChanged;
import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.ProblemException;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.operator.ApprovalDecision;
import dev.gatehouse.client.operator.ApprovalView;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** An operator sees the whole of what he decides on, and looking at it stops nobody else. */
@ExtendWith(SharedGateway.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApprovalViewTests {
  private static final int LINES = 150_000;
  private static final String LOCK_FILE = "package-lock.json";

  private final Gateway gateway;
  private final RegisteredRepository site;
  private final OpenedRun run;
  private final RunClient worker;
  private final HttpClient http = HttpClient.newHttpClient();

  ApprovalViewTests(Gateway gateway) {
    this.gateway = gateway;
    Repository repository = DefectRepository.repository();
    repository.write(LOCK_FILE, lines(new Random(1)));
    repository.commitAll("A lock file");
    this.site = RegisteredRepository.verifiedBy(gateway, repository, DefectRepository.PYTEST);
    this.run = site.open();
    this.worker = site.agent().inside(run);
  }

  @AfterAll
  void end() {
    gateway.operator().approvals("WAITING").stream()
        .filter(approval -> approval.runId().equals(run.runId()))
        .forEach(approval ->
            gateway
                .operator()
                .decide(
                    approval.approvalId(),
                    new ApprovalDecision("DENY", approval.proposalSha256(), Optional.empty())));
    site.sealed(run);
    http.close();
  }

  @Test
  void approvalsAreListedPageByPage() {
    for (int i = 0; i < 3; i++) {
      worker.write(".github/workflows/page%s.yml".formatted(i), "absent", "on: push\n");
    }
    List<String> all =
        gateway.operator().approvals("WAITING").stream().map(ApprovalView::approvalId).toList();
    assertThat(all).hasSizeGreaterThanOrEqualTo(3);
    RawHttp raw = new RawHttp(gateway.address());
    Map<String, String> operator = Map.of("Authorization", "Bearer " + gateway.operatorToken());
    List<String> paged = new ArrayList<>();
    String after = "";
    while (paged.size() < all.size()) {
      JsonNode page =
          raw.get("/v1/approvals?limit=2" + after, operator).problem().path("approvals");
      assertThat(page.size()).isBetween(1, 2);
      page.forEach(each -> paged.add(each.path("approvalId").asString()));
      after = "&after=" + paged.getLast();
    }
    assertThat(paged).isEqualTo(all);
    assertThat(raw.get("/v1/approvals?after=nobody", operator).told())
        .isEqualTo("404 APPROVAL_UNKNOWN");
  }

  /** Lines of few kinds in chance order: nothing is harder to compare. */
  private static String lines(Random random) {
    return IntStream.range(0, LINES)
        .mapToObj(i -> "\"resolved\": \"%s\"".formatted(random.nextInt(40)))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private String held(String path, byte[] content) {
    FileChanged changed = worker.write(path, worker.read(path).sha256(), content, false);
    assertThat(changed.disposition()).isEqualTo("HELD");
    return changed.approvalId().orElseThrow();
  }

  @Test
  void healthAnswersWhileManyLookAtProposalsThatAreHardToCompare() throws Exception {
    List<String> proposals =
        IntStream.range(2, 5)
            .mapToObj(i -> held(LOCK_FILE, lines(new Random(i)).getBytes(UTF_8)))
            .toList();
    try (ExecutorService operators = Executors.newFixedThreadPool(24)) {
      List<Future<ApprovalView>> looks =
          IntStream.range(0, 24)
              .mapToObj(i -> proposals.get(i % proposals.size()))
              .map(id -> operators.submit(() -> look(id)))
              .toList();
      do {
        assertThat(health()).isEqualTo(200);
      } while (looks.stream().anyMatch(look -> !look.isDone()));
      for (Future<ApprovalView> look : looks) {
        assertThat(look.get().diff().orElseThrow())
            .contains("\\ the contents differ so much that not all of what they share");
        assertThat(look.get().diffParts().orElse(0)).isGreaterThan(1);
      }
    }
  }

  /** Looks again where the operator's other calls hold as much memory as they may. */
  private ApprovalView look(String id) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        return gateway.operator().approval(id);
      } catch (ProblemException e) {
        assertThat(e.code()).isEqualTo("OVERLOADED");
        assertThat(System.nanoTime()).isLessThan(deadline);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    }
  }

  private int health() throws Exception {
    return http.send(
            HttpRequest.newBuilder(gateway.address().resolve("/actuator/health"))
                .timeout(Duration.ofSeconds(20))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void whatIsHiddenInAContentIsShownByTheApiAndByTheCommandLine() {
    byte[] hidden = "test:\r\n\t@echo pwned \u00FF\0\033[2K".getBytes(ISO_8859_1);
    String id = held("Makefile", hidden);
    ApprovalView approval = gateway.operator().approval(id);
    String shown = "+<TAB>@echo pwned <0xFF><0x00><U+001B>[2K\n";
    assertThat(approval.diff().orElseThrow())
        .contains("+test:<U+000D>\n", shown, "\\ No newline at end of file\n");

    Program cli =
        Product.cli(gateway.environment(), "deny", id, "--proposal", approval.proposalSha256());
    assertThat(cli.exitCode()).as(cli.output()).isZero();
    assertThat(cli.output()).contains("+test:<U+000D>", shown.strip()).doesNotContain("\033");
  }

  @Test
  void contentIsFetchedByItsDigestAndIsNoPage() throws Exception {
    byte[] content = "<script>alert(1)</script>\n".getBytes(UTF_8);
    String id = held("Makefile", content);
    ApprovalView approval = gateway.operator().approval(id);
    String sha256 = approval.after().orElseThrow().sha256();

    HttpResponse<byte[]> answer = content(id, sha256, gateway.operatorToken());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(content);
    Map<String, String> headers =
        Map.of(
            "Content-Type", "application/octet-stream",
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy", "default-src 'none'; sandbox",
            "Cache-Control", "no-store",
            "Content-Disposition", "attachment; filename=\"gatehouse-content.bin\"");
    headers.forEach(
        (name, value) -> assertThat(answer.headers().firstValue(name)).as(name).contains(value));

    String before = approval.before().orElseThrow().sha256();
    assertThat(gateway.operator().approvalContent(id, before)).startsWith("test:".getBytes(UTF_8));
    for (String other :
        List.of("0".repeat(64), DefectRepository.BROKEN_SHA256, "Makefile", "..%2F..")) {
      assertThat(content(id, other, gateway.operatorToken()).statusCode()).isIn(400, 404);
    }
    assertThat(content(id, sha256, site.agentToken()).statusCode()).isEqualTo(403);
    assertThat(content(id, sha256, run.token()).statusCode()).isEqualTo(403);
  }

  private HttpResponse<byte[]> content(String id, String sha256, String token) throws Exception {
    return http.send(
        HttpRequest.newBuilder(
                URI.create(gateway.address() + "/v1/approvals/" + id + "/content/" + sha256))
            .header("Authorization", "Bearer " + token)
            .build(),
        BodyHandlers.ofByteArray());
  }
}
