package dev.gatehouse.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only the known answers of a race, whole, are the race. */
class EngineRaceTests {
  private static String body(String message) {
    return "{\"message\":\"" + message + "\"}\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OCI runtime start failed: cannot start an already running container: unknown",
        "OCI runtime start failed: cannot start a container that has stopped: unknown",
        "cannot start a running process: unknown",
        "cannot start a stopped process: unknown",
        "cannot start a stopped process",
        "OCI runtime start failed: container process is already dead: unknown",
      })
  void knowsTheRace(String message) {
    assertThat(EngineRace.START.message(new InternalServerErrorException(body(message))))
        .contains(message);
    assertThat(EngineRace.START.message(new ConflictException(body(message)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cannot start a deleted process: unknown",
        "OCI runtime create failed: container process is already dead: unknown",
        "cannot start a container that is paused",
        "OCI runtime create failed: cannot start a stopped process: unknown",
        "OCI runtime start failed: cannot start a container that has stopped: unknown: cannot join",
        "driver failed programming external connectivity",
        "cannot start a stopped process: unknown\\\"}{\\\"",
        "Cannot start a stopped process: unknown",
        " cannot start a stopped process: unknown",
        "cannot join network of a non running container: 0123456789ab",
        "No such container: cannot start a stopped process",
        "OCI runtime start failed: starting container process caused: exec: \\\"cannot start a"
            + " stopped process\\\": no such file",
      })
  void takesNothingElseForIt(String message) {
    assertThat(EngineRace.START.message(new InternalServerErrorException(body(message)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cannot start a stopped process", "<html>cannot start a stopped process</html>"})
  void takesNoAnswerInAnotherFormForIt(String body) {
    assertThat(EngineRace.START.message(new DockerException(body, 500))).isEmpty();
  }

  private static final String ID = "0123456789abcdef".repeat(4);

  @Test
  void knowsARemovalThatWasLostToTheEndOfItsContainer() {
    String message =
        "Could not kill running container %s, cannot remove - Container %s is not running"
            .formatted(ID, ID);
    assertThat(EngineRace.REMOVAL.message(new InternalServerErrorException(body(message))))
        .contains(message);
    assertThat(EngineRace.REMOVAL.message(new ConflictException(body(message)))).isEmpty();
    assertThat(EngineRace.START.message(new InternalServerErrorException(body(message)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Could not kill running container ID, cannot remove - tried to kill container, but did not"
            + " receive an exit event",
        "Could not kill running container ID, cannot remove - Container 01 is not running",
        "Could not kill running container ID, cannot remove - Container ID is not running, or so",
        "cannot stop container: ID: Container ID is not running",
        "driver \\\"overlay2\\\" failed to remove root filesystem: device or resource busy",
        "cannot start a stopped process",
      })
  void takesNoOtherFailureOfARemovalForIt(String message) {
    assertThat(
            EngineRace.REMOVAL.message(
                new InternalServerErrorException(body(message.replace("ID", ID)))))
        .isEmpty();
  }
}
