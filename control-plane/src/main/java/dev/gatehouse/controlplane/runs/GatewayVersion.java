package dev.gatehouse.controlplane.runs;

import java.util.Optional;

/** The version of this gateway, from the manifest of its jar. */
final class GatewayVersion {
  private static final String UNPACKAGED = "unpackaged";

  private GatewayVersion() {}

  static String current() {
    return Optional.ofNullable(GatewayVersion.class.getPackage().getImplementationVersion())
        .orElse(UNPACKAGED);
  }
}
