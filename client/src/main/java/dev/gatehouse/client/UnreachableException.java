package dev.gatehouse.client;

import java.net.URI;

/**
 * The call got no answer, or none that this client can read: whether it took effect is unknown
 * until the same call is made again under the same key.
 */
public final class UnreachableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnreachableException(URI server, String why, Throwable cause) {
    super(server + ": " + why, cause);
  }

  UnreachableException(URI server, String why) {
    super(server + ": " + why);
  }
}
