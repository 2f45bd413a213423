package dev.gatehouse.controlplane.diff;

import java.util.HexFormat;

/** Bytes as hexadecimal digits, and beside them as ASCII where they are. */
final class HexRow {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

  private HexRow() {}

  static void append(StringBuilder out, byte[] content, int from, int to) {
    out.append(HEX.formatHex(content, from, to)).append("  |");
    for (int at = from; at < to; at++) {
      out.append(content[at] >= ' ' && content[at] < 0x7F ? (char) content[at] : '.');
    }
    out.append('|');
  }
}
