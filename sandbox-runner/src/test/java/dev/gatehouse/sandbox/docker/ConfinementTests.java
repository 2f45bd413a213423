package dev.gatehouse.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.IsolationReport;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.RunSandboxSpec;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.sandbox.Termination;
import dev.gatehouse.sandbox.confinement.ContainerProfile;
import dev.gatehouse.sandbox.confinement.Labels;
import dev.gatehouse.sandbox.confinement.ProcConfinementCheck;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * What a command may not do. Each probe runs in an unguarded twin as well (same image, privileged,
 * on the host's network), where it must succeed: a probe that cannot work anywhere proves nothing.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Requires(Requirement.ENGINE)
class ConfinementTests {
  /** Prints "name ok" or "name ERRNO" for each act. */
  private static final String PROBES =
      """
      import ctypes, errno, os, socket
      libc = ctypes.CDLL(None, use_errno=True)
      def tell(name, act):
          try:
              act()
              print(name, 'ok')
          except OSError as e:
              print(name, errno.errorcode.get(e.errno, e.errno))
      def call(name, number, *args):
          def act():
              if libc.syscall(number, *[ctypes.c_long(a) for a in args]) < 0:
                  raise OSError(ctypes.get_errno(), name)
          tell(name, act)
      def own(name, *args):
          tell(name, lambda: socket.socket(*args).close())
      buffer = ctypes.create_string_buffer(256)
      at = ctypes.addressof(buffer)
      own('socket-unix', socket.AF_UNIX, socket.SOCK_STREAM)
      own('socket-inet', socket.AF_INET, socket.SOCK_STREAM)
      own('socket-inet6', socket.AF_INET6, socket.SOCK_DGRAM)
      own('socket-netlink-route', socket.AF_NETLINK, socket.SOCK_RAW, 0)
      own('socket-netlink-audit', socket.AF_NETLINK, socket.SOCK_RAW, 9)
      own('socket-raw', socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
      own('socket-packet', socket.AF_PACKET, socket.SOCK_RAW)
      own('socket-vsock', socket.AF_VSOCK, socket.SOCK_STREAM)
      own('socket-alg', socket.AF_ALG, socket.SOCK_SEQPACKET)
      call('io_uring_setup', 425, 1, at)
      call('userfaultfd', 323, 0)
      call('perf_event_open', 298, at, 0, -1, -1, 0)
      call('bpf', 321, 0, at, 0)
      call('keyctl', 250, 0, -3, 1)
      call('unshare-user', 272, 0x10000000)
      call('unshare-mount', 272, 0x20000)
      call('process_vm_readv', 310, os.getpid(), 0, 0, 0, 0, 0)
      call('open_by_handle_at', 304, -100, at, 0)
      call('mount', 165, 0, 0, 0, 0, 0)
      call('fsopen', 430, 0, 0)
      call('setns', 308, -1, 0)
      call('pidfd_getfd', 438, -1, 0, 0)
      call('prlimit-1', 302, 1, 7, 0, at)
      call('prlimit-1-in-64-bits', 302, 0x100000001, 7, 0, at)
      call('prlimit-self', 302, 0, 7, 0, at)
      call('setpriority-1', 141, 0, 1, 1)
      call('setpriority-all', 141, 2, 0, 1)
      call('ioprio_set-1', 251, 1, 1, 0x6007)
      call('sched_setaffinity-1', 203, 1, 128, at)
      tell('write-root', lambda: open('/etc/probe', 'w'))
      tell('write-sys', lambda: open('/proc/sys/kernel/core_pattern', 'r+'))
      tell('write-sysrq', lambda: open('/proc/sysrq-trigger', 'w'))
      tell('block-device', lambda: os.mknod('/tmp/block', 0o60600, os.makedev(254, 0)))
      tell('whiteout', lambda: os.mknod('/tmp/whiteout', 0o20600, 0))
      tell('fifo', lambda: os.mkfifo('/tmp/fifo'))
      tell('memory-of-1', lambda: open('/proc/1/mem', 'rb'))
      tell('environment-of-1', lambda: open('/proc/1/environ', 'rb').read())
      tell('program-of-1', lambda: os.readlink('/proc/1/exe'))
      tell('descriptors-of-1', lambda: os.listdir('/proc/1/fd'))
      tell('kill-1', lambda: os.kill(1, 9))
      call('ptrace', 101, 0, 0, 0, 0)
      """;

  /** What every command may do; all else in the probes must be refused. */
  private static final List<String> ALLOWED =
      List.of(
          "fifo",
          "kill-1", // the call succeeds; the kernel drops the signal
          "prlimit-self",
          "socket-inet",
          "socket-inet6",
          "socket-netlink-route",
          "socket-unix");

  /**
   * Probes of the rest that a kernel without the feature, or a nested host, refuses to the twin.
   */
  private static final List<String> MAY_BE_LACKING =
      List.of(
          "block-device",
          "io_uring_setup",
          "open_by_handle_at",
          "socket-alg",
          "socket-vsock",
          "userfaultfd",
          "write-sysrq");

  private static final List<String> REFUSED =
      List.of("EACCES", "EPERM", "EROFS", "ENOENT", "EAFNOSUPPORT", "ENOSYS");

  /** Everything that the engine's command line can open up, but for what a nested host has not. */
  private static final List<String> UNGUARDED =
      List.of(
          "--security-opt",
          "seccomp=unconfined",
          "--security-opt",
          "systempaths=unconfined",
          "--cap-add",
          "ALL",
          "--cap-drop",
          "SYS_RESOURCE",
          "--device-cgroup-rule",
          "a *:* rwm",
          "--tmpfs",
          "/tmp:dev",
          "--network",
          "host");

  private SandboxFixture lab;
  private RunSandbox run;

  @BeforeAll
  void open() {
    lab = new SandboxFixture();
    run = lab.open("confinement");
  }

  @AfterAll
  void close() {
    run.close();
    lab.close();
  }

  private static Map<String, String> results(List<String> lines) {
    Map<String, String> results = new TreeMap<>();
    lines.forEach(line -> results.put(line.split(" ")[0], line.split(" ")[1]));
    return results;
  }

  @Test
  void refusesWhatAnUnguardedTwinAllows() {
    CommandOutcome outcome = lab.run(run, SandboxFixture.python(PROBES));
    Map<String, String> ours = results(SandboxFixture.text(outcome.stdout()).lines().toList());
    Map<String, String> twin = results(inTwin("python3", "-c", PROBES));
    assertThat(outcome.ending()).isEqualTo(new Termination.Exited(0));
    assertThat(ours.keySet()).isEqualTo(twin.keySet()).hasSizeGreaterThan(30);
    ours.forEach((probe, result) -> {
      if (ALLOWED.contains(probe)) {
        assertThat(result).as(probe).isEqualTo("ok");
      } else {
        assertThat(result).as(probe).isIn(REFUSED);
        if (!MAY_BE_LACKING.contains(probe)) {
          assertThat(twin.get(probe)).as(probe + " in the twin").isNotIn(REFUSED);
        }
      }
    });
  }

  private List<String> inTwin(String... argv) {
    List<String> arguments = new ArrayList<>(List.of("run", "--rm", "--entrypoint", argv[0]));
    arguments.addAll(UNGUARDED);
    arguments.add(lab.image.id());
    arguments.addAll(List.of(argv).subList(1, argv.length));
    return SandboxFixture.docker(arguments.toArray(new String[0]));
  }

  @Test
  void has32BitSystemCallsKilled() {
    // mov eax, 20 (getpid of i386); int 0x80; ret
    String script =
        """
        import ctypes, mmap
        code = mmap.mmap(-1, 4096, prot=7)
        code.write(bytes([0xb8, 20, 0, 0, 0, 0xcd, 0x80, 0xc3]))
        at = ctypes.addressof(ctypes.c_char.from_buffer(code))
        print(ctypes.CFUNCTYPE(ctypes.c_int)(at)() > 0, flush=True)
        """;
    CommandOutcome outcome = lab.run(run, SandboxFixture.python(script));
    assertThat(outcome.ending()).isEqualTo(new Termination.Signalled(31));
    assertThat(SandboxFixture.text(outcome.stdout())).isEmpty();
    assertThat(inTwin("python3", "-c", script)).containsExactly("True");
  }

  @Test
  void failsToReachANetworkAtOnceAndCountsIt() {
    long before = run.networkAttempts().unroutable();
    CommandOutcome outcome =
        lab.run(
            run,
            SandboxFixture.python(
                """
                import socket
                for address in ('169.254.169.254', '172.17.0.1', '8.8.8.8'):
                    try:
                        socket.create_connection((address, 80), timeout=20)
                    except OSError as e:
                        print(e.errno)
                """));
    assertThat(SandboxFixture.text(outcome.stdout())).isEqualTo("101\n101\n101\n");
    assertThat(outcome.wall()).isLessThan(Duration.ofSeconds(5));
    assertThat(run.networkAttempts().unroutable()).isGreaterThanOrEqualTo(before + 3);
    assertThat(run.networkAttempts().counted()).containsExactly("AF_INET");
  }

  @Test
  void readsNothingOfHowTheHostWasStarted() throws IOException {
    assertThat(Files.readString(Path.of("/proc/cmdline"))).as("the host's").isNotBlank();
    CommandOutcome outcome =
        lab.bash(run, "cat /proc/cmdline /proc/version /proc/interrupts; ls /sys/firmware");
    assertThat(SandboxFixture.text(outcome.stdout())).isEmpty();
    assertThat(lab.bash(run, "umount /proc/cmdline").ending())
        .isNotEqualTo(new Termination.Exited(0));
  }

  @Test
  void showsNothingOfTheHost() {
    CommandOutcome outcome =
        lab.bash(
            run,
            """
            id -u; id -G; hostname; cat /etc/resolv.conf
            ls -d /proc/[0-9]* | wc -l
            grep ^Cap /proc/self/status | cut -f2 | sort -u
            find / -xdev -perm /6000 2>/dev/null
            ls /run /workspace
            grep -o '^ *[^:]*:' /proc/net/dev; cat /proc/net/unix | tail -n +2
            """);
    assertThat(SandboxFixture.text(outcome.stdout()).lines().map(String::strip))
        .containsExactly(
            SandboxFixture.UID + "",
            SandboxFixture.UID + "",
            "sandbox",
            "nameserver 127.0.0.1",
            "4",
            "0000000000000000",
            "/run:",
            "lock",
            "",
            "/workspace:",
            "gone.txt",
            "kept.txt",
            "src",
            "lo:");
  }

  @Test
  void readsBackWhatIsInForce() {
    try (PreparedCommand command = lab.prepare(run)) {
      IsolationReport isolation = command.isolation();
      assertThat(isolation.mismatches()).isEmpty();
      assertThat(isolation.imageId()).isEqualTo(lab.image.id());
      Map<String, String> items = new TreeMap<>();
      isolation.items().forEach(item -> items.put(item.name(), item.actual()));
      assertThat(items)
          .containsEntry("capabilities.CapBnd", "0000000000000000")
          .containsEntry("seccomp.mode", "2")
          .containsEntry("no-new-privileges", "1")
          .containsEntry("network.interfaces", "lo")
          .containsEntry("mount./workspace.type", "overlay")
          .containsEntry("cgroup.memory", Long.toString(SandboxFixture.LIMITS.memoryBytes()))
          .containsEntry("limit.core-file-size", "0");
    }
  }

  @Test
  void findsEveryLooseEndOfAnUnguardedTwin() {
    List<String> arguments =
        new ArrayList<>(List.of("run", "-d", "--label", Labels.OWNER + "=" + lab.owner));
    arguments.addAll(List.of("--label", Labels.RUN + "=twin", "--entrypoint", "sleep"));
    arguments.addAll(UNGUARDED);
    arguments.addAll(List.of(lab.image.id(), "600"));
    String id = SandboxFixture.docker(arguments.toArray(new String[0])).getFirst();
    long pid =
        Long.parseLong(SandboxFixture.docker("inspect", "-f", "{{.State.Pid}}", id).getFirst());
    ContainerProfile profile =
        ContainerProfile.command(
            new RunSandboxSpec(
                lab.owner,
                "twin",
                lab.image,
                SandboxFixture.UID,
                SandboxFixture.UID,
                SandboxFixture.LIMITS),
            "twin",
            "none",
            "tmp",
            "overlay");
    List<String> mismatches =
        new IsolationReport(
                id, "", "", ProcConfinementCheck.compare(pid, profile, Optional.of("net:[0]")), 0)
            .mismatches();
    assertThat(mismatches.stream().map(m -> m.substring(0, m.indexOf(':'))))
        .contains(
            "capabilities.CapBnd",
            "capabilities.CapEff",
            "cgroup.memory",
            "cgroup.processes",
            "limit.open-files",
            "mount./workspace.type",
            "mounts.writable-beyond-profile",
            "namespace.net",
            "network.interfaces",
            "network.namespace",
            "no-new-privileges",
            "process.program",
            "process.uids",
            "seccomp.mode");
  }

  @Test
  void refusesAContainerThatIsNotTheOneReadBack() {
    try (PreparedCommand command = lab.prepare(run)) {
      String id = command.isolation().containerId();
      List<String> _ = SandboxFixture.docker("restart", "-t", "0", id);
      assertThatThrownBy(() -> command.run(SandboxFixture.bash("true"), OutputSink.NONE))
          .isInstanceOfSatisfying(
              SandboxException.class,
              e -> assertThat(e.code().name()).isEqualTo("ISOLATION_MISMATCH"))
          .hasMessageContaining("engine.state");
    }
  }
}
