package dev.gatehouse.controlplane.gatewaylog;

import dev.gatehouse.evidence.keys.SigningKeys;
import java.nio.file.Path;
import java.time.InstantSource;

/** Gateway logs as the gateway opens them, with the keys beside them. */
public final class SignedLog {
  private SignedLog() {}

  /** The log in {@code data}. */
  public static GatewayLog open(Path data) {
    return open(data, "");
  }

  /** The same, for an operator who accepts the log whose last line has this digest. */
  static GatewayLog open(Path data, String accepted) {
    Path file = data.resolve("gateway.jsonl");
    Path keys = data.resolve("keys");
    LogCheckpoint checkpoint = new LogCheckpoint(file, SigningKeys.loadOrCreate(keys), keys);
    return GatewayLog.open(file, checkpoint, accepted, InstantSource.system());
  }
}
