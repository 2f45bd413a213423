package dev.gatehouse.controlplane.api.connector;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * HTTP/1.1 where the head of a request has to arrive within a time. The container itself bounds the
 * pause between two bytes only, so that a head could take hours and keep its connection.
 *
 * <p>Public, with a public constructor without parameters, since the container makes it by name.
 */
public final class TimedHeadProtocol extends Http11NioProtocol {
  private final CrowdedEndpoint connections;
  private Duration headWithin = Duration.ofSeconds(10);

  /** As the container makes it; heads have 10 s. */
  public TimedHeadProtocol() {
    this(new CrowdedEndpoint());
  }

  private TimedHeadProtocol(CrowdedEndpoint connections) {
    super(connections);
    this.connections = connections;
  }

  /** From the first to the last byte of a head; asked for with each piece that arrives. */
  void setHeadWithin(Duration within) {
    headWithin = within;
  }

  @Override
  protected Processor createProcessor() {
    return new TimedHeadProcessor(this, getAdapter());
  }

  private final class TimedHeadProcessor extends Http11Processor {
    private static final long NO_HEAD = -1;

    TimedHeadProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
      super(protocol, adapter);
    }

    /** Called with the first bytes of a head, and again with more of it until it is whole. */
    @Override
    public SocketState service(SocketWrapperBase<?> socket) throws IOException {
      SocketChannel channel = ((NioChannel) socket.getSocket()).getIOChannel();
      connections.works(channel);
      SocketState state = isLate() ? SocketState.CLOSED : super.service(socket);
      if (state == SocketState.LONG) {
        if (isLate()) {
          return SocketState.CLOSED;
        }
        connections.awaitsHead(channel);
      } else if (state == SocketState.OPEN) {
        connections.isIdle(channel);
      }
      return state;
    }

    private boolean isLate() {
      long began = getRequest().getStartTimeNanos();
      return began != NO_HEAD && System.nanoTime() - began > headWithin.toNanos();
    }
  }
}
