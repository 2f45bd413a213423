package dev.gatehouse.controlplane;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Logs where the gateway listens, and where the first operator's token is; never the token. */
@Component
class StartMessage implements ApplicationListener<WebServerInitializedEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(StartMessage.class);

  private final DataDirectory data;
  private final Environment environment;

  StartMessage(DataDirectory data, Environment environment) {
    this.data = data;
    this.environment = environment;
  }

  @Override
  public void onApplicationEvent(WebServerInitializedEvent event) {
    LOG.info(
        "Gatehouse listens on http://{}:{}",
        environment.getProperty("server.address", "127.0.0.1"),
        event.getWebServer().getPort());
    LOG.info("The first operator's token is in {}", data.operatorToken());
  }
}
