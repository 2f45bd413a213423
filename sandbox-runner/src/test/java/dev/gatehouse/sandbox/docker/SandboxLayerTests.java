package dev.gatehouse.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.OutputSink;
import dev.gatehouse.sandbox.PreparedCommand;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.SandboxException;
import dev.gatehouse.sandbox.SandboxLimits;
import dev.gatehouse.sandbox.Termination;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Where a command's writes go, and how much of them there may be. */
@TestInstance(Lifecycle.PER_CLASS)
@Requires(Requirement.ENGINE)
class SandboxLayerTests {
  private SandboxFixture lab;

  @BeforeAll
  void open() {
    lab = new SandboxFixture();
  }

  @AfterAll
  void close() {
    lab.close();
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesLandInUpperAndTheWorkspaceStands() throws IOException {
    try (RunSandbox run = lab.open("upper");
        PreparedCommand command = lab.prepare(run)) {
      CommandOutcome outcome =
          command.run(
              SandboxFixture.bash(
                  "echo after > src/changed.txt; echo new > src/new.txt; rm gone.txt;"
                      + " chmod 700 src/new.txt; rm -r src && mkdir src && echo x > src/only.txt"),
              OutputSink.NONE);
      assertThat(outcome.ending()).isEqualTo(new Termination.Exited(0));
      assertThat(command.confirm(java.time.Duration.ofSeconds(5)).agrees()).isTrue();
      Path upper = command.upper();
      assertThat(names(upper)).containsExactly("gone.txt", "src");
      assertThat(Files.getAttribute(upper.resolve("gone.txt"), "unix:rdev")).isEqualTo(0L);
      assertThat((int) Files.getAttribute(upper.resolve("gone.txt"), "unix:mode") & 0xF000)
          .isEqualTo(0x2000);
      assertThat(names(upper.resolve("src"))).containsExactly("only.txt");
      assertThat(Files.getAttribute(upper.resolve("src/only.txt"), "unix:uid"))
          .isEqualTo(SandboxFixture.UID);
      assertThat(Files.readString(lab.lower.resolve("src/changed.txt"))).isEqualTo("before\n");
      assertThat(names(lab.lower)).containsExactly("gone.txt", "kept.txt", "src");
    }
  }

  @Test
  void aCommandSeesTheWorkspaceAndNotWhatTheLastOneWrote() {
    try (RunSandbox run = lab.open("views")) {
      assertThat(SandboxFixture.text(lab.bash(run, "echo 1 >> kept.txt; cat kept.txt").stdout()))
          .isEqualTo("kept\n1\n");
      assertThat(SandboxFixture.text(lab.bash(run, "cat kept.txt").stdout())).isEqualTo("kept\n");
    }
  }

  @Test
  void boundsTheBytesOfTheLayer() {
    try (RunSandbox run = lab.open("bytes")) {
      CommandOutcome outcome =
          lab.bash(run, "head -c 12M /dev/zero > a && head -c 12M /dev/zero > b");
      assertThat(outcome.ending()).isEqualTo(new Termination.Exited(1));
      assertThat(SandboxFixture.text(outcome.stderr())).contains("No space left on device");
      assertThat(lab.bash(run, "head -c 12M /dev/zero > a").ending())
          .as("its room is free again when it is closed")
          .isEqualTo(new Termination.Exited(0));
    }
  }

  @Test
  void countsAFileThatIsUnlinkedAndOpen() {
    try (RunSandbox run = lab.open("unlinked")) {
      CommandOutcome outcome =
          lab.bash(run, "exec 9> a; rm a; head -c 12M /dev/zero >&9 && head -c 12M /dev/zero > b");
      assertThat(SandboxFixture.text(outcome.stderr())).contains("No space left on device");
    }
  }

  @Test
  void boundsTheFilesOfTheLayerAndOfTmp() {
    try (RunSandbox run = lab.open("inodes")) {
      for (String place : List.of("/workspace", "/tmp")) {
        CommandOutcome outcome =
            lab.bash(run, "cd " + place + "; for i in {1..3000}; do : > f$i || exit 9; done");
        assertThat(outcome.ending()).isEqualTo(new Termination.Exited(9));
        assertThat(SandboxFixture.text(outcome.stderr())).contains("No space left on device");
      }
    }
  }

  @Test
  void boundsTheSizeOfAFile() {
    try (RunSandbox run = lab.open("file")) {
      CommandOutcome outcome =
          lab.run(run, SandboxFixture.line(List.of("truncate", "-s", "65M", "big")));
      assertThat(outcome.ending()).isIn(new Termination.Exited(1), new Termination.Signalled(25));
    }
  }

  @Test
  void aLayerLargerThanTheMemoryOfACommandEndsItAsOutOfMemory() {
    SandboxLimits wide =
        new SandboxLimits(64L << 20, 1000, 32, 256L << 20, 2000, 8L << 20, 500, 256, 512L << 20);
    try (RunSandbox run = lab.open("wide", wide)) {
      assertThat(lab.bash(run, "head -c 200M /dev/zero > big").ending())
          .isEqualTo(new Termination.OutOfMemory());
      assertThat(lab.bash(run, "true").ending()).isEqualTo(new Termination.Exited(0));
    }
  }

  @Test
  void keepsTmpForTheRunAlone() {
    try (RunSandbox run = lab.open("tmp")) {
      lab.bash(run, "printf '#!/bin/sh\\necho ran' > /tmp/tool; chmod +x /tmp/tool");
      assertThat(SandboxFixture.text(lab.bash(run, "/tmp/tool").stdout())).isEqualTo("ran\n");
    }
    try (RunSandbox other = lab.open("tmp2")) {
      assertThat(SandboxFixture.text(lab.bash(other, "ls -A /tmp").stdout())).isEmpty();
    }
  }

  @Test
  void removesTreesThatNoPathCanName() {
    try (RunSandbox run = lab.open("deep")) {
      CommandOutcome outcome =
          lab.run(
              run,
              SandboxFixture.python(
                  """
                  import os
                  for i in range(600):
                      os.mkdir('directory-with-a-long-name'); os.chdir('directory-with-a-long-name')
                  open(b'\\xff\\n', 'w').close()
                  os.symlink('/', 'root'); os.mkfifo('fifo')
                  os.chmod('.', 0)
                  """));
      assertThat(outcome.ending()).isEqualTo(new Termination.Exited(0));
      assertThat(lab.bash(run, "head -c 12M /dev/zero > a").ending())
          .isEqualTo(new Termination.Exited(0));
    }
    assertThat(Files.exists(Path.of("/etc/passwd"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void refusesALowerThatIsNotPlain() {
    try (RunSandbox run = lab.open("plain")) {
      for (String path : List.of("/a,b", "/a:b", "/a b", "relative", "/a/../b", "/ä")) {
        assertThatThrownBy(() -> run.prepare("c", Path.of(path)))
            .isInstanceOfSatisfying(
                SandboxException.class, e -> assertThat(e.code().name()).isEqualTo("LAYER_PATH"));
      }
    }
  }
}
