package dev.gatehouse.client.operator;

import java.util.Optional;

/**
 * A registered repository.
 *
 * @param name how agents name it
 * @param origin absolute path on the gateway's machine
 * @param tip commit that the origin's HEAD was at when it was fetched; empty for an empty
 *     repository
 * @param head branch that it named then, where it named one
 * @param branchTip commit of the branch that was asked for
 */
public record RepositoryView(
    String name, String origin, String tip, Optional<String> head, Optional<String> branchTip) {}
