package dev.gatehouse.policy.closure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testing.Requirement;
import dev.gatehouse.testing.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a shell starts is found wherever it stands between quotes and brackets (promise A6). */
class QuotedClosureTests {
  private static final String HELD = "HOLD builtin.control";
  private static final String FREE = "ALLOW workspace";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IFS=$'\\n\\t'",
        "printf %s $'it\\'s'",
        "echo $'\\x41\\101' '$'",
        "grep -q \"\\.orig$\" list && exit 1",
        "grep -v ^tmp$",
        "grep a$",
        "echo a$; echo $",
        "echo $\"text\"",
        "x=\"$(echo \"a)\")\"",
        "x=$(echo ')' \\) # it's )\n)",
        "x=$(case $y in a) echo 1;; (b) echo ')';; esac)",
        "x=$(cat <<EOF\nit's (\nEOF\n)",
        "echo ${x%\"}\"} ${y#\"{\"} ${z#'}'} ${z%\\}} ${z:-{}",
        "echo \"${x:-it's}\" \"${x#'}'}\" \"${x:-\"a b\"}\"",
        "cd `cd \\`dirname $0\\` && pwd`/..",
        "x=\"`echo \\\"a)\\\"`\"",
        "(( x = 1 << 3 ))",
        "for ((i=0; i<(3); i++)); do echo '$i'; done",
        "x=$(( (1 << 3) + 1 ))",
        "m[\"[x]\"]=1",
        "echo {a,\"}\",b} [\\\"] [\\']",
        "if [[ $x =~ ^(a|b)$ && ( $y < z ) ]]; then echo ok; fi",
        "[[ $x == *\\'* ||\n   $x == \"(\" ]]",
        "case $x in\n  \"it's\") true;; *[!\\\"]) true;;\nesac",
        "case $x\nin a) true;; esac",
        "cat > /tmp/x <<EOF\n  EOF\nit's \"\nEOF",
        "cat <<-'EOF'\n\tit's \"\n\tEOF",
        "cat <<\"A B\"; cat <<\\C\nit's\nA B\n'\"\nC",
        "echo 'x' &>/dev/null",
      })
  void nothingIsLostAfterWhatIsQuoted(String before) {
    ClosedBase base =
        ClosedBase.of("ci/t.sh", before + "\nsh ci/run.sh\necho 'x' \"y\" `true`\n")
            .with("ci/run.sh", "")
            .with("src/a.py", "")
            .judgedBy("bash ci/t.sh");

    assertThat(base.write("ci/run.sh")).isEqualTo(HELD);
    assertThat(base.closure().computed()).noneMatch(each -> each.toString().contains("closed"));
    assertThat(base.write("src/a.py")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo 'it",
        "echo \"it",
        "x=$(echo it",
        "x=${y:-it",
        "x=`echo it",
        "(true",
        "echo )",
        "cat <<EOF\nit's",
        "case $x in a) true;;",
        "echo $'it",
      })
  void whereAQuoteIsNotClosedEachLineCounts(String before) {
    ClosedBase base =
        ClosedBase.of("ci/t.sh", before + "\nsh ci/run.sh\n")
            .with("ci/run.sh", "")
            .with("src/a.py", "")
            .judgedBy("bash ci/t.sh");

    assertThat(base.write("ci/run.sh")).isEqualTo(HELD);
    assertThat(base.closure().computed()).anyMatch(each -> each.toString().contains("closed"));
    assertThat(base.write("src/a.py")).isEqualTo(FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grep a$|sh ci/run.sh",
        "echo a$;sh ci/run.sh",
        "grep 'a\"; sh ci/run.sh",
        "cat <<EOF\n$(sh ci/run.sh)\nEOF",
        "cat <<EOF\n`sh ci/run.sh`\nEOF",
        "x=$(( $(sh ci/run.sh) + 1 ))",
        "(( x = $(sh ci/run.sh) ))",
        "echo \"${x#\"$(sh ci/run.sh)\"}\"",
        "echo ${x:+$(sh ci/run.sh)}",
        "sh ${x:+ci/run.sh}",
        "sh \"${1:-ci/run.sh}\"",
        "sh $'ci/run\\056sh'",
        "sh $\"ci/run.sh\"",
        "x=\"`echo \\`sh ci/run.sh\\``\"",
        "$((cat ci/run.sh; echo x) | sh)",
      })
  void whatStandsInsideIsFound(String shell) {
    ClosedBase base = ClosedBase.of("ci/run.sh", "").with("src/a.py", "").judgedBy(shell);

    assertThat(base.write("ci/run.sh")).isEqualTo(HELD);
    assertThat(base.write("src/a.py")).isEqualTo(FREE);
  }

  @Test
  void aDollarAtTheEndOfARecipesQuoteIsPlain() {
    ClosedBase base =
        ClosedBase.of("Makefile", "test:\n\tif grep -q \"x$$\" f; then exit 1; fi; sh ci/run.sh\n")
            .with("ci/run.sh", "")
            .judgedBy("make test");

    assertThat(base.write("ci/run.sh")).isEqualTo(HELD);
  }

  @Test
  @Requires(Requirement.TIME)
  void quotesThatOpenAndOpenAreReadSoon() {
    String text = "[{".repeat(100_000) + "\n" + "\"${x:-".repeat(50_000);
    ClosedBase base =
        ClosedBase.of("ci/t.sh", text).with("ci/run.sh", "").judgedBy("sh ci/t.sh; sh ci/run.sh");

    assertThat(base.write("ci/run.sh")).isEqualTo(HELD);
  }
}
