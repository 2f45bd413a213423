package dev.gatehouse.controlplane.api.connector;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.tomcat.util.net.NioEndpoint;

/**
 * Connections of which a few always stay free: where they run out, each new one ends the one whose
 * head has been incomplete for longest, or else the one that has been idle for longest. The
 * container itself would let everybody wait for those who send nothing. Connections with a call in
 * progress are left alone. Thread-safe.
 */
final class CrowdedEndpoint extends NioEndpoint {
  /** One in so many connections is kept free. */
  private static final int PART_KEPT_FREE = 32;

  private final Object lock = new Object();
  private final Set<SocketChannel> incomplete = new LinkedHashSet<>();
  private final Set<SocketChannel> idle = new LinkedHashSet<>();

  @Override
  protected boolean setSocketOptions(SocketChannel socket) {
    awaitsHead(socket);
    if (!super.setSocketOptions(socket)) {
      works(socket);
      return false;
    }
    if (getMaxConnections() - getConnectionCount() < getMaxConnections() / PART_KEPT_FREE) {
      endOldest();
    }
    return true;
  }

  /** A head has to come, or more of it. */
  void awaitsHead(SocketChannel socket) {
    synchronized (lock) {
      forgetClosed();
      incomplete.add(socket);
    }
  }

  /** A call was answered, and another one may come. */
  void isIdle(SocketChannel socket) {
    synchronized (lock) {
      forgetClosed();
      idle.add(socket);
    }
  }

  /** A call is in progress, or what came is looked at. */
  void works(SocketChannel socket) {
    synchronized (lock) {
      incomplete.remove(socket);
      idle.remove(socket);
    }
  }

  private void endOldest() {
    synchronized (lock) {
      Optional<SocketChannel> oldest = first(incomplete).or(() -> first(idle));
      oldest.ifPresent(CrowdedEndpoint::end);
    }
  }

  /** Takes the first one that is open out of the set. */
  private static Optional<SocketChannel> first(Set<SocketChannel> sockets) {
    Iterator<SocketChannel> each = sockets.iterator();
    while (each.hasNext()) {
      SocketChannel socket = each.next();
      each.remove();
      if (socket.isOpen()) {
        return Optional.of(socket);
      }
    }
    return Optional.empty();
  }

  /** As if the other side had ended it, which the container's own thread finds. */
  private static void end(SocketChannel socket) {
    try {
      socket.shutdownInput();
    } catch (IOException e) {
      // It has ended already.
    }
  }

  /** The container says of none that it was closed for want of bytes. */
  private void forgetClosed() {
    if (incomplete.size() + idle.size() > 2 * getMaxConnections()) {
      incomplete.removeIf(socket -> !socket.isOpen());
      idle.removeIf(socket -> !socket.isOpen());
    }
  }
}
