package dev.gatehouse.evidence.folder;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.attest.Dsse;
import dev.gatehouse.evidence.attest.Statement;
import dev.gatehouse.evidence.attest.Statement.Subject;
import dev.gatehouse.evidence.journal.Checkpoint;
import dev.gatehouse.evidence.journal.HashChain;
import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.evidence.json.StrictJson;
import dev.gatehouse.evidence.keys.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Signs a changed folder anew with the right keys, as a gateway with a defect might have. */
public record Reseal(Path folder, SigningKeys keys) {

  /** Manifests and seal over what is there now; the seal's own words are kept but for counts. */
  public void seal(String runId, UnaryOperator<Statement> change) throws IOException {
    Manifests manifests = Manifests.of(folder, runId);
    Files.write(folder.resolve(FolderNames.BAG_INFO), manifests.bagInfo());
    Files.write(folder.resolve(FolderNames.MANIFEST), manifests.manifest());
    byte[] tags = Manifests.tagManifest(folder);
    Files.write(folder.resolve(FolderNames.TAG_MANIFEST), tags);
    Statement old = statement(FolderNames.SEAL);
    List<Subject> subjects = new ArrayList<>();
    subjects.add(Subject.file(FolderNames.TAG_MANIFEST, Digest.of(tags)));
    subjects.add(Subject.file(FolderNames.MANIFEST, Digest.of(manifests.manifest())));
    old.subjects().stream().skip(2).forEach(subjects::add);
    Json counts =
        Json.object().put("files", manifests.files()).put("bytes", manifests.bytes()).build();
    Statement counted =
        new Statement(subjects, old.predicateType(), with(old.predicate(), "payload", counts));
    sign(FolderNames.SEAL, change.apply(counted));
  }

  /** The checkpoint and the seal's journal over the lines that are there now. */
  public void journal(String runId) throws IOException {
    Checkpoint checkpoint = JournalRoot.of(folder, runId);
    Files.write(folder.resolve(FolderNames.CHECKPOINT), checkpoint.sign(keys.checkpoint()));
    List<String> lines = Files.readAllLines(folder.resolve(FolderNames.JOURNAL));
    byte[] last = lines.getLast().getBytes(UTF_8);
    Json journal =
        Json.object()
            .put("entries", checkpoint.size())
            .put("headSha256", Digest.of(last).hex())
            .put("rootSha256", checkpoint.root().hex())
            .put("hash", "rfc6962-sha256")
            .build();
    Statement old = statement(FolderNames.SEAL);
    sign(
        FolderNames.SEAL,
        new Statement(
            old.subjects(), old.predicateType(), with(old.predicate(), "journal", journal)));
  }

  /** Changes the first event of a kind, and chains all lines anew. */
  public void lines(String kind, Consumer<Map<String, Json>> edit) throws IOException {
    Path file = folder.resolve(FolderNames.JOURNAL);
    HashChain chain =
        HashChain.from(Digest.of(Files.readAllBytes(folder.resolve(FolderNames.RUN))));
    StringBuilder journal = new StringBuilder();
    boolean edited = false;
    for (String line : Files.readAllLines(file)) {
      TreeMap<String, Json> members =
          new TreeMap<>(StrictJson.read(line.getBytes(UTF_8)).members());
      members.remove("seq");
      members.remove("prev");
      if (!edited && new Json.Str(kind).equals(members.get("kind"))) {
        edit.accept(members);
        edited = true;
      }
      byte[] again = chain.line(new Json.Obj(members));
      chain = chain.after(again);
      journal.append(new String(again, UTF_8)).append('\n');
    }
    Files.writeString(file, journal.toString());
  }

  /** The statement of an envelope. */
  public Statement statement(String name) throws IOException {
    return Statement.read(Dsse.read(Files.readAllBytes(folder.resolve(name))).payload());
  }

  /** Writes an envelope of this statement. */
  public void sign(String name, Statement statement) throws IOException {
    Files.write(folder.resolve(name), Dsse.sign(statement.canonical(), keys.envelope()));
  }

  /** The object with another value of one member. */
  public static Json.Obj with(Json.Obj object, String member, Json value) {
    Map<String, Json> members = new TreeMap<>(object.members());
    members.put(member, value);
    return new Json.Obj(new TreeMap<>(members));
  }
}
