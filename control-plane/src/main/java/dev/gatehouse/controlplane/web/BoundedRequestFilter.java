package dev.gatehouse.controlplane.web;

import dev.gatehouse.controlplane.web.ApiRefused.Code;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the body once, bounded, before anything else sees it: plain JSON in UTF-8, not compressed
 * (promise A1).
 */
final class BoundedRequestFilter extends OncePerRequestFilter {
  private final int maxBytes;
  private final Problems problems;

  BoundedRequestFilter(int maxBytes, Problems problems) {
    this.maxBytes = maxBytes;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    try {
      requireJson(request);
      byte[] body = request.getInputStream().readNBytes(maxBytes + 1);
      if (body.length > maxBytes) {
        throw new ApiRefused(
            Code.BODY_TOO_LARGE,
            "a body has at most %s bytes".formatted(maxBytes),
            "send less in one call");
      }
      chain.doFilter(new Buffered(request, body), response);
    } catch (ApiRefused refused) {
      problems.write(response, problems.of(refused));
    }
  }

  private static void requireJson(HttpServletRequest request) {
    boolean hasBody =
        request.getContentLengthLong() > 0
            || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
    if (!hasBody) {
      return;
    }
    String type =
        Optional.ofNullable(request.getContentType())
            .orElse("")
            .toLowerCase(Locale.ROOT)
            .replace(" ", "");
    boolean json = type.equals("application/json") || type.equals("application/json;charset=utf-8");
    if (!json || request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
      throw new ApiRefused(
          Code.MEDIA_TYPE,
          "a body is application/json in UTF-8, not compressed",
          "send Content-Type: application/json and no Content-Encoding");
    }
  }

  /** A request whose body lies in memory. */
  private static final class Buffered extends HttpServletRequestWrapper {
    private final byte[] body;

    Buffered(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
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
}
