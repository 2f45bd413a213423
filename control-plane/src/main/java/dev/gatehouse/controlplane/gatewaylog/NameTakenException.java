package dev.gatehouse.controlplane.gatewaylog;

/** A name is in use: code {@code NAME_TAKEN}. */
public final class NameTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Something of that kind has that name. */
  public NameTakenException(String kind, String name) {
    super("there is a " + kind + " named " + name + " already");
  }
}
