package dev.gatehouse.sandbox.confinement;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.VolumeOptions;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxLayout;
import dev.gatehouse.sandbox.SandboxLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The one hardened profile, of which every container is made. Nothing comes from the image's
 * metadata but its layers. There is no other init than the starter, and no RLIMIT_NPROC, which
 * counts a uid over all containers: processes are limited by their cgroup.
 *
 * @param arguments of the starter
 * @param network "none", or "container:" and the id of the pause container
 * @param hostname set by the pause container for all
 * @param volumes what is mounted where: path in the container to name of the volume
 * @param stdin whether the gateway attaches to it
 */
public record ContainerProfile(
    String imageId,
    int uid,
    int gid,
    List<String> arguments,
    String network,
    Optional<String> hostname,
    Map<String, String> volumes,
    SandboxLimits limits,
    boolean stdin,
    Map<String, String> labels) {
  public static final String STARTER = "/gatehouse/starter";
  static final String LAYER = "/gatehouse/layer";
  static final String NO_NEW_PRIVILEGES = "no-new-privileges:true";
  static final String SECCOMP = seccompProfile();
  static final long SHM_BYTES = 64L << 20;
  private static final long NANOS_PER_CPU_MILLI = 1_000_000;

  /**
   * Only the starter runs there, and waits. Until then the runtime's own threads count: as many as
   * six were seen, and where one more is refused the start fails.
   */
  private static final SandboxLimits PAUSE =
      new SandboxLimits(32L << 20, 1000, 64, 1, 16, 1, 16, 64, 1 << 20);

  public static ContainerProfile pause(RunSandboxSpec spec, String tmp, String layer) {
    return new ContainerProfile(
        spec.image().id(),
        spec.uid(),
        spec.gid(),
        List.of("pause"),
        "none",
        Optional.of("sandbox"),
        Map.of(SandboxLayout.TMP, tmp, LAYER, layer),
        PAUSE,
        false,
        Labels.of(spec));
  }

  public static ContainerProfile command(
      RunSandboxSpec spec, String commandId, String pauseId, String tmp, String overlay) {
    return new ContainerProfile(
        spec.image().id(),
        spec.uid(),
        spec.gid(),
        List.of(),
        "container:" + pauseId,
        Optional.empty(),
        Map.of(SandboxLayout.TMP, tmp, SandboxLayout.MOUNT_POINT, overlay),
        spec.limits(),
        true,
        Labels.of(spec, commandId));
  }

  public void apply(CreateContainerCmd create) {
    var _ =
        create
            .withEntrypoint(STARTER)
            .withCmd(arguments)
            .withEnv(List.of())
            .withWorkingDir("/")
            .withUser(user())
            // Process 1 of a command takes no other: an engine that is stopped would wait in vain.
            .withStopSignal("SIGKILL")
            .withTty(false)
            .withAttachStdin(stdin)
            .withAttachStdout(stdin)
            .withAttachStderr(stdin)
            .withStdinOpen(stdin)
            .withStdInOnce(stdin)
            .withLabels(labels)
            .withHostConfig(hostConfig());
    hostname.ifPresent(create::withHostName);
  }

  public String user() {
    return uid + ":" + gid;
  }

  public List<String> securityOptions() {
    return List.of(NO_NEW_PRIVILEGES, "seccomp=" + SECCOMP);
  }

  public long nanoCpus() {
    return limits.cpuMillis() * NANOS_PER_CPU_MILLI;
  }

  private HostConfig hostConfig() {
    HostConfig config =
        new MaskedHostConfig()
            .withNetworkMode(network)
            .withCapDrop(Capability.ALL)
            .withSecurityOpts(securityOptions())
            .withReadonlyRootfs(true)
            .withPrivileged(false)
            .withIpcMode("private")
            .withCgroupnsMode("private")
            .withMemory(limits.memoryBytes())
            .withMemorySwap(limits.memoryBytes())
            .withNanoCPUs(nanoCpus())
            .withPidsLimit((long) limits.processes())
            .withOomKillDisable(false)
            .withUlimits(
                List.of(
                    new Ulimit("core", 0L, 0L),
                    new Ulimit("nofile", (long) limits.openFiles(), (long) limits.openFiles()),
                    new Ulimit("fsize", limits.fileBytes(), limits.fileBytes())))
            .withShmSize(SHM_BYTES)
            .withInit(false)
            .withAutoRemove(false)
            .withRestartPolicy(RestartPolicy.noRestart())
            .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE))
            .withMounts(volumes.entrySet().stream().map(ContainerProfile::mount).toList());
    // The host's resolver is nobody's business inside.
    return stdin ? config : config.withDns("127.0.0.1").withDnsSearch(".");
  }

  private static Mount mount(Map.Entry<String, String> volume) {
    return new Mount()
        .withType(MountType.VOLUME)
        .withTarget(volume.getKey())
        .withSource(volume.getValue())
        .withVolumeOptions(new VolumeOptions().withNoCopy(true));
  }

  private static String seccompProfile() {
    try (InputStream in = ContainerProfile.class.getResourceAsStream("seccomp.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
