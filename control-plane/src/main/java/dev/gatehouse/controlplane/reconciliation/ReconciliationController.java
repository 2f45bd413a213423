package dev.gatehouse.controlplane.reconciliation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.controlplane.api.access.Principal.Operator;
import dev.gatehouse.controlplane.api.limits.CallMemory;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The database held against the folders, on demand; and its rows as canonical text. */
@RestController
class ReconciliationController {
  private final Reconciliation reconciliation;
  private final SetAsideRuns setAside;

  ReconciliationController(Reconciliation reconciliation, SetAsideRuns setAside) {
    this.reconciliation = reconciliation;
    this.setAside = setAside;
  }

  /** What a finding takes in the answer besides its detail. */
  private static final int FINDING_BYTES = 256;

  record Body(@Nullable Boolean rebuild) {}

  record View(List<FindingView> findings, Map<String, Long> rows) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record FindingView(String code, @Nullable String runId, String detail, boolean repaired) {
    static FindingView of(ReconciliationFinding finding) {
      return new FindingView(
          finding.code().name(),
          finding.runId().orElse(null),
          finding.detail(),
          finding.repaired());
    }
  }

  @PostMapping("/v1/reconcile")
  View reconcile(Operator operator, @RequestBody Body body, CallMemory memory) {
    ReconciliationReport report =
        Boolean.TRUE.equals(body.rebuild())
            ? reconciliation.rebuild(/* replace= */ true)
            : reconciliation.reconcile(/* repair= */ true);
    setAside.retry();
    memory.answer(
        report.findings().stream()
            .mapToLong(finding -> FINDING_BYTES + finding.detail().length())
            .sum(),
        "read the table findings, where they are kept");
    return new View(report.findings().stream().map(FindingView::of).toList(), report.rows());
  }

  @GetMapping(value = "/v1/control-plane/dump", produces = MediaType.TEXT_PLAIN_VALUE)
  String dump(Operator operator, CallMemory memory) {
    return reconciliation.dump(
        bytes -> memory.answer(bytes, "let pg_dump read the database, or give the gateway heap"));
  }
}
