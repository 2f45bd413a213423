package dev.gatehouse.controlplane.diff;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads shown rows back to the bytes that they stand for. */
public final class Patch {
  private static final Pattern MARK =
      Pattern.compile("<(?:U\\+([0-9A-F]{4,6})(?: x([0-9]+))?|0x([0-9A-F]{2})|(TAB))>");
  private static final String CONTINUED = "<continued>";
  private static final String NO_LINE_FEED = "\\ No newline at end of file";

  private Patch() {}

  /** The bytes of one side as far as the rows show it. */
  public static byte[] side(String diff, char sign, boolean binary) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> rows = diff.lines().toList();
    for (int i = 0; i < rows.size(); i++) {
      String row = rows.get(i);
      if (row.charAt(0) != ' ' && row.charAt(0) != sign) {
        continue;
      }
      if (binary) {
        out.writeBytes(hex(row.substring(1, row.indexOf("  |"))));
        continue;
      }
      String line = row.substring(1);
      boolean continued = line.endsWith(CONTINUED);
      out.writeBytes(
          bytes(continued ? line.substring(0, line.length() - CONTINUED.length()) : line));
      int next = i + 1;
      if (next < rows.size() && rows.get(next).startsWith("\\ in ASCII: ")) {
        next++;
      }
      boolean ends = next < rows.size() && rows.get(next).equals(NO_LINE_FEED);
      if (!continued && !ends) {
        out.write('\n');
      }
    }
    return out.toByteArray();
  }

  private static byte[] hex(String digits) {
    return java.util.HexFormat.ofDelimiter(" ").parseHex(digits);
  }

  private static byte[] bytes(String shown) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Matcher mark = MARK.matcher(shown);
    int at = 0;
    while (mark.find()) {
      out.writeBytes(shown.substring(at, mark.start()).getBytes(UTF_8));
      at = mark.end();
      if (mark.group(3) != null) {
        out.write(Integer.parseInt(mark.group(3), 16));
      } else if (mark.group(4) != null) {
        out.write('\t');
      } else {
        int count = mark.group(2) == null ? 1 : Integer.parseInt(mark.group(2));
        String text = Character.toString(Integer.parseInt(mark.group(1), 16));
        out.writeBytes(text.repeat(count).getBytes(UTF_8));
      }
    }
    out.writeBytes(shown.substring(at).getBytes(UTF_8));
    return out.toByteArray();
  }
}
