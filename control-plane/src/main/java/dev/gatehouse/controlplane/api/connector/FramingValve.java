package dev.gatehouse.controlplane.api.connector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;

/**
 * Refuses a request whose length is said twice, by Content-Length and by Transfer-Encoding: two
 * readers could see two different requests. The container drops the one header before anybody else
 * sees it, so the bytes of the head are looked at.
 */
final class FramingValve extends ValveBase {
  private static final String CONTENT_LENGTH = "\ncontent-length:";
  private static final String END_OF_HEAD = "\n\r\n";

  FramingValve() {
    super(/* asyncSupported= */ true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    MessageBytes encoding =
        request.getCoyoteRequest().getMimeHeaders().getValue("transfer-encoding");
    if (encoding != null && head(request).contains(CONTENT_LENGTH)) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST);
      return;
    }
    getNext().invoke(request, response);
  }

  /** The header lines in lower case, from the address on. */
  private static String head(Request request) {
    ByteChunk address = request.getCoyoteRequest().requestURI().getByteChunk();
    byte[] bytes = address.getBuffer();
    if (bytes == null) {
      return CONTENT_LENGTH;
    }
    int from = address.getEnd();
    String text = new String(bytes, from, bytes.length - from, ISO_8859_1);
    int end = text.indexOf(END_OF_HEAD);
    return text.substring(0, end < 0 ? text.length() : end).toLowerCase(Locale.ROOT);
  }
}
