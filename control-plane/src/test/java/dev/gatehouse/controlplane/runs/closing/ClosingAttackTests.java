package dev.gatehouse.controlplane.runs.closing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.controlplane.runs.BaseRepository;
import dev.gatehouse.controlplane.runs.SealedRun;
import dev.gatehouse.evidence.PathOutcome.Disposition;
import dev.gatehouse.evidence.check.FolderCheck;
import dev.gatehouse.evidence.keys.TrustStore;
import dev.gatehouse.syscalls.Answer;
import dev.gatehouse.syscalls.run.OpenRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a run commits, it can be sealed: trees and changes that patches, trees or reports might
 * not take, each through the real closing. None may end as a failure to close.
 */
class ClosingAttackTests {
  /**
   * One try to make a run that cannot be sealed.
   *
   * @param base makes the base's files, in bash
   * @param commands what the agent runs
   */
  record Attack(String name, String base, List<String> commands) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Attack attack(String name, String base, String... commands) {
    return new Attack(name, base, List.of(commands));
  }

  static Stream<Attack> attacks() {
    String random = "for i in {1..7}; do head -c 9000000 /dev/urandom > r%s-$i; done";
    return Stream.of(
        attack(
            "random bytes up to the bound",
            "true",
            random.formatted(1),
            random.formatted(2),
            random.formatted(3)),
        attack(
            "nothing but line feeds, twice",
            "for i in 1 2; do head -c 15000000 /dev/zero | tr '\\0' '\\n' > f$i.txt; done",
            "for i in 1 2; do head -c 16000000 /dev/zero | tr '\\0' '\\n' > f$i.txt; done"),
        attack(
            "two kinds of lines in another order",
            "seq 1 1500000 | sed 's/.*\\(.\\)/\\1/' | shuf > lines.txt",
            "shuf lines.txt > t; cat t > lines.txt; rm t"),
        attack(
            "every line moved",
            "seq 1 800000 > lines.txt",
            "tac lines.txt > t; cat t > lines.txt; rm t"),
        attack(
            "thousands of renames",
            "mkdir d; for i in {1..3000}; do echo $i > d/f$i; done",
            "mkdir e; mv d/* e/"),
        attack(
            "ten thousand deletions",
            "mkdir d; for i in {1..9999}; do echo $i > d/f$i; done",
            "rm -r d"),
        attack(
            "mode flips",
            "mkdir d; for i in {1..3000}; do echo $i > d/f$i; done",
            "chmod +x d/*",
            "chmod -x d/f1*"),
        attack(
            "directories as deep as a path may be",
            "true",
            "d=$(printf 'd/%.0s' {1..62}); mkdir -p $d; echo x > $d/x; mkdir -p $d/e; echo x > $d/e/x"),
        attack(
            "long names, which a patch names four times in octal",
            "true",
            "n=$(printf 'ä%.0s' {1..120}); d=$n/$n/$n/$n/$n/$n/$n/$n; mkdir -p $d;"
                + " for i in {1..2000}; do echo > $d/$i; done",
            "n=$(printf 'ö%.0s' {1..120}); d=$n/$n/$n/$n/$n/$n/$n/$n; mkdir -p $d;"
                + " for i in {1..2000}; do echo > $d/$i; done"),
        attack(
            "text becomes binary, and binary text",
            "echo text > t; printf 'a\\0b' > b; printf 'no line feed' > n; : > empty",
            "printf '\\0\\1\\2' > t; echo text > b; : > n; printf '\\377\\376' > empty"),
        attack(
            "links of the base become files",
            "echo x > file; ln -s file link; ln -s nowhere dangling; mkdir d; ln -s d dirlink;"
                + " ln -s /etc/passwd out",
            "rm link dangling dirlink out; echo f > link; echo f > dangling; echo f > dirlink",
            "rm -rf d; ln -s file d"),
        attack(
            "a submodule in the way",
            "git update-index --add --cacheinfo 160000,1234567890123456789012345678901234567890,sub;"
                + " printf '[submodule \"sub\"]\\n\\tpath = sub\\n\\turl = ../x\\n' > .gitmodules;"
                + " git commit -q --allow-empty -m x",
            "mkdir -p sub; echo x > sub/x; echo y > sub2; printf '[core]\\n' > .gitmodules"),
        attack(
            "attributes and line ends",
            "printf '* text=auto eol=crlf\\n*.txt diff=evil filter=evil merge=evil\\n*.bin binary\\n'"
                + " > .gitattributes; printf 'a\\r\\nb\\n' > m.txt; printf 'a\\r' > cr.txt",
            "printf 'a\\nb\\r\\n' > m.txt; printf '* -text -diff\\n*.c working-tree-encoding=UTF-16\\n'"
                + " > .gitattributes; echo x > x.c; printf 'a\\r\\r\\n' > cr.txt; echo > y.bin"),
        attack(
            "names and content like those of a patch",
            "echo x > 'diff --git a'",
            "echo '--- a/x' > '--- a'; printf 'diff --git a/a.txt b/a.txt\\ndeleted file mode 100644\\n'"
                + " > '+++ b'; echo '\\ No newline' > '@@ -1 +1 @@'; echo x > 'GIT binary patch';"
                + " echo > '\"quoted\"'; echo > ' leading'; echo > 'trailing '; echo > '-n'; echo > ':(top)x'"),
        attack(
            "names of the base that are no UTF-8",
            "echo a > $'\\xff\\xfe'; echo b > $'\\x80dir'; mkdir $'\\xc3'; echo c > $'\\xc3/\\xa9';"
                + " echo t > $'tab\\there'; echo n > $'line\\nfeed'; echo q > $'\\x01'",
            "rm -f $'\\xff\\xfe' $'\\xc3/\\xa9'; echo new > $'\\x80dir'; echo d >> $'tab\\there';"
                + " echo ok > ok"),
        attack(
            "names of git's own files, and twins by case",
            "echo x > HEAD; mkdir objects refs; echo x > objects/x; echo x > refs/x; echo x > README",
            "echo y > HEAD; echo y > config; mkdir hooks; echo y > hooks/post-commit; echo y > readme;"
                + " echo y > packed-refs; mkdir .GIT; echo z > .GIT/config; echo m > MERGE_HEAD"),
        attack(
            "a file in a directory's place and a directory in a file's",
            "mkdir d; echo x > d/x; echo f > f",
            "rm -r d; echo d > d; rm f; mkdir f; echo x > f/x"),
        attack("everything is removed", "mkdir d; echo x > d/x", "rm -rf -- * ; ls -A"));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void endsWithAVerdict(Attack attack, @TempDir Path data) throws Exception {
    BaseRepository origin = BaseRepository.create(data.resolve("origin"));
    origin.script(
        "export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@localhost GIT_COMMITTER_NAME=t"
            + " GIT_COMMITTER_EMAIL=t@localhost; "
            + attack.base());
    if (!attack.name().startsWith("a submodule")) {
      origin.commit();
    }
    try (ClosingFixture fixture = new ClosingFixture(data, origin.directory())) {
      OpenRun run = fixture.openVerified("attacked");
      List<Disposition> became = new ArrayList<>();
      for (String command : attack.commands()) {
        Answer.CommandRan ran = fixture.shell(run, command);
        ran.changes().forEach(change -> became.add(change.disposition()));
      }
      assertThat(became).as("the attack commits something").contains(Disposition.COMMITTED);
      long begun = System.nanoTime();
      fixture.submit(run);
      fixture.denyAll(run);
      try (RunSealer sealer = fixture.sealer(fixture.acts())) {
        fixture.lookUntilSealed(sealer, "attacked");
      }
      SealedRun sealed = fixture.sealedRuns.find("attacked").orElseThrow();
      System.out.printf(
          "closed %s: %s, patch %s bytes, %s ms%n",
          attack.name(),
          sealed.outcome().verdict(),
          Files.size(sealed.folder().resolve("data/diff.patch")),
          (System.nanoTime() - begun) / 1_000_000);
      assertThat(sealed.folder().resolve("data/failure.json")).doesNotExist();
      assertThat(sealed.outcome().verdict()).isEqualTo("PASSED");
      assertThat(
              FolderCheck.check(sealed.folder(), TrustStore.read(data.resolve("keys/trust.json")))
                  .findings())
          .isEmpty();
    }
  }
}
