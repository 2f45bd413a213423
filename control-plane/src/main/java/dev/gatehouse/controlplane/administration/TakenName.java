package dev.gatehouse.controlplane.administration;

import dev.gatehouse.controlplane.web.ApiRefused;
import dev.gatehouse.controlplane.web.ApiRefused.Code;

/** The refusal of a name that stands for something else. */
final class TakenName {
  private TakenName() {}

  static ApiRefused refusal(RuntimeException cause) {
    return new ApiRefused(
        Code.NAME_TAKEN, String.valueOf(cause.getMessage()), "choose another name");
  }
}
