package dev.gatehouse.gates.history;

import dev.gatehouse.evidence.journal.Event;

/**
 * An event and where it stands.
 *
 * @param line its line in the journal, from 1
 */
public record JournaledEvent<E extends Event>(long line, E event) {}
