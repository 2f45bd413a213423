package dev.gatehouse.controlplane.runs;

import java.util.Optional;
import org.springframework.boot.info.BuildProperties;

/** The version of this gateway, as the build wrote it down; runs record it. */
record GatewayVersion(String text) {
  private static final String UNPACKAGED = "unpackaged";

  static GatewayVersion of(Optional<BuildProperties> build) {
    return new GatewayVersion(build.map(BuildProperties::getVersion).orElse(UNPACKAGED));
  }
}
