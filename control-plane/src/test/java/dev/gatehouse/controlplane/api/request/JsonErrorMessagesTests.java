package dev.gatehouse.controlplane.api.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;

class JsonErrorMessagesTests {
  record Nothing() {}

  @Test
  void aCallWithoutMembersKnowsNone() {
    JacksonException unknown =
        catchThrowableOfType(
            JacksonException.class,
            () -> StrictMapper.create().readValue("{\"reason\":1}", Nothing.class));

    assertThat(JsonErrorMessages.of(new HttpMessageNotReadableException("", unknown, new Body())))
        .isEqualTo("the member reason is not one of this call; known are none");
  }

  private record Body() implements HttpInputMessage {
    @Override
    public InputStream getBody() {
      return InputStream.nullInputStream();
    }

    @Override
    public HttpHeaders getHeaders() {
      return new HttpHeaders();
    }
  }
}
