package dev.gatehouse.controlplane.runs;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.StrictJson;
import java.util.Base64;

/**
 * The statement inside a seal, read without checking it: for showing. What relies on a seal checks
 * the whole folder.
 */
final class SealPayload {
  private static final String RESULT = "result-tree";

  private SealPayload() {}

  static Json.Obj of(byte[] envelope) {
    return StrictJson.read(Base64.getDecoder().decode(StrictJson.read(envelope).string("payload")));
  }

  /** Git's id of the result, or nothing where the run has none. */
  static String resultTree(Json.Obj statement) {
    return statement.objects("subject").stream()
        .filter(subject -> subject.string("name").equals(RESULT))
        .map(subject -> subject.object("digest").string("gitTree"))
        .findFirst()
        .orElse("");
  }
}
