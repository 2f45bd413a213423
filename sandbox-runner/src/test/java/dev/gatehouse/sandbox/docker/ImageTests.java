package dev.gatehouse.sandbox.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sandbox.CommandOutcome;
import dev.gatehouse.sandbox.RunSandbox;
import dev.gatehouse.sandbox.Termination;
import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import org.junit.jupiter.api.Test;

/** What agents need is in the image, and works for a user that the image does not know. */
@Requires(Requirement.ENGINE)
class ImageTests {
  /** What one program leaves in /tmp, the home of all, is no code of the next one. */
  @Test
  void pythonLoadsNothingFromTheUsersOwnDirectory() {
    try (SandboxFixture lab = new SandboxFixture();
        RunSandbox run = lab.open("user")) {
      CommandOutcome outcome =
          lab.bash(
              run,
              """
              set -e
              own=$(python3 -c 'import site; print(site.getusersitepackages())')
              mkdir -p "$own"
              echo 'import os; os._exit(7)' > "$own/a.pth"
              echo 'import os; os._exit(8)' > "$own/usercustomize.py"
              python3 -c 'import site, sys; print(site.ENABLE_USER_SITE, sys.prefix)'
              env -i HOME=/tmp /usr/bin/python3 -c 'print("went on")'
              """);

      assertThat(SandboxFixture.text(outcome.stdout())).isEqualTo("False /usr\nwent on\n");
    }
  }

  @Test
  void hasTheToolsThatAgentsUse() {
    try (SandboxFixture lab = new SandboxFixture();
        RunSandbox run = lab.open("tools")) {
      CommandOutcome outcome =
          lab.bash(
              run,
              """
              set -e
              printf 'def test_one():\\n    assert 1\\n' > test_one.py
              /usr/bin/env python -m pytest -q -p no:cacheprovider test_one.py >/dev/null
              python3 -c 'import mpmath'
              git init -q . && git add -A && git commit -qm base && git status --short
              cp kept.txt old.txt && echo more >> kept.txt
              diff -u old.txt kept.txt > p || true
              patch -s old.txt p && cmp old.txt kept.txt
              printf 'all:\\n\\t@echo made\\n' > Makefile && make
              echo '{"a":[1]}' | jq -c .a
              rg -c more kept.txt; gawk 'BEGIN { print "awk" }'; find . -name kept.txt
              tar -czf t.tgz kept.txt && tar -tzf t.tgz; ps -o comm= 1 || ps -o comm= -p 1
              command -v apt curl gcc wget || true
              """);
      assertThat(SandboxFixture.text(outcome.stderr())).isEmpty();
      assertThat(SandboxFixture.text(outcome.stdout()).lines())
          .containsExactly("made", "[1]", "1", "awk", "./kept.txt", "kept.txt", "starter");
      assertThat(outcome.ending()).isEqualTo(new Termination.Exited(0));
    }
  }
}
