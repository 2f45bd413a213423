package dev.gatehouse.controlplane.web;

import java.io.IOException;
import java.time.Duration;
import org.apache.coyote.Adapter;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * HTTP/1.1 where the head of a request has to arrive within a time. The container itself bounds the
 * pause between two bytes only, so that a head could take hours and keep its connection.
 *
 * <p>Public, with a public constructor without parameters, since the container makes it by name.
 */
public final class TimedHeadProtocol extends Http11NioProtocol {
  private Duration headWithin = Duration.ofSeconds(10);

  /** As the container makes it; heads have 10 s. */
  public TimedHeadProtocol() {}

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
      SocketState state = isLate() ? SocketState.CLOSED : super.service(socket);
      return state == SocketState.LONG && isLate() ? SocketState.CLOSED : state;
    }

    private boolean isLate() {
      long began = getRequest().getStartTimeNanos();
      return began != NO_HEAD && System.nanoTime() - began > headWithin.toNanos();
    }
  }
}
