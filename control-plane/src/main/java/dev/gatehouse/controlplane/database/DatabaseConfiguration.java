package dev.gatehouse.controlplane.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.DataLock;
import dev.gatehouse.controlplane.settings.GatehouseProperties;
import java.util.Properties;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The database's beans: everything that needs rows waits for its server. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
  private static final long CONNECT_MILLIS = 5_000;

  /**
   * The PostgreSQL inside, or the one at {@code gatehouse.database-url} (with {@code
   * gatehouse.database-user} and {@code gatehouse.database-password}). The lock comes first: one
   * data directory has one gateway.
   */
  @Bean
  Database database(
      DataDirectory data, DataLock lock, GatehouseProperties properties, RandomGenerator random) {
    lock.requireHeld();
    return properties.databaseUrl().isBlank()
        ? EmbeddedDatabase.start(data.postgres(), random)
        : ExternalPostgres.at(properties.databaseUrl(), credentials(properties));
  }

  @Bean
  HikariDataSource dataSource(Database database, GatehouseProperties properties) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("gatehouse");
    config.setJdbcUrl(database.url());
    config.setDataSourceProperties(database.credentials());
    config.setMaximumPoolSize(properties.databaseConnections());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.addDataSourceProperty("ApplicationName", "gatehouse");
    return new HikariDataSource(config);
  }

  private static Properties credentials(GatehouseProperties properties) {
    Properties credentials = new Properties();
    if (!properties.databaseUser().isBlank()) {
      credentials.setProperty("user", properties.databaseUser());
    }
    if (!properties.databasePassword().isBlank()) {
      credentials.setProperty("password", properties.databasePassword());
    }
    return credentials;
  }
}
