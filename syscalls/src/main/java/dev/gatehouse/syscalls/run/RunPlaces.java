package dev.gatehouse.syscalls.run;

import java.nio.file.Path;

/**
 * Where runs are on the disk.
 *
 * @param staging holds the folders of open runs
 * @param workspaces holds their workspaces
 * @param gatewayVersion the version that writes them
 */
public record RunPlaces(Path staging, Path workspaces, String gatewayVersion) {}
