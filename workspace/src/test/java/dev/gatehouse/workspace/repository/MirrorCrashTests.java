package dev.gatehouse.workspace.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.git.ActingGit;
import dev.gatehouse.workspace.git.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What gateways and gits that were killed left of a mirror is in nobody's way. */
class MirrorCrashTests {
  private static final List<String> LOCKS =
      List.of("HEAD.lock", "packed-refs.lock", "refs/heads/main.lock", "refs/gatehouse/x/y.lock");
  private static final List<String> OBJECTS =
      List.of("objects/pack/tmp_pack_1", "objects/pack/tmp_idx_1", "objects/ab/tmp_obj_1");

  @TempDir Path directory;
  private TestRepository repository;
  private Path place;

  @BeforeEach
  void create() throws Exception {
    repository = TestRepository.init(directory.resolve("origin"));
    repository.sh("git commit -q --allow-empty -m first");
    place = directory.resolve("mirror");
  }

  @Test
  void halfAMirrorIsMadeAnew() throws Exception {
    Path unfinished = directory.resolve(".new-mirror");
    Git.init(unfinished);
    make(unfinished.resolve("refs/heads/main.lock"));
    ProcessBuilder git = new ProcessBuilder("sleep", "600");
    git.environment().putAll(new ActingGit(unfinished).mark());
    Process orphan = git.start();
    try {
      Mirror mirror = Mirror.create(place, repository.path());
      assertThat(orphan.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(mirror.resolve("main").commit().hex())
          .isEqualTo(repository.sh("git rev-parse main"));
      assertThat(unfinished).doesNotExist();
    } finally {
      orphan.destroyForcibly();
    }
  }

  @Test
  void anOriginThatCannotBeCopiedLeavesNothing() throws Exception {
    repository.sh("git commit -q --allow-empty -m second; rm -r .git/objects/??");
    assertThatThrownBy(() -> Mirror.create(place, repository.path()))
        .isInstanceOf(RepositoryException.class);
    try (var names = Files.list(directory)) {
      assertThat(names.map(path -> path.getFileName().toString())).containsExactly("origin");
    }
  }

  @Test
  void locksAndUnfinishedObjectsOfAKilledGitAreRemovedWhenTheMirrorIsOpened() throws Exception {
    Mirror.create(place, repository.path());
    for (String name : LOCKS) {
      make(place.resolve(name));
    }
    for (String name : OBJECTS) {
      make(place.resolve(name));
    }
    repository.sh("git commit -q --allow-empty -m second");

    Mirror mirror = Mirror.open(place);

    assertThat(LOCKS).allSatisfy(name -> assertThat(place.resolve(name)).doesNotExist());
    assertThat(OBJECTS).allSatisfy(name -> assertThat(place.resolve(name)).doesNotExist());
    mirror.refresh();
    assertThat(mirror.pin("main", "run-1").commit().hex())
        .isEqualTo(repository.sh("git rev-parse main"));
  }

  @Test
  void aLockOfAGitThatWasKilledMeanwhileRefusesOneCallOnly() throws Exception {
    Mirror mirror = Mirror.create(place, repository.path());
    make(place.resolve("refs/heads/main.lock"));
    repository.sh("git commit -q --allow-empty -m second");
    assertThatThrownBy(mirror::refresh).isInstanceOf(RepositoryException.class);
    mirror.refresh();
    assertThat(mirror.resolve("main").commit().hex())
        .isEqualTo(repository.sh("git rev-parse main"));
  }

  @Test
  void whatAFetchBroughtThatFailedAtTheRefsIsDropped() throws Exception {
    Mirror mirror = Mirror.create(place, repository.path());
    assertThat(mirror.prune()).isTrue();
    assertThat(mirror.isPruningDue()).isFalse();
    make(place.resolve("refs/heads/main.lock"));
    repository.sh("git commit -q --allow-empty -m second");
    String second = repository.sh("git rev-parse main");
    String type = "git --git-dir=../mirror cat-file -t " + second + " 2>/dev/null || echo absent";
    assertThatThrownBy(mirror::refresh).isInstanceOf(RepositoryException.class);
    assertThat(repository.sh(type)).isEqualTo("commit");
    assertThat(mirror.isPruningDue()).isTrue();

    assertThat(mirror.prune()).isTrue();

    assertThat(repository.sh(type)).isEqualTo("absent");
    assertThat(mirror.isPruningDue()).isFalse();
  }

  /** A branch comes back after a killed pruning dropped a part of what it had alone. */
  @Test
  void aBranchThatComesBackIsWholeThoughAPruningThatWasKilledLeftAPartOfIt() throws Exception {
    repository.sh(
        "git checkout -q -b side; echo old > f; git add f; git commit -q -m older; echo new > f;"
            + " git commit -q -a -m newer; git checkout -q main");
    Mirror mirror = Mirror.create(place, repository.path());
    String newer = repository.sh("git rev-parse side");
    String older = repository.sh("git rev-parse side^");
    repository.sh("git update-ref refs/kept/side side; git branch -q -D side");
    mirror.refresh();
    repository.sh(
        """
        cd ../mirror
        mv objects/pack ../packs; mkdir objects/pack
        cat ../packs/*.pack | git --git-dir=. unpack-objects -q
        rm -r ../packs objects/%s/%s
        """
            .formatted(older.substring(0, 2), older.substring(2)));
    repository.sh("git branch side refs/kept/side");

    mirror.refresh();

    assertThat(mirror.resolve("side").commit().hex()).isEqualTo(newer);
    assertThat(mirror.resolve(older).commit().hex()).isEqualTo(older);
    assertThat(repository.sh("git --git-dir=../mirror rev-list --objects side -- | wc -l"))
        .isEqualTo(repository.sh("git rev-list --objects side -- | wc -l"));
  }

  /** The premise of the rule that an object which a ref names is not looked at again. */
  @Test
  void anOriginWithoutAPartOfANewCommitChangesNoRefHoweverOftenItIsFetched() throws Exception {
    Mirror mirror = Mirror.create(place, repository.path());
    String before = repository.sh("git rev-parse main");
    repository.sh("echo gone > f; git add f; git commit -q -m second");
    String blob = repository.sh("git rev-parse HEAD:f");
    Path object =
        repository.path().resolve(".git/objects/" + blob.substring(0, 2) + "/" + blob.substring(2));
    byte[] bytes = Files.readAllBytes(object);
    Files.delete(object);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(mirror::refresh).isInstanceOf(RepositoryException.class);
      assertThat(mirror.resolve("main").commit().hex()).isEqualTo(before);
    }
    Files.write(object, bytes);
    mirror.refresh();
    assertThat(mirror.resolve("main").commit().hex())
        .isEqualTo(repository.sh("git rev-parse main"));
  }

  private static void make(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.createFile(file);
  }
}
