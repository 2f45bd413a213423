package dev.gatehouse.evidence.folder;

import dev.gatehouse.evidence.EvidenceErrorCode;
import dev.gatehouse.evidence.error.GatehouseException;

/**
 * A run folder could not be written or forced: EVIDENCE_BROKEN. The folder takes nothing more in
 * this process: what was not acknowledged is decided by {@link OpenFolder#recover}.
 */
public final class FolderWriteException extends GatehouseException {
  private static final long serialVersionUID = 1L;

  FolderWriteException(String reason, Throwable cause) {
    super(
        EvidenceErrorCode.EVIDENCE_BROKEN,
        reason,
        "send the same call again, with the same key; the gateway opens the run again when it can"
            + " be written",
        cause);
  }
}
