package dev.gatehouse.workspace.layer;

/**
 * How much of a layer is read.
 *
 * @param changedPaths entries at most; a layer with more is refused as a whole
 * @param changedFileBytes bytes of one file at most; larger ones are listed but not read
 */
public record LayerBounds(int changedPaths, long changedFileBytes) {}
