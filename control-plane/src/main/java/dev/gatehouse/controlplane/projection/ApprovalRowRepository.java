package dev.gatehouse.controlplane.projection;

import dev.gatehouse.evidence.Approval;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/** Reads approvals. */
interface ApprovalRowRepository extends Repository<ApprovalRow, String> {
  Optional<ApprovalRow> findById(String approvalId);

  List<ApprovalRow> findByStateOrderByRequestedAtAscApprovalIdAsc(
      Approval.State state, Limit limit);
}
