package dev.gatehouse.controlplane.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.controlplane.error.ApiException;
import dev.gatehouse.syscalls.SyscallErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunRequestTests {
  private static final int MAX_TEXT = 262_144;
  private static final int MAX_REVISION = 256;

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "a\u0000", "\u0000a", "a\u0000b"})
  void aTextThatNoColumnHoldsIsRefused(String text) {
    refuses(request("main", text), "task.text");
    refuses(request(text, "do it"), "revision");
  }

  @Test
  void textsAreAsLongAsTheirBoundAndNotLonger() {
    String revision = "r".repeat(MAX_REVISION);
    String text = "t".repeat(MAX_TEXT);
    assertThat(request(revision, text).checked())
        .satisfies(checked -> assertThat(checked.taskText()).isEqualTo(text))
        .satisfies(checked -> assertThat(checked.revision()).isEqualTo(revision));
    refuses(request(revision, text + "t"), "task.text");
    refuses(request(revision + "r", text), "revision");
    refuses(request("", text), "revision");
    assertThat(request("main", "").checked().taskText()).isEmpty();
  }

  private static RunRequest request(String revision, String text) {
    return new RunRequest("repo", revision, new RunRequest.Task("task", text), "default");
  }

  private static void refuses(RunRequest request, String member) {
    assertThatThrownBy(request::checked)
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.code()).isEqualTo(SyscallErrorCode.BODY_INVALID))
        .hasMessageStartingWith(member + " has ");
  }
}
