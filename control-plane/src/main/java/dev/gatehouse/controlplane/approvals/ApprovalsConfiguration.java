package dev.gatehouse.controlplane.approvals;

import dev.gatehouse.controlplane.work.WorkPool;
import dev.gatehouse.syscalls.approval.ApprovalQueue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the operators' face needs. */
@Configuration(proxyBeanMethods = false)
class ApprovalsConfiguration {
  /** Diffs that are kept, in characters of two bytes. */
  private static final long KEPT_CHARACTERS = 8L * 1024 * 1024;

  @Bean
  ProposalDiffs proposalDiffs(ApprovalQueue approvalQueue, WorkPool pool) {
    return new ProposalDiffs(approvalQueue::content, pool, KEPT_CHARACTERS);
  }
}
