package dev.gatehouse.controlplane;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The gateway's process. */
@SpringBootApplication
public class GatehouseServer {
  /** Starts the gateway; arguments are Spring Boot's, {@code --gatehouse.*} among them. */
  public static void main(String[] args) {
    SpringApplication.run(GatehouseServer.class, args);
  }
}
