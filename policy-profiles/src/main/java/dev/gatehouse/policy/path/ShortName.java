package dev.gatehouse.policy.path;

/**
 * Short names of 8.3 form, which some file systems make of longer ones and take in their place:
 * {@code MAKEFI~1}, {@code PACKAG~1.JSO}, and with a checksum {@code PA1B2C~1.JSO}. All names here
 * are folded.
 */
public final class ShortName {
  private static final int MAX_NAME = 8;
  private static final int MAX_EXTENSION = 3;
  private static final int CHECKSUM = 4;

  private ShortName() {}

  /** Whether the name has the form: some characters, a tilde and a number, eight in all. */
  public static boolean isShort(String name) {
    int dot = name.indexOf('.');
    int end = dot < 0 ? name.length() : dot;
    int tilde = name.lastIndexOf('~', end - 1);
    int extension = dot < 0 ? 0 : name.length() - dot - 1;
    return tilde > 0
        && end <= MAX_NAME
        && tilde < end - 1
        && name.substring(tilde + 1, end).chars().allMatch(c -> c >= '0' && c <= '9')
        && (dot < 0 || (extension > 0 && extension <= MAX_EXTENSION))
        && name.indexOf('.', end + 1) < 0;
  }

  /**
   * Whether a file system could make this short name of a name that {@code glob} takes.
   *
   * @param shortName a name of which {@link #isShort} holds
   * @param glob a name, or one with {@code *} and {@code ?}
   */
  public static boolean abbreviates(String shortName, String glob) {
    int start = 0;
    while (start < glob.length() && glob.charAt(start) == '.') {
      start++;
    }
    int dot = glob.lastIndexOf('.');
    boolean dotted = dot > start;
    String name = glob.substring(start, dotted ? dot : glob.length());
    String extension = dotted ? glob.substring(dot + 1) : "";
    int shortDot = shortName.indexOf('.');
    String shortExtension = shortDot < 0 ? "" : shortName.substring(shortDot + 1);
    int tilde = shortName.lastIndexOf('~');
    String head = shortName.substring(0, tilde);
    int digits = (shortDot < 0 ? shortName.length() : shortDot) - tilde - 1;
    int room = MAX_NAME - 1 - digits;
    int stem = head.length() - CHECKSUM;
    boolean named =
        agree(head, name, room)
            || (stem > 0
                && isHex(head.substring(stem))
                && agree(head.substring(0, stem), name, room - CHECKSUM));
    return named && extensionsAgree(shortExtension, extension);
  }

  /**
   * Whether {@code head} is what is left of a name that {@code glob} takes: its first characters
   * without dots and blanks, all of them or as many as there is room for.
   */
  private static boolean agree(String head, String glob, int room) {
    String plain = glob.replace(".", "").replace(" ", "");
    for (int i = 0; i < head.length(); i++) {
      char c = i < plain.length() ? plain.charAt(i) : 0;
      if (c == '*') {
        return true;
      }
      // A character that short names cannot hold is an underscore in them.
      if (c == 0 || (c != '?' && c != head.charAt(i) && head.charAt(i) != '_')) {
        return false;
      }
    }
    return head.length() >= Math.min(room, plain.length()) || plain.charAt(head.length()) == '*';
  }

  private static boolean extensionsAgree(String shortExtension, String glob) {
    for (int i = 0; i < MAX_EXTENSION; i++) {
      if (i < glob.length() && glob.charAt(i) == '*') {
        return true;
      }
      boolean shortEnds = i >= shortExtension.length();
      boolean globEnds = i >= glob.length();
      if (shortEnds || globEnds) {
        return shortEnds == globEnds;
      }
      if (glob.charAt(i) != '?' && glob.charAt(i) != shortExtension.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(String text) {
    return text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }
}
