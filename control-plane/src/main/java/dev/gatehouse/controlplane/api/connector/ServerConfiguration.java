package dev.gatehouse.controlplane.api.connector;

import dev.gatehouse.controlplane.api.problem.Problems;
import dev.gatehouse.controlplane.settings.GatehouseProperties;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The servlet container: its refusals are problems, and it reads no body on its own account. */
@Configuration(proxyBeanMethods = false)
class ServerConfiguration {
  private static final int MOST_CONNECTIONS = 8192;

  /** Heap for each connection: one whose head came in part takes 23 KiB, an idle one 9. */
  private static final long HEAP_OF_CONNECTION = 128 * 1024;

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> server(
      Problems problems, GatehouseProperties properties, ServerProperties server) {
    int maxBodyBytes = Math.toIntExact(properties.maxBodyBytes().toBytes());
    int connections = properties.connections();
    return factory -> {
      if (server.getPort() == null) {
        factory.setPort(properties.port());
      }
      factory.setProtocol(TimedHeadProtocol.class.getName());
      factory.addContextCustomizers(context -> {
        StandardHost host = (StandardHost) context.getParent();
        host.setErrorReportValveClass(null);
        host.getPipeline().addValve(new UnreadBodyValve(maxBodyBytes));
        host.getPipeline().addValve(new ProblemReportValve(problems));
        host.getPipeline().addValve(new FramingValve());
      });
      factory.addConnectorCustomizers(connector -> {
        connector.setAllowTrace(false);
        TimedHeadProtocol protocol = (TimedHeadProtocol) connector.getProtocolHandler();
        protocol.setMaxThreads(properties.threads());
        protocol.setHeadWithin(properties.headWithin());
        // 100 Continue is an invitation to send the body: it is not sent before the call is known.
        protocol.setContinueResponseTiming("onRead");
        protocol.setMaxConnections(connections > 0 ? connections : byHeap());
      });
    };
  }

  private static int byHeap() {
    return (int) Math.min(MOST_CONNECTIONS, Runtime.getRuntime().maxMemory() / HEAP_OF_CONNECTION);
  }
}
