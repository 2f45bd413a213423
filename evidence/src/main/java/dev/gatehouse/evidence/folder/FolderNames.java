package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.Digest;
import java.util.Set;

/** The names of everything that a run folder may hold; there are no others. */
public final class FolderNames {
  /** The genesis. */
  public static final String RUN = "data/run.json";

  /** The policy snapshot. */
  public static final String POLICY = "data/policy/snapshot.json";

  /** The journal. */
  public static final String JOURNAL = "data/journal.jsonl";

  /** What the rules and the plan take beside what they name, in format 2. */
  public static final String CLOSURE = "data/closure.json";

  /** The signed checkpoint over the journal's lines. */
  public static final String CHECKPOINT = "data/journal.checkpoint";

  /** Directory of the blobs. */
  public static final String BLOBS = "data/blobs/sha256";

  /** The result tree. */
  public static final String TREE = "data/tree.json";

  /** The patch from the base to the result. */
  public static final String DIFF = "data/diff.patch";

  /** What the verifier did. */
  public static final String VERIFIER_REPORT = "data/verifier_report.json";

  /** Why closing failed, in format 2. */
  public static final String FAILURE = "data/failure.json";

  /** What the gates computed. */
  public static final String GATE_REPORT = "data/gate_report.json";

  /** The signed verdict. */
  public static final String VSA = "attestations/gate.vsa.dsse.json";

  /** The public key of the envelopes. */
  public static final String ENVELOPE_KEY = "keys/envelope.pub.pem";

  /** The public key of the checkpoint. */
  public static final String CHECKPOINT_KEY = "keys/checkpoint.pub.pem";

  /** The checkpoint's key as a C2SP verifier key. */
  public static final String CHECKPOINT_VKEY = "keys/checkpoint.vkey";

  /** The BagIt declaration (RFC 8493). */
  public static final String BAGIT = "bagit.txt";

  /** The bag's metadata. */
  public static final String BAG_INFO = "bag-info.txt";

  /** The manifest of everything under {@code data/}. */
  public static final String MANIFEST = "manifest-sha256.txt";

  /** The manifest of everything else but the seal. */
  public static final String TAG_MANIFEST = "tagmanifest-sha256.txt";

  /** The seal; the only file that no manifest names. */
  public static final String SEAL = "seal.dsse.json";

  /** Unfinished files of an open folder; gone when it is sealed. */
  static final String TEMPORARY = "tmp";

  /** What {@link OpenFolder#writeData} writes. */
  static final Set<String> WRITABLE = Set.of(TREE, DIFF, VERIFIER_REPORT, GATE_REPORT, FAILURE);

  private FolderNames() {}

  /** The name of a blob. */
  public static String blob(Digest sha256) {
    return BLOBS + "/" + sha256.hex().substring(0, 2) + "/" + sha256.hex();
  }
}
