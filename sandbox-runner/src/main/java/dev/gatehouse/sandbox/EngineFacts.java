package dev.gatehouse.sandbox;

/**
 * What runs the containers, as the engine tells it; part of the evidence of every command.
 *
 * @param engine version of the Docker Engine
 * @param containerd version and package revision of containerd
 * @param runtime name, version and package revision of the default runtime
 * @param cgroups "1" or "2"
 * @param storage storage driver of the images
 * @param kernel release of the kernel
 * @param securityOptions what the engine has of seccomp, apparmor, rootless
 */
public record EngineFacts(
    String engine,
    String containerd,
    String runtime,
    String cgroups,
    String storage,
    String kernel,
    String securityOptions) {}
