package dev.gatehouse.evidence.journal;

/**
 * A line of a journal.
 *
 * @param seq its number, from 0
 * @param start its first byte in the file
 * @param bytes the line without its line feed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record JournalLine(long seq, long start, byte[] bytes) {}
