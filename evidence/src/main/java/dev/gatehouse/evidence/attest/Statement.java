package dev.gatehouse.evidence.attest;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.GitId;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.JsonFormatException;
import dev.gatehouse.evidence.json.StrictJson;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An in-toto Statement v1: something said of things that are named by digest.
 *
 * @param subjects what it is said of
 * @param predicateType what kind of thing is said
 * @param predicate what is said
 */
public record Statement(List<Subject> subjects, String predicateType, Json.Obj predicate) {
  private static final String TYPE = "https://in-toto.io/Statement/v1";

  public Statement {
    subjects = List.copyOf(subjects);
  }

  /**
   * One thing.
   *
   * @param name for people
   * @param algorithm {@code sha256} or {@code gitTree}
   * @param hex the digest in lower-case hexadecimal
   */
  public record Subject(String name, String algorithm, String hex) {
    /** A file of the folder. */
    public static Subject file(String name, Digest sha256) {
      return new Subject(name, "sha256", sha256.hex());
    }

    /** The result as git names it. */
    public static Subject resultTree(GitId tree) {
      return new Subject("result-tree", "gitTree", tree.hex());
    }
  }

  /** The canonical bytes, the payload of an envelope. */
  public byte[] canonical() {
    List<Json> list =
        subjects.stream()
            .<Json>map(subject ->
                Json.object()
                    .put("name", subject.name())
                    .put("digest", Json.object().put(subject.algorithm(), subject.hex()).build())
                    .build())
            .toList();
    return Json.object()
        .put("_type", TYPE)
        .put("subject", new Json.Arr(list))
        .put("predicateType", predicateType)
        .put("predicate", predicate)
        .build()
        .canonical();
  }

  /**
   * Reads the payload of an envelope whose signature was verified.
   *
   * @throws JsonFormatException if it is not canonical or not such a statement
   */
  public static Statement read(byte[] payload) {
    Json.Obj json = StrictJson.readCanonical(payload);
    Set<String> members = Set.of("_type", "subject", "predicateType", "predicate");
    if (!json.members().keySet().equals(members) || !json.string("_type").equals(TYPE)) {
      throw new JsonFormatException("not an in-toto Statement v1");
    }
    return new Statement(
        json.objects("subject").stream().map(Statement::subject).toList(),
        json.string("predicateType"),
        json.object("predicate"));
  }

  private static Subject subject(Json.Obj json) {
    Json.Obj digest = json.object("digest");
    if (digest.members().size() != 1 || !json.members().keySet().equals(Set.of("name", "digest"))) {
      throw new JsonFormatException("a subject has a name and one digest");
    }
    Map.Entry<String, Json> only = digest.members().entrySet().iterator().next();
    return new Subject(json.string("name"), only.getKey(), digest.string(only.getKey()));
  }
}
