package dev.gatehouse.client.operator;

import java.util.Optional;

/**
 * A registered repository.
 *
 * @param name how agents name it
 * @param origin absolute path on the gateway's machine
 * @param tip commit that the origin's HEAD is at; empty for an empty repository
 * @param head branch of the origin's HEAD, where it has one
 */
public record RepositoryView(String name, String origin, String tip, Optional<String> head) {}
