package dev.gatehouse.controlplane.reconciliation;

import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.gatewaylog.GatewayLog;
import dev.gatehouse.controlplane.index.RunIndex;
import dev.gatehouse.controlplane.projection.Projection;
import dev.gatehouse.controlplane.projection.RowStore;
import dev.gatehouse.controlplane.projection.RunSource;
import dev.gatehouse.controlplane.settings.GatehouseProperties;
import dev.gatehouse.evidence.check.FolderCheck;
import dev.gatehouse.evidence.keys.KeyException;
import dev.gatehouse.evidence.keys.TrustStore;
import java.time.Clock;
import java.util.Optional;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.TaskScheduler;

/** Reconciliation's beans; {@code gatehouse.reconcile-every} is how often it runs by itself. */
@Configuration(proxyBeanMethods = false)
class ReconciliationConfiguration {
  @Bean
  Reconciliation reconciliation(
      RunSource source,
      GatewayLog log,
      RowStore store,
      RunIndex index,
      Projection projection,
      FolderVerdict verdict,
      JdbcClient sql,
      Clock clock,
      SetAsideRuns setAside) {
    return new Reconciliation(
        source, log, store, index, projection, verdict, new FindingStore(sql, clock), setAside);
  }

  /** The check that {@code gatehouse verify} makes, with this gateway's own trust file. */
  @Bean
  FolderVerdict folderVerdict(DataDirectory data) {
    return folder -> {
      try {
        TrustStore trust = TrustStore.read(data.keys().resolve("trust.json"));
        return FolderCheck.check(folder, trust).findings().stream()
            .findFirst()
            .map(finding -> finding.code() + " " + finding.path() + ": " + finding.message());
      } catch (KeyException e) {
        return Optional.of("there is nothing to check it with: " + e.getMessage());
      }
    };
  }

  @Bean
  ReconciliationTimer reconciliationTimer(
      Reconciliation reconciliation, TaskScheduler scheduler, GatehouseProperties properties) {
    return new ReconciliationTimer(reconciliation, scheduler, properties.reconcileEvery());
  }

  @Bean
  ApplicationListener<ApplicationReadyEvent> reconcileWhenReady(ReconciliationTimer timer) {
    return _ -> timer.start();
  }
}
