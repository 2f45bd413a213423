package dev.gatehouse.controlplane.administration;

import dev.gatehouse.controlplane.web.ApiException;
import dev.gatehouse.controlplane.web.ApiException.Code;

/** The refusal of a name that stands for something else. */
final class TakenName {
  private TakenName() {}

  static ApiException refusal(RuntimeException cause) {
    return new ApiException(
        Code.NAME_TAKEN, String.valueOf(cause.getMessage()), "choose another name");
  }
}
