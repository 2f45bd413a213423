package dev.gatehouse.client;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A part of a run's journal.
 *
 * @param events objects with {@code seq}, {@code at}, {@code kind} and the members of that kind of
 *     event; contents are left out
 * @param last the largest {@code seq} in it, or the one that was asked for where it is empty
 */
public record EventPage(List<JsonNode> events, long last) {}
