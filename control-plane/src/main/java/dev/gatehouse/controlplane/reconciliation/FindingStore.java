package dev.gatehouse.controlplane.reconciliation;

import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps findings; one that was found before and still stands is kept once. */
final class FindingStore {
  private static final Logger LOG = LoggerFactory.getLogger(FindingStore.class);

  private final JdbcClient sql;
  private final InstantSource clock;

  FindingStore(JdbcClient sql, InstantSource clock) {
    this.sql = sql;
    this.clock = clock;
  }

  void keep(List<ReconciliationFinding> findings) {
    Timestamp now = Timestamp.from(clock.instant());
    for (ReconciliationFinding finding : findings) {
      int added =
          sql.sql(
                  """
                  INSERT INTO findings (code, run_id, detail, repaired, found_at)
                  SELECT :code, :run, :detail, :repaired, :now
                  WHERE NOT EXISTS (SELECT 1 FROM findings WHERE code = :code
                    AND run_id IS NOT DISTINCT FROM CAST(:run AS text)
                    AND detail = :detail AND NOT repaired AND NOT :repaired)
                  """)
              .param("code", finding.code().name())
              .param("run", finding.runId().orElse(null))
              .param("detail", finding.detail())
              .param("repaired", finding.repaired())
              .param("now", now)
              .update();
      if (added > 0) {
        LOG.warn(
            "{} {}: {}{}",
            finding.code(),
            finding.runId().orElse("-"),
            finding.detail(),
            finding.repaired() ? " (repaired)" : "");
      }
    }
  }
}
