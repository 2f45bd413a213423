package dev.gatehouse.workspace.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror on a file system that takes nothing. Needs root. */
@Requires(Requirement.ROOT)
class MirrorDiskTests {
  @TempDir Path directory;
  private TestRepository repository;
  private Path disk;

  @BeforeEach
  void create() throws Exception {
    repository = TestRepository.init(directory.resolve("origin"));
    repository.sh("echo 1 > a && git add a && git commit -qm 1");
    disk = Files.createDirectory(directory.resolve("disk"));
    repository.sh("mount -t tmpfs -o size=1m,mode=0755 tmpfs " + disk);
  }

  @AfterEach
  void unmount() throws Exception {
    repository.sh("umount " + disk);
  }

  @Test
  void aFullDiskOfTheMirrorIsNoFailureOfTheOrigin() throws Exception {
    Mirror mirror = Mirror.create(mirror(), repository.path());
    grow(2 << 20);

    refused(
        mirror, "git failed in the gateway's copy of the repository: no space is left on its disk");

    repository.sh("mount -o remount,size=16m " + disk);
    holdsTheNewest(mirror);
  }

  @Test
  void aReadOnlyDiskOfTheMirrorIsNoFailureOfTheOrigin() throws Exception {
    Mirror mirror = Mirror.create(mirror(), repository.path());
    grow(1);
    repository.sh("mount -o remount,ro " + disk);

    refused(mirror, "the gateway's copy of the repository cannot be written");

    repository.sh("mount -o remount,rw " + disk);
    holdsTheNewest(mirror);
  }

  @Test
  void aMirrorForWhichThereIsNoRoomIsNotLeftThere() throws Exception {
    grow(2 << 20);
    assertThatThrownBy(() -> Mirror.create(mirror(), repository.path()))
        .isInstanceOfSatisfying(
            RepositoryException.class,
            e -> assertThat(e.code()).isEqualTo(WorkspaceErrorCode.STORAGE_FAILED));
    assertThat(disk).isEmptyDirectory();
  }

  private Path mirror() {
    return disk.resolve("mirror.git");
  }

  private void grow(int bytes) throws IOException, InterruptedException {
    repository.sh("head -c %s /dev/urandom > b && git add b && git commit -qm 2".formatted(bytes));
  }

  private static void refused(Mirror mirror, String why) {
    assertThatThrownBy(mirror::refresh)
        .isInstanceOfSatisfying(
            RepositoryException.class,
            e -> assertThat(e.code()).isEqualTo(WorkspaceErrorCode.STORAGE_FAILED))
        .hasMessage(why);
  }

  private void holdsTheNewest(Mirror mirror) throws IOException, InterruptedException {
    mirror.refresh();
    assertThat(mirror.resolve("main").commit().hex())
        .isEqualTo(repository.sh("git rev-parse HEAD"));
  }
}
