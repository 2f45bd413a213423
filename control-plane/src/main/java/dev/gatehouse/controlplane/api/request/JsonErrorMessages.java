package dev.gatehouse.controlplane.api.request;

import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.PropertyBindingException;

/** Why a body could not be read, in words that hold nothing of the gateway's insides. */
public final class JsonErrorMessages {
  private static final int MAX_LENGTH = 300;
  private static final String OBJECT = "the call needs a JSON object";

  private JsonErrorMessages() {}

  /** One sentence that names the member and what is expected of it, bounded. */
  public static String of(HttpMessageNotReadableException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof JacksonException json) {
        String text = of(json);
        return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text;
      }
    }
    return OBJECT;
  }

  private static String of(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    return switch (e) {
      case PropertyBindingException unknown ->
          "the member %s is not one of this call; known are %s"
              .formatted(member(unknown), known(unknown));
      case MismatchedInputException _
          when message.startsWith(WellFormedStringDeserializer.BROKEN) ->
          "the member %s is not well-formed Unicode".formatted(member(e));
      case MismatchedInputException _ when message.startsWith("Trailing token") ->
          "the body is one JSON object, and something follows it";
      case MismatchedInputException _ when e.getPath().isEmpty() -> OBJECT;
      case MismatchedInputException mismatch ->
          "the member %s is %s".formatted(member(e), expected(mismatch.getTargetType()));
      case InputCoercionException _ -> "a number of the body is out of range";
      case StreamConstraintsException _ ->
          "the body is nested too deeply, or a name or number of it is too long";
      default -> message;
    };
  }

  private static String known(PropertyBindingException e) {
    Collection<Object> names = e.getKnownPropertyIds();
    return names == null || names.isEmpty()
        ? "none"
        : names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  /** The member as {@code steps[0].id}. */
  private static String member(JacksonException e) {
    return e.getPath().stream()
        .map(each ->
            each.getPropertyName() == null
                ? "[%s]".formatted(each.getIndex())
                : "." + each.getPropertyName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "of another type";
    }
    if (CharSequence.class.isAssignableFrom(type) || type.isEnum()) {
      return "a string";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
      return "a whole number";
    }
    return Collection.class.isAssignableFrom(type) ? "an array" : "an object";
  }
}
