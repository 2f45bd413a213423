package dev.gatehouse.golden;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server holds in direct buffers, which lie outside its heap. */
final class DirectMemory {
  /** Makes a virtual machine count what it takes outside its heap. */
  static final Map<String, String> COUNTED =
      Map.of("JAVA_TOOL_OPTIONS", "-XX:NativeMemoryTracking=summary");

  /** Direct buffers and nothing else of that size is what the tracking calls Other. */
  private static final Pattern OTHER =
      Pattern.compile("Other \\(reserved=(\\d+)KB, committed=(\\d+)KB");

  private static final long KIB = 1024;

  private DirectMemory() {}

  /** Bytes that a process started with {@link #COUNTED} holds. */
  static long of(long pid) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String said =
        Program.demand(
            Product.root(),
            Map.of(),
            List.of(jcmd, Long.toString(pid), "VM.native_memory", "summary"));
    Matcher other = OTHER.matcher(said);
    if (!other.find()) {
      throw new AssertionError("the process does not say what it holds:\n" + said);
    }
    return Long.parseLong(other.group(2)) * KIB;
  }
}
