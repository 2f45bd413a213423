package dev.gatehouse.controlplane.api.limits;

import dev.gatehouse.controlplane.error.ApiErrorCode;
import dev.gatehouse.controlplane.error.ApiException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.coyote.BadRequestException;
import org.springframework.http.HttpHeaders;

/**
 * A request whose body is not there until somebody who knows the call asks for it: then it is read
 * once, whole and bounded, as plain JSON in UTF-8, not compressed (promise A1).
 */
public final class BoundedRequest extends HttpServletRequestWrapper {
  private final Duration within;
  private byte[] body = new byte[0];

  /** A request whose body has to arrive within this time. */
  BoundedRequest(HttpServletRequest request, Duration within) {
    super(request);
    this.within = within;
  }

  /**
   * Reads the body.
   *
   * @param maxBytes the largest that is read
   * @throws ApiException MEDIA_TYPE, BODY_TOO_LARGE, BODY_TIMEOUT, OVERLOADED
   */
  void read(int maxBytes, CallMemory memory) {
    boolean chunked = getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    if (getContentLengthLong() > 0 || chunked) {
      requireJson();
    }
    long most = Math.min(maxBytes, memory.largestBody());
    BodyReader reader = new BodyReader(most, within, memory);
    try {
      body =
          chunked
              ? reader.growing(super.getInputStream())
              : reader.whole(super.getInputStream(), Math.max(0, getContentLengthLong()));
    } catch (BadRequestException e) {
      throw new ApiException(
          ApiErrorCode.REQUEST_MALFORMED,
          "a chunk of the body is not well-formed",
          "send the body anew");
    } catch (IOException e) {
      throw late();
    }
  }

  /** The refusal of a body that did not arrive in time. */
  public static ApiException late() {
    return new ApiException(
        ApiErrorCode.BODY_TIMEOUT,
        "the body was not sent whole in time",
        "send the whole body at once");
  }

  private void requireJson() {
    String type =
        Optional.ofNullable(getContentType()).orElse("").toLowerCase(Locale.ROOT).replace(" ", "");
    boolean json = type.equals("application/json") || type.equals("application/json;charset=utf-8");
    if (!json || getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
      throw new ApiException(
          ApiErrorCode.MEDIA_TYPE,
          "a body is application/json in UTF-8, not compressed",
          "send Content-Type: application/json and no Content-Encoding");
    }
  }

  @Override
  public ServletInputStream getInputStream() {
    ByteArrayInputStream in = new ByteArrayInputStream(body);
    return new ServletInputStream() {
      @Override
      public boolean isFinished() {
        return in.available() == 0;
      }

      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setReadListener(ReadListener listener) {
        throw new IllegalStateException("bodies are read at once");
      }

      @Override
      public int read() {
        return in.read();
      }

      @Override
      public int read(byte[] buffer, int offset, int length) {
        return in.read(buffer, offset, length);
      }
    };
  }
}
