package dev.gatehouse.client.operator;

import java.util.List;
import java.util.Optional;

/**
 * A policy profile that the gateway knows.
 *
 * @param name how runs name it
 * @param description one sentence; empty in the answer to a new profile
 * @param policySha256 digest of its snapshot
 * @param hints in the answer to a new profile: what to know of its steps, a sentence each
 */
public record ProfileView(
    String name, String description, String policySha256, Optional<List<String>> hints) {}
