package dev.gatehouse.controlplane.api.connector;

import dev.gatehouse.controlplane.api.access.Access;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a body that nobody asked for. The answer is sent first. Then little of the body
 * is read and thrown away, for a short time and by few at once, so that a well-behaved client reads
 * its answer and keeps its connection; of everything else the connection is closed.
 */
final class UnreadBodyValve extends ValveBase {
  private static final Duration WITHIN = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(2);
  private static final int AT_ONCE = 8;
  private static final int OF_STRANGERS = 64 * 1024;

  private final Semaphore known = new Semaphore(AT_ONCE);
  private final Semaphore strangers = new Semaphore(AT_ONCE);
  private final int ofKnown;

  /**
   * A valve.
   *
   * @param ofKnown bytes that are read for a caller who was authenticated
   */
  UnreadBodyValve(int ofKnown) {
    super(/* asyncSupported= */ true);
    this.ofKnown = ofKnown;
  }

  @Override
  public void invoke(org.apache.catalina.connector.Request request, Response response)
      throws IOException, ServletException {
    getNext().invoke(request, response);
    Request body = request.getCoyoteRequest();
    if (isRead(body)) {
      return;
    }
    boolean isKnown = Access.isAuthenticated(request);
    Semaphore places = isKnown ? known : strangers;
    response.finishResponse();
    if (body.hasExpectation() || !places.tryAcquire()) {
      body.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
      return;
    }
    try {
      if (!discard(body, isKnown ? ofKnown : OF_STRANGERS)) {
        body.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
      }
    } finally {
      places.release();
    }
  }

  private static boolean isRead(Request body) {
    AtomicBoolean read = new AtomicBoolean();
    body.action(ActionCode.REQUEST_BODY_FULLY_READ, read);
    return read.get();
  }

  private static boolean discard(Request body, long most) throws IOException {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    Discarded discarded = new Discarded();
    long left = most;
    while (!isRead(body)) {
      if (left < 0 || body.getContentLengthLong() > most || System.nanoTime() > deadline) {
        return false;
      }
      body.action(ActionCode.AVAILABLE, true);
      if (body.getAvailable() == 0) {
        LockSupport.parkNanos(LOOK_EVERY.toNanos());
        continue;
      }
      int read = body.doRead(discarded);
      if (read < 0) {
        return isRead(body);
      }
      left -= read;
    }
    return true;
  }

  /** Bytes that nobody looks at. */
  private static final class Discarded implements ApplicationBufferHandler {
    private java.nio.@Nullable ByteBuffer buffer;

    @Override
    public void setByteBuffer(java.nio.ByteBuffer bytes) {
      this.buffer = bytes;
    }

    @Override
    public java.nio.@Nullable ByteBuffer getByteBuffer() {
      return buffer;
    }

    @Override
    public void expand(int size) {}
  }
}
