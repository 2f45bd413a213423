package dev.gatehouse.controlplane.api.request;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.syscalls.SyscallErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Members of bodies, each there and of the right form. */
public final class RequestValidation {
  private RequestValidation() {}

  /**
   * The member, if the body has it.
   *
   * @throws ApiException BODY_INVALID
   */
  public static <T> T required(@Nullable T value, String member) {
    if (value == null) {
      throw invalid("the member " + member + " is missing");
    }
    return value;
  }

  /**
   * A name.
   *
   * @throws ApiException BODY_INVALID, IDENTIFIER_INVALID
   */
  public static Identifier identifier(@Nullable String text, String member) {
    String value = required(text, member);
    if (!Identifier.isValid(value)) {
      throw new ApiException(
          ApiErrorCode.IDENTIFIER_INVALID,
          member + " has 1 to 128 characters of A-Z, a-z, 0-9, _ and -",
          "send such a name");
    }
    return new Identifier(value);
  }

  /**
   * Names.
   *
   * @throws ApiException BODY_INVALID, IDENTIFIER_INVALID
   */
  public static List<String> identifiers(@Nullable List<String> texts, String member) {
    return required(texts, member).stream().map(text -> identifier(text, member).text()).toList();
  }

  /**
   * A free text of {@code least} to {@code most} characters. U+0000, which neither a column nor an
   * argument of a process can hold, is refused.
   *
   * @throws ApiException BODY_INVALID
   */
  public static String text(@Nullable String text, String member, int least, int most) {
    String value = required(text, member);
    if (value.length() < least || value.length() > most || value.indexOf('\0') >= 0) {
      throw invalid(
          "%s has %s to %s characters, none of them U+0000".formatted(member, least, most));
    }
    return value;
  }

  /** The refusal of a body. */
  public static ApiException invalid(String reason) {
    return new ApiException(
        SyscallErrorCode.BODY_INVALID,
        reason,
        "send the members that INTERFACES.md lists for this call");
  }
}
