package dev.gatehouse.evidence.check;

/** What a check can find wrong. The names are stable; {@code docs/run-folder.md} lists them. */
public enum CheckCode {
  /** The folder, or a file in it, could not be read. */
  FOLDER_UNREADABLE,
  /** A name that no run folder has. */
  ENTRY_UNEXPECTED,
  /** A link, device, pipe or socket. */
  ENTRY_NOT_A_FILE,
  /** A directory without entries. */
  DIRECTORY_EMPTY,
  /** A file that must be there is not. */
  FILE_MISSING,
  /** A file that its manifest does not list. */
  FILE_UNLISTED,
  /** A file whose digest is not the manifest's. */
  FILE_CHANGED,
  /** A manifest that is not sorted lines of digest and name. */
  MANIFEST_MALFORMED,
  /** {@code bagit.txt} or {@code bag-info.txt} holds other text than it must. */
  BAG_TEXT_WRONG,
  /** JSON that is not canonical. */
  JSON_MALFORMED,
  /** {@code run.json} is not a run record. */
  RUN_RECORD_MALFORMED,
  /** The policy snapshot is not the one that {@code run.json} names. */
  POLICY_CHANGED,
  /** {@code closure.json} is not the one that the first event names. */
  CLOSURE_CHANGED,
  /** A journal line is not canonical JSON, or the last one has no line feed. */
  JOURNAL_MALFORMED,
  /** Sequence numbers are not 0, 1, 2 and so on. */
  JOURNAL_SEQ_BROKEN,
  /** A line does not name the digest of the one before. */
  JOURNAL_CHAIN_BROKEN,
  /** A line is not an event, or has members that its kind does not have. */
  JOURNAL_EVENT_MALFORMED,
  /** The last line is not the only {@code run.end}. */
  JOURNAL_NOT_ENDED,
  /** A blob's digest is not its name. */
  BLOB_CHANGED,
  /** Content that the journal or a report relies on is not there. */
  CONTENT_MISSING,
  /** {@code tree.json} is not a sorted list of files. */
  TREE_MALFORMED,
  /** The files of {@code tree.json} do not make the git tree that it names. */
  TREE_ID_WRONG,
  /** The verifier's or the gates' report, or {@code failure.json}, is malformed. */
  REPORT_MALFORMED,
  /** The checkpoint is not a signed note. */
  CHECKPOINT_MALFORMED,
  /** No trusted key may sign checkpoints of this origin. */
  CHECKPOINT_KEY_UNTRUSTED,
  /** The checkpoint's signature is of no trusted key. */
  CHECKPOINT_SIGNATURE_WRONG,
  /** The checkpoint is of another run. */
  CHECKPOINT_ORIGIN_WRONG,
  /** The checkpoint counts other lines than the journal has. */
  CHECKPOINT_SIZE_WRONG,
  /** The checkpoint's root is not that of the journal's lines. */
  CHECKPOINT_ROOT_WRONG,
  /** An envelope is not canonical JSON with canonical base64 and one signature. */
  ENVELOPE_MALFORMED,
  /** An envelope names a key that is not trusted. */
  ENVELOPE_KEY_UNTRUSTED,
  /** An envelope's signature does not verify. */
  ENVELOPE_SIGNATURE_WRONG,
  /** A payload is not an in-toto statement. */
  STATEMENT_MALFORMED,
  /** A statement has another predicate type than its file must have. */
  PREDICATE_TYPE_WRONG,
  /** The key may not sign for the issuer that the statement names. */
  ISSUER_UNTRUSTED,
  /** The seal names other things than the folder holds. */
  SEAL_SUBJECTS_WRONG,
  /** The seal says something else than the folder does. */
  SEAL_PREDICATE_WRONG,
  /** The verdict is about another result. */
  VSA_SUBJECTS_WRONG,
  /** The verdict is about another repository. */
  VSA_RESOURCE_WRONG,
  /** The verdict is not the gate report's. */
  VSA_RESULT_WRONG,
  /** The levels are not those of the gates that passed. */
  VSA_LEVELS_WRONG,
  /** The verdict says something else than the folder does. */
  VSA_PREDICATE_WRONG,
  /** A file under {@code keys/} is not the trusted key. */
  KEY_FILE_WRONG
}
