package dev.gatehouse.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.text.Normalizer;
import java.util.List;

/**
 * A path inside a workspace as an agent may name it: a list of components, never a string that is
 * looked at twice (promise A1). There is no other parser of paths; policy and files see the list.
 *
 * @param components 1 to {@value #MAX_DEPTH} names, none empty, {@code .} or {@code ..}
 */
public record WorkspacePath(List<String> components) implements Comparable<WorkspacePath> {
  /** Bytes of a whole path, at most. */
  public static final int MAX_BYTES = 4096;

  /** Bytes of one component, at most. */
  public static final int MAX_COMPONENT_BYTES = 255;

  /** Components of a path, at most. */
  public static final int MAX_DEPTH = 64;

  public WorkspacePath {
    components = List.copyOf(components);
    check(String.join("/", components), components);
  }

  /**
   * Parses the text of a path, components separated by one slash.
   *
   * @throws PathException if any rule of {@link EvidenceErrorCode} is broken
   */
  public static WorkspacePath parse(String text) {
    if (text.startsWith("/")) {
      throw new PathException(
          EvidenceErrorCode.PATH_ABSOLUTE, "a path is relative to the workspace");
    }
    return new WorkspacePath(List.of(text.split("/", -1)));
  }

  /**
   * Parses the bytes of a path, which must be well-formed UTF-8.
   *
   * @throws PathException if any rule of {@link EvidenceErrorCode} is broken
   */
  public static WorkspacePath parse(byte[] bytes) {
    try {
      return parse(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new PathException(EvidenceErrorCode.PATH_NOT_UTF8, "a path is UTF-8");
    }
  }

  /** The last component. */
  public String name() {
    return components.getLast();
  }

  /** The text, components joined by a slash. */
  public String text() {
    return String.join("/", components);
  }

  /** The same path as a git tree writes it. */
  public TreePath toTreePath() {
    return TreePath.of(text());
  }

  @Override
  public int compareTo(WorkspacePath other) {
    return toTreePath().compareTo(other.toTreePath());
  }

  @Override
  public String toString() {
    return text();
  }

  private static void check(String text, List<String> components) {
    if (!UTF_8.newEncoder().canEncode(text)) {
      throw new PathException(EvidenceErrorCode.PATH_NOT_UTF8, "a path is well-formed Unicode");
    }
    if (text.getBytes(UTF_8).length > MAX_BYTES || components.size() > MAX_DEPTH) {
      throw new PathException(
          EvidenceErrorCode.PATH_TOO_LONG,
          "a path has at most %s bytes and %s components".formatted(MAX_BYTES, MAX_DEPTH));
    }
    for (String component : components) {
      checkComponent(component);
    }
    if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
      throw new PathException(
          EvidenceErrorCode.PATH_NOT_NFC, "a path is in Unicode normalization form C");
    }
  }

  private static void checkComponent(String component) {
    if (component.isEmpty()) {
      throw new PathException(
          EvidenceErrorCode.PATH_EMPTY, "a path and its components are not empty");
    }
    if (component.equals(".") || component.equals("..")) {
      throw new PathException(EvidenceErrorCode.PATH_DOTS, "a path has no . or .. component");
    }
    if (component.getBytes(UTF_8).length > MAX_COMPONENT_BYTES) {
      throw new PathException(
          EvidenceErrorCode.PATH_TOO_LONG,
          "a component has at most %s bytes".formatted(MAX_COMPONENT_BYTES));
    }
    component.codePoints().forEach(WorkspacePath::checkCharacter);
  }

  private static void checkCharacter(int c) {
    if (c == '\\') {
      throw new PathException(EvidenceErrorCode.PATH_BACKSLASH, "a path has no backslash");
    }
    if (c == '/') {
      throw new PathException(EvidenceErrorCode.PATH_EMPTY, "a component has no slash");
    }
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          throw new PathException(
              EvidenceErrorCode.PATH_CONTROL,
              "a path has no control, format or unassigned character");
      default -> {}
    }
  }
}
