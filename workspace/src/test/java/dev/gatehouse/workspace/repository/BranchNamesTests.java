package dev.gatehouse.workspace.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A new branch has a name that git takes, and that nothing else could be meant by. */
class BranchNamesTests {
  private static final List<String> REFS =
      List.of(
          "refs/heads/main",
          "refs/heads/Feature/One",
          "refs/heads/gr\u00fcn".replace("\u00fc", "\u00c3\u00bc"),
          "refs/tags/v1",
          "refs/tags/release/v2",
          "refs/notes/commits",
          "refs/bisect/bad",
          "refs/remotes/origin/HEAD",
          "refs/remotes/upstream/main");

  @TempDir Path directory;
  private TestRepository repository;

  @BeforeEach
  void create() throws Exception {
    repository = TestRepository.init(directory.resolve("r"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gatehouse/r-1",
        "mended",
        "a.b",
        "a+b",
        "v2",
        "feature/two",
        "x/refs/y",
        "heading",
        "header/x",
        "abc123",
        "0000",
        "x/0000000000000000000000000000000000000000",
        "a,b=c",
        "x@y"
      })
  void isFree(String name) throws Exception {
    assertThat(BranchNames.problem(name)).isEmpty();
    assertThat(BranchNames.conflict(name, REFS)).isEmpty();
    assertThat(repository.sh("git check-ref-format --branch '%s'".formatted(name))).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HEAD",
        "head",
        "x/HEAD",
        "FETCH_HEAD",
        "ORIG_HEAD",
        "MERGE_HEAD",
        "CHERRY_PICK_HEAD",
        "REVERT_HEAD",
        "BISECT_HEAD",
        "REBASE_HEAD",
        "fetch_head",
        "AUTO_MERGE",
        "BISECT_EXPECTED_REV",
        "NOTES_MERGE_PARTIAL",
        "NOTES_MERGE_REF",
        "MERGE_AUTOSTASH",
        "stash",
        "refs/heads/y",
        "refs/tags/t",
        "refs/x",
        "Refs/heads/y",
        "refs",
        "heads/main",
        "tags/v1",
        "remotes/origin/x",
        "0000000000000000000000000000000000000000",
        "e83c5163316f89bfbde7d9ab23ca2e25604af290",
        "E83C5163316F89BFBDE7D9AB23CA2E25604AF290",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "@",
        "@{-1}",
        "-",
        "-f",
        "--all",
        "a..b",
        "a b",
        "a/",
        "/a",
        "a//b",
        ".a",
        "a/.b",
        "a.",
        "a.lock",
        "a.lock/b",
        "a~1",
        "a^",
        "a:b",
        "a?",
        "a*",
        "a[b",
        "a\\b",
        "a\tb",
        "a\u007fb",
        "gr\u00fcn",
        ""
      })
  void isInvalid(String name) {
    assertThat(BranchNames.problem(name)).isPresent();
  }

  @Test
  void isInvalidBeyondTheBound() {
    assertThat(BranchNames.problem("a".repeat(200))).isEmpty();
    assertThat(BranchNames.problem("a".repeat(201))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "main, refs/heads/main",
    "Main, refs/heads/main",
    "MAIN, refs/heads/main",
    "feature/one, refs/heads/Feature/One",
    "main/x, refs/heads/main",
    "Main/x/y, refs/heads/main",
    "feature, refs/heads/Feature/One",
    "v1, refs/tags/v1",
    "V1, refs/tags/v1",
    "release/v2, refs/tags/release/v2",
    "notes/commits, refs/notes/commits",
    "bisect/bad, refs/bisect/bad",
    "origin, refs/remotes/origin/HEAD",
    "upstream/main, refs/remotes/upstream/main"
  })
  void conflictsWithARefThatIsThere(String name, String ref) {
    assertThat(BranchNames.problem(name)).isEmpty();
    assertThat(BranchNames.conflict(name, REFS).orElseThrow()).endsWith(ref);
  }

  @Test
  void aNameThatGitRefusesIsNeverFree() throws Exception {
    for (String name : List.of("HEAD", "-f", "a..b", "a.lock", "a/", "@{-1}", "a~1", ".a")) {
      assertThat(repository.sh("git check-ref-format --branch '%s' 2>&1 || true".formatted(name)))
          .contains("not a valid branch name");
      assertThat(BranchNames.problem(name)).isPresent();
    }
  }
}
