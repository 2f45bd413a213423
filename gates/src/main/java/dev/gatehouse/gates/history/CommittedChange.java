package dev.gatehouse.gates.history;

import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.TreePath;
import java.util.Optional;

/**
 * One path that became part of the result at one moment.
 *
 * @param line the journal line that committed it
 * @param path the path
 * @param before what the evidence says was there
 * @param after what it says is there since
 */
public record CommittedChange(
    long line, TreePath path, Optional<FileVersion> before, Optional<FileVersion> after) {}
