package dev.gatehouse.sandbox;

/**
 * One stream of a command's output. Any bytes, not text.
 *
 * @param head its beginning, at most the cap
 * @param bytes how many came in all
 * @param sha256 of all that came, in lower-case hexadecimal
 * @param truncated whether {@code head} is not all of it
 */
public record Output(byte[] head, long bytes, String sha256, boolean truncated) {}
