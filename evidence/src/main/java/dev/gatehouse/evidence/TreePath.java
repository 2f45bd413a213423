package dev.gatehouse.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The path of an entry in a git tree: any bytes that git allows, kept as they are.
 *
 * <p>Names of a base revision are never refused and never normalized; what an agent names is a
 * {@link WorkspacePath}. Order is git's: unsigned bytes.
 *
 * @param latin1 the bytes, one character each (0 to 255), components separated by {@code /}
 */
public record TreePath(String latin1) implements Comparable<TreePath> {

  /** The path of these bytes. */
  public static TreePath ofBytes(byte[] bytes) {
    return new TreePath(new String(bytes, ISO_8859_1));
  }

  /** The path whose bytes are the UTF-8 of {@code text}. */
  public static TreePath of(String text) {
    return ofBytes(text.getBytes(UTF_8));
  }

  /** The raw bytes. */
  public byte[] bytes() {
    return latin1.getBytes(ISO_8859_1);
  }

  /** The text, where the bytes are well-formed UTF-8. */
  public Optional<String> text() {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** The path as an agent could name it; empty where {@link WorkspacePath#parse} refuses it. */
  public Optional<WorkspacePath> toWorkspacePath() {
    try {
      return Optional.of(WorkspacePath.parse(bytes()));
    } catch (PathException e) {
      return Optional.empty();
    }
  }

  /** For people: the text, or the bytes in hexadecimal after {@code hex:}. */
  public String display() {
    return text().orElseGet(() -> "hex:" + HexFormat.of().formatHex(bytes()));
  }

  /** Adds {@code path} (text) or {@code pathHex} (bytes that are not UTF-8) to an object. */
  public Json.Builder putInto(Json.Builder object) {
    Optional<String> text = text();
    return text.isPresent()
        ? object.put("path", text.get())
        : object.put("pathHex", HexFormat.of().formatHex(bytes()));
  }

  /** The inverse of {@link #putInto}. */
  public static TreePath from(Json.Obj object) {
    return object
        .optionalString("path")
        .map(TreePath::of)
        .orElseGet(() -> ofBytes(object.parsed("pathHex", HexFormat.of()::parseHex)));
  }

  @Override
  public int compareTo(TreePath other) {
    return latin1.compareTo(other.latin1);
  }

  @Override
  public String toString() {
    return display();
  }
}
