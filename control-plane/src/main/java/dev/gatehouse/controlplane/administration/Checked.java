package dev.gatehouse.controlplane.administration;

import dev.gatehouse.controlplane.web.ApiRefused;
import dev.gatehouse.controlplane.web.ApiRefused.Code;
import dev.gatehouse.evidence.Identifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Members of bodies, each there and of the right form. */
final class Checked {
  private Checked() {}

  static <T> T required(@Nullable T value, String member) {
    if (value == null) {
      throw invalid("the member " + member + " is missing");
    }
    return value;
  }

  static Identifier identifier(@Nullable String text, String member) {
    String value = required(text, member);
    if (!Identifier.isValid(value)) {
      throw new ApiRefused(
          Code.IDENTIFIER_INVALID,
          member + " has 1 to 128 characters of A-Z, a-z, 0-9, _ and -",
          "send such a name");
    }
    return new Identifier(value);
  }

  static List<String> identifiers(@Nullable List<String> texts, String member) {
    return required(texts, member).stream().map(text -> identifier(text, member).text()).toList();
  }

  static ApiRefused invalid(String reason) {
    return new ApiRefused(
        Code.BODY_INVALID, reason, "send the members that INTERFACES.md lists for this call");
  }

  static ApiRefused taken(RuntimeException cause) {
    return new ApiRefused(
        Code.NAME_TAKEN, String.valueOf(cause.getMessage()), "choose another name");
  }
}
