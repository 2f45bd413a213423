package dev.gatehouse.client;

/**
 * A lease taken anew; the fence before it is stale from now on.
 *
 * @param token the run's token
 * @param fence larger than every one before
 * @param leaseExpiresAt RFC 3339
 */
public record Lease(String token, long fence, String leaseExpiresAt) {}
