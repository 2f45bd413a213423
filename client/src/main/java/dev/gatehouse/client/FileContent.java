package dev.gatehouse.client;

/**
 * The answer to {@code file.read}.
 *
 * @param callId names the call in the journal
 * @param path as it was asked for
 * @param sha256 digest of the whole content; a write names it
 * @param size bytes
 * @param executable whether it has the executable bit
 * @param scratch whether the file is never part of the result
 * @param untrusted the content
 */
public record FileContent(
    String callId,
    String path,
    String sha256,
    long size,
    boolean executable,
    boolean scratch,
    Untrusted untrusted) {}
