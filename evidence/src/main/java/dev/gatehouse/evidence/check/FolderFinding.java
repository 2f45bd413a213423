package dev.gatehouse.evidence.check;

/**
 * One thing that is wrong with a folder.
 *
 * @param code what
 * @param path where in the folder
 * @param message one sentence for a person
 */
public record FolderFinding(CheckCode code, String path, String message) {
  @Override
  public String toString() {
    return code + " " + path + ": " + message;
  }
}
