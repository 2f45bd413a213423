package dev.gatehouse.testing;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a test needs that a machine may lack. */
public enum Requirement {
  /** A Docker Engine, with the sandbox image, that this user may ask. */
  ENGINE("needs the Docker Engine") {
    @Override
    boolean isMet() {
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        return channel.connect(UnixDomainSocketAddress.of(SOCKET));
      } catch (IOException e) {
        return false;
      }
    }
  },
  /** The rights of root: mounts, owners of files, devices. */
  ROOT("needs root") {
    @Override
    boolean isMet() {
      try {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
      } catch (IOException e) {
        return false;
      }
    }
  },
  /** Tens of seconds: such tests run only where all are asked for. */
  TIME("takes long") {
    @Override
    boolean isMet() {
      return false;
    }
  };

  private static final Path SOCKET = Path.of("/var/run/docker.sock");

  private final String reason;

  Requirement(String reason) {
    this.reason = reason;
  }

  /** Whether this machine and this user have it. */
  abstract boolean isMet();

  /** The reason for people. */
  String reason() {
    return reason;
  }
}
