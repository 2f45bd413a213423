package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.Digest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content that rides in an event instead of a blob.
 *
 * @param bytes at most {@value #MAX_BYTES} bytes
 */
public record InlineContent(byte[] bytes) {
  /** Content up to this many bytes rides in the event. */
  public static final int MAX_BYTES = 4096;

  public InlineContent {
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("content of more than 4 KiB is a blob");
    }
    bytes = bytes.clone();
  }

  /** The content's digest, by which paths refer to it. */
  public Digest sha256() {
    return Digest.of(bytes);
  }

  /** Number of its bytes. */
  int size() {
    return bytes.length;
  }

  /** What rides in this event. */
  public static List<InlineContent> carriedBy(Event event) {
    return switch (event) {
      case Event.CallEnded e -> e.contents();
      case Event.ApprovalRequested e -> e.contents();
      case Event.RunBegun _,
          Event.LeaseTaken _,
          Event.CallIntended _,
          Event.CallRefused _,
          Event.CallConfirmed _,
          Event.CallAborted _,
          Event.ApprovalSettled _,
          Event.ScratchLost _,
          Event.RunSubmitted _,
          Event.RunEnded _ ->
          List.of();
    };
  }

  /** Standard base64 with padding, as the journal writes it. */
  String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InlineContent content && Arrays.equals(bytes, content.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }
}
