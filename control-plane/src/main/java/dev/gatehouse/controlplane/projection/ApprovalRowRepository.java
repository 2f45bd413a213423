package dev.gatehouse.controlplane.projection;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/** Reads approvals. */
interface ApprovalRowRepository extends Repository<ApprovalRow, String> {
  Optional<ApprovalRow> findById(String approvalId);

  @Query(
      """
      SELECT approvals.* FROM approvals JOIN runs USING (run_id)
      WHERE runs.state = 'SEALED' AND approvals.state = :state
        AND (requested_at, approval_id) > (:from, :after)
      ORDER BY requested_at, approval_id
      LIMIT :limit
      """)
  List<ApprovalRow> ofSealedRuns(String state, Instant from, String after, int limit);
}
