package dev.gatehouse.controlplane.projection;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.database.Database;
import dev.gatehouse.controlplane.gatewaylog.GatewayLog;
import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.index.TaskAttempts;
import dev.gatehouse.controlplane.index.UnprojectedRuns;
import dev.gatehouse.controlplane.settings.GatehouseProperties;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The projection's beans. Open runs in memory come from the {@link LiveRuns} that is there. */
@Configuration(proxyBeanMethods = false)
class ProjectionConfiguration {
  @Bean
  RunSource runSource(DataDirectory data, Optional<LiveRuns> live) {
    return new RunSource(data, live);
  }

  @Bean
  RowStore rowStore(
      JdbcAggregateTemplate rows,
      JdbcClient sql,
      PlatformTransactionManager transactions,
      TaskAttempts attempts) {
    return new RowStore(rows, sql, new TransactionTemplate(transactions), attempts);
  }

  @Bean
  TaskAttempts taskAttempts(RunIndex index, RunSource source) {
    return new TaskAttempts(index, source::unsealed);
  }

  @Bean
  RunChanges runChanges() {
    return new RunChanges();
  }

  @Bean(initMethod = "start")
  Projection projection(
      RunChanges changes,
      RunSource source,
      GatewayLog log,
      RowStore store,
      RunIndex index,
      UnprojectedRuns unprojected,
      Database database,
      GatehouseProperties properties) {
    return new Projection(
        changes, source, log, store, index, unprojected, database, properties.projectionDelay());
  }

  @Bean
  RunRows runRows(JdbcAggregateTemplate rows, ApprovalRowRepository approvals) {
    return new RunRows(rows, approvals);
  }
}
