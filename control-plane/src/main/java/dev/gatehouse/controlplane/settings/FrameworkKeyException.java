package dev.gatehouse.controlplane.settings;

import java.util.List;

/** Keys of Spring Boot are set that a gateway does not take. */
final class FrameworkKeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Each key with the place where it is set; never its value, which may be secret. */
  FrameworkKeyException(List<String> keys) {
    super(String.join("; ", keys));
  }
}
