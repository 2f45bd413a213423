package dev.gatehouse.controlplane.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.gatehouse.controlplane.DataDirectory;
import dev.gatehouse.controlplane.DataLock;
import java.util.Properties;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The database's beans: everything that needs rows waits for its server. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
  private static final int CONNECTIONS = 8;
  private static final long CONNECT_MILLIS = 5_000;

  /**
   * The PostgreSQL inside, or the one at {@code gatehouse.database-url} (with {@code
   * gatehouse.database-user} and {@code gatehouse.database-password}). The lock comes first: one
   * data directory has one gateway.
   */
  @Bean
  Database database(
      DataDirectory data, DataLock lock, Environment environment, RandomGenerator random) {
    lock.requireHeld();
    Binder binder = Binder.get(environment);
    return property(binder, "gatehouse.database-url")
        .<Database>map(url -> ExternalPostgres.at(url, credentials(binder)))
        .orElseGet(() -> EmbeddedDatabase.start(data.postgres(), random));
  }

  @Bean
  HikariDataSource dataSource(Database database) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("gatehouse");
    config.setJdbcUrl(database.url());
    config.setDataSourceProperties(database.credentials());
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.addDataSourceProperty("ApplicationName", "gatehouse");
    return new HikariDataSource(config);
  }

  private static Properties credentials(Binder binder) {
    Properties credentials = new Properties();
    property(binder, "gatehouse.database-user")
        .ifPresent(user -> credentials.setProperty("user", user));
    property(binder, "gatehouse.database-password")
        .ifPresent(password -> credentials.setProperty("password", password));
    return credentials;
  }

  private static java.util.Optional<String> property(Binder binder, String name) {
    return java.util.Optional.ofNullable(binder.bind(name, Bindable.of(String.class)).orElse(null))
        .filter(text -> !text.isBlank());
  }
}
