package dev.gatehouse.controlplane;

import dev.gatehouse.controlplane.reconciliation.NoSetAsideRuns;
import dev.gatehouse.controlplane.reconciliation.SetAsideRuns;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The database's part of the gateway over a data directory, without HTTP and without a timer. */
public final class Rig implements AutoCloseable {
  private final AnnotationConfigApplicationContext context;

  @EnableAutoConfiguration
  @ComponentScan({
    "dev.gatehouse.controlplane.database",
    "dev.gatehouse.controlplane.gatewaylog",
    "dev.gatehouse.controlplane.identities",
    "dev.gatehouse.controlplane.index",
    "dev.gatehouse.controlplane.projection",
    "dev.gatehouse.controlplane.reconciliation"
  })
  @Import(CoreConfiguration.class)
  static class Parts {
    @Bean
    SetAsideRuns setAsideRuns() {
      return new NoSetAsideRuns();
    }
  }

  private Rig(AnnotationConfigApplicationContext context) {
    this.context = context;
  }

  /** Starts over {@code data} with these properties besides. */
  public static Rig start(Path data, Map<String, Object> properties) {
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("rig", properties));
    context
        .getEnvironment()
        .getPropertySources()
        .addFirst(new MapPropertySource("data", Map.of("gatehouse.data", data.toString())));
    context.register(Parts.class);
    context.refresh();
    return new Rig(context);
  }

  /** The one part of that type. */
  public <T> T part(Class<T> type) {
    return context.getBean(type);
  }

  /** Changes rows behind the gateway's back. */
  public void sql(String statement) {
    part(JdbcClient.class).sql(statement).update();
  }

  /** How many rows a table has. */
  public long count(String table) {
    return part(JdbcClient.class).sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }

  @Override
  public void close() {
    context.close();
  }
}
