package dev.gatehouse.controlplane.runs;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.journal.LineMembers;
import dev.gatehouse.evidence.journal.LineMembers.Member;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A line of a journal that is larger than a page. Only what is shown of it is parsed, so that it
 * takes hardly more memory than its bytes.
 */
final class LargeEvent {
  /** Bytes from which on a member is named by its digest, where the event is larger than a page. */
  private static final int MAX_MEMBER_BYTES = 64 * 1024;

  private LargeEvent() {}

  /**
   * The line without some of its members.
   *
   * @param mostBytes of the members that are left: beyond that, large ones are named by digest
   */
  static Json.Obj shown(byte[] line, Set<String> leftOut, int mostBytes) {
    List<Member> members =
        LineMembers.of(line).stream().filter(each -> !leftOut.contains(each.name())).toList();
    boolean whole = members.stream().mapToLong(Member::length).sum() <= mostBytes;
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    Json.Builder omitted = Json.object();
    for (Member member : members) {
      if (whole || member.length() <= MAX_MEMBER_BYTES) {
        kept.write(kept.size() == 0 ? '{' : ',');
        kept.writeBytes(new Json.Str(member.name()).canonical());
        kept.write(':');
        kept.write(line, member.from(), member.length());
      } else {
        omitted.put(member.name(), omission(line, member));
      }
    }
    kept.write('}');
    return omitted.putAll(StrictJson.read(kept.toByteArray())).build();
  }

  private static Json omission(byte[] line, Member member) {
    byte[] value = Arrays.copyOfRange(line, member.from(), member.until());
    return Json.object()
        .put("omittedSha256", Digest.of(value).hex())
        .put("omittedBytes", value.length)
        .build();
  }
}
