package dev.gatehouse.client;

/**
 * A policy profile that the gateway knows.
 *
 * @param name how runs name it
 * @param description one sentence; empty in the answer to a new profile
 * @param policySha256 digest of its snapshot
 */
public record ProfileView(String name, String description, String policySha256) {}
