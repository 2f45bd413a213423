package dev.gatehouse.client;

/**
 * A registered repository.
 *
 * @param name how agents name it
 * @param origin absolute path on the gateway's machine
 * @param tip commit that the origin's HEAD stood at
 */
public record RepositoryView(String name, String origin, String tip) {}
