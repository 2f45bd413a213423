package dev.gatehouse.syscalls;

/** The source of names that must not repeat; injected, so that tests can know them. */
public interface IdGenerator {
  /** A new run id: lower-case letters, digits and {@code -}; sorts by time. */
  String run();

  /** A new call id. */
  String call();

  /** A new approval id. */
  String approval();

  /** 128 random bits in hexadecimal. */
  String nonce();
}
