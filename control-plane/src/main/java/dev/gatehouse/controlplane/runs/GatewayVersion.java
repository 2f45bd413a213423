package dev.gatehouse.controlplane.runs;

import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;

/** The version of this gateway, as the build wrote it down; runs record it. */
record GatewayVersion(String text) {
  private static final String UNPACKAGED = "unpackaged";

  static GatewayVersion of(ObjectProvider<BuildProperties> build) {
    return new GatewayVersion(
        Optional.ofNullable(build.getIfAvailable())
            .map(BuildProperties::getVersion)
            .orElse(UNPACKAGED));
  }
}
