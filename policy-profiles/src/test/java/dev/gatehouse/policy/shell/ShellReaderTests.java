package dev.gatehouse.policy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every simple command that a string can start is in its reading. */
class ShellReaderTests {

  @ParameterizedTest
  @MethodSource({
    "lists",
    "compounds",
    "hereDocuments",
    "redirections",
    "directories",
    "variables",
    "loops",
    "builtins"
  })
  void readsCommands(String script, String expected) {
    assertThat(CompactReading.of(script)).isEqualTo(expected);
  }

  static Stream<Arguments> lists() {
    return rows(
        "", "",
        "# only a comment", "",
        "ls -la", "ls -la",
        "a; b;\n\nc", "a ; b ; c",
        "a && b || c", "a ; b ; c",
        "a |\n b |& c", "a ; b ; c",
        "a # b\nc", "a ; c",
        "a # b \\\nc", "a ; c",
        "a b#c '#' #d", "a b#c #",
        "! a | b", "a ; b",
        "! ! a", "a",
        "time -p a b", "a b",
        "time -f %e a", "-f %e a",
        "X=1 time a", "X=1 time a",
        "a \\\n  b\\\nc", "a bc",
        "a &\\\n& b", "a ; b",
        "a\t\\\n\tb", "a b",
        "echo a\u00a0b x\u2003y", "echo a\u00a0b x\u2003y",
        "echo if then }", "echo if then }",
        "\\if x", "if x",
        "'time' x", "time x",
        ">f if", "if >f");
  }

  static Stream<Arguments> compounds() {
    return rows(
        "{ a; b; }", "a ; b",
        "( a; b )", "a ; b",
        "(a)|(b)", "a ; b",
        "{ { a; } }", "a",
        "if a; then b; elif c; then d; else e; fi", "a ; b ; c ; d ; e",
        "if (a) then { b; } fi", "a ; b",
        "while a; do b; done", "a ; b",
        "until a; do b; done > f", ">f ; a ; b",
        "case $x in a|b) c;; (*) d; esac", "c ; d",
        "case x in esac", "",
        "case $(a) in $(b)) c ;; esac", "a ; b ; c",
        "[[ -f x && $y == z* ]] && a", "[[ -f x && any(|) == z* ; a",
        "[[ 1 -lt 2 ]]", "[[ 1 -lt 2",
        "(a) 2>&1 >f", ">f ; a",
        "echo $(a | b) `c`", "echo many(|) many(|) ; a ; b ; c",
        "echo \"$(a \"$(b)\")\"", "echo any(|) ; a any(|) ; b",
        "echo $(case x in a) b;; esac)", "echo many(|) ; b",
        "echo $(a # )\n)", "echo many(|) ; a",
        "exit 1; a", "exit 1 ; a",
        "a || exit\nb", "a ; exit ; b");
  }

  static Stream<Arguments> hereDocuments() {
    return rows(
        "cat <<'EOF' > f\n$(a) `b`\nEOF\nc", "cat >f ; c",
        "cat <<EOF\n$(a) \\$(b) ${x:-$(c)}\nEOF", "cat ; a ; c",
        "cat <<\\EOF\n$(a)\nEOF", "cat",
        "cat <<E\"O\"F\n$(a)\nEOF", "cat",
        "cat <<-EOF\n\t$(a)\n\tEOF\nb", "cat ; a ; b",
        "cat <<EOF\nEO\\\nF\na", "cat ; a",
        "cat <<A <<B | c\n$(a)\nA\n$(b)\nB\nd", "cat ; c ; a ; b ; d",
        "cat <<EOF && a\n'\"\nEOF", "cat ; a",
        "cat <<EOF\n\\\\\nEOF\na", "cat ; a",
        "x=$(cat <<EOF\na\nEOF\n)", "x=any(|) ; cat",
        "cat <<< \"$(a)\" b", "cat b ; a",
        "while read -r l; do a; done <<EOF\n$(b)\nEOF", "read -r l ; a ; b",
        "cat <<''\na\n\nb", "cat ; b",
        "cat <<EOF\nEOF", "cat");
  }

  static Stream<Arguments> redirections() {
    return rows(
        "a >f 2>&1 <g", "a >f <g",
        "a >>f", "a >f",
        "a >|f", "a >f",
        "a <>f", "a <f >f",
        "a &>f", "a >f",
        "a &>>f", "a >f",
        "a >&f", "a >f",
        "a 2>/dev/null >&2 <&0 2>&- <&-", "a >/dev/null",
        "a 2 >f", "a 2 >f",
        "a 2\\\n>f", "a >f",
        "a x2>f", "a x2 >f",
        ">f", ">f",
        ">f a b", "a b >f",
        "a > $x", "a >many(|)",
        "a > \"$x.txt\"", "a >any(|)",
        "a > *.txt", "a >glob(*.txt)",
        "x=f; a > $x", "x=f ; a >f",
        "x=g; x=f a > $x", "x=g ; x=f a >many(|)",
        "a > ~/f", "a >/tmp/f",
        "echo $(<f)", "echo many(|) ; <f",
        "a > /dev/tcp/h/1", "a >/dev/tcp/h/1");
  }

  static Stream<Arguments> directories() {
    return rows(
        "cd a && b", "cd a ; b @/workspace/a",
        "cd a; b", "cd a ; b @/workspace,/workspace/a",
        "cd a || exit 1; b", "cd a ; exit 1 ; b @/workspace/a",
        "cd a || exit 1 2; b", "cd a ; exit 1 2 ; b @/workspace,/workspace/a",
        "cd a || exit >f; b", "cd a ; exit >f ; b @/workspace,/workspace/a",
        "cd a || return; b", "cd a ; return ; b @/workspace,/workspace/a",
        "cd a || { b; exit; }; c", "cd a ; b ; exit ; c @/workspace/a",
        "if cd a; then b; else c; fi; d", "cd a ; b @/workspace/a ; c ; d @/workspace,/workspace/a",
        "if ! cd a; then exit; fi; b", "cd a ; exit ; b @/workspace/a",
        "! cd a || b", "cd a ; b @/workspace/a",
        "(cd a && b); c", "cd a ; b @/workspace/a ; c",
        "cd a | b; c", "cd a ; b ; c",
        "$(cd a); c", "!command-name $(cd a)",
        "x=$(cd a && b); c", "x=any(|) ; cd a ; b @/workspace/a ; c",
        "cd /tmp && cd /workspace/b/../c/. && d",
            "cd /tmp ; cd /workspace/b/../c/. @/tmp ;" + " d @/workspace/c",
        "cd && a", "cd ; a @/tmp",
        "cd -- a && b", "cd -- a ; b @/workspace/a",
        "cd ~/x && a", "cd /tmp/x ; a @/tmp/x",
        "d=a; cd $d && b", "d=a ; cd a ; b @/workspace/a",
        "for d in a b; do (cd $d && c); done", "cd a ; cd b ; c @/workspace/a ; c @/workspace/b");
  }

  static Stream<Arguments> variables() {
    return rows(
        "x=1; a $x ${x}y", "x=1 ; a 1 1y",
        "x=1 a $x", "x=1 a many(|)",
        "x='a b'; c $x \"$x\"", "x='a b' ; c a b 'a b'",
        "x=\"ls -l\"; $x f", "x='ls -l' ; ls -l f",
        "x=; $x ls", "x='' ; ls",
        "x=; y=1 $x; a $y", "x='' ; y=1 ; a 1",
        "x=1; x+=2; a $x", "x=1 ; x=12 ; a 12",
        "a=1 b=$a; c $b", "a=1 b=1 ; c 1",
        "a=1 b=$a c $b", "a=1 b=1 c many(|)",
        "x=$(a); b \"$x\" $x", "x=any(|) ; a ; b any(|) many(|)",
        "if a; then x=1; else x=2; fi; b \"$x\"", "a ; x=1 ; x=2 ; b any(|)",
        "if a; then x=1; else x=1; fi; b $x", "a ; x=1 ; x=1 ; b 1",
        "(x=1; a $x); b \"$x\"", "x=1 ; a 1 ; b any(|)",
        "x=1 | a; b \"$x\"", "x=1 ; a ; b any(|)",
        "export X=1; a; b", "export X=1 ; X=1 a ; X=1 b",
        "export PYTHONPATH=$PYTHONPATH:.; a", "export any(PYTHONPATH=|) ; PYTHONPATH=any(|) a",
        "X='a b'; export X; c", "X='a b' ; export X ; X='a b' c",
        "y='1 B=2'; export A=$y; a", "y='1 B=2' ; export 'A=1 B=2' ; A='1 B=2' a",
        "PYTHONPATH=. a; b", "PYTHONPATH=. a ; b",
        "PYTHONPATH=.; a", "PYTHONPATH=. ; PYTHONPATH=. a",
        "LC_ALL=C sort f", "LC_ALL=C sort f",
        "export X=1; unset X; a", "export X=1 ; X=1 unset X ; a",
        "(export X=1; a); b", "export X=1 ; X=1 a ; b",
        "x=~/a:~/b:c~; d $x", "x=/tmp/a:/tmp/b:c~ ; d /tmp/a:/tmp/b:c~",
        "readonly x=1; a $x", "readonly x=1 ; a 1",
        "a $? $# $$ \"$1\" \"$@\"", "a any(|) any(|) any(|) any(|) many(|)",
        "x=a; b ${x:-c} ${#x} ${x%.py} \"${x/a/b}\" ${x:1:2}",
            "x=a ; b many(|) any(|) many(|) any(|) many(|)",
        "a ${x:-$(b)} ${x:+\"`c`\"}", "a many(|) many(|) ; b ; c",
        "a $((1 + 2 * 3-1))", "a any(|)");
  }

  static Stream<Arguments> loops() {
    return rows(
        "for x in a b; do c $x; done", "c a ; c b",
        "for x in a b; do c; done", "c",
        "for x in {1..3} *.py $(l); do c \"$x\"; done", "l ; c 1 ; c 2 ; c 3 ; c any(|)",
        "for f in src/*.py; do rm \"$f\" $f; done", "rm any(src/|) many(src/|)",
        "for x in a b; do y=$x; done; c $y", "y=a ; y=b ; c b",
        "for x in a b; do break; done; c $x", "break ; c a",
        "for x in a b; do y=1; if c; then continue; fi; y=2; done; d \"$y\"",
            "y=1 ; c ; continue ; y=2 ; d any(|)",
        "for x in; do a; done; b", "b",
        "for x in a b\ndo\nc $x\ndone", "c a ; c b",
        "x=0; while a; do b $x; x=1; done; c \"$x\"", "x=0 ; a ; b many(|) ; x=1 ; c any(|)",
        "ls | while read -r f; do a \"$f\"; done", "ls ; read -r f ; a any(|)",
        "x=1; while :; do break; done; a $x", "x=1 ; : ; break ; a 1",
        "for x in a b; do for y in c d; do e $x$y; break 2; done; done; f $x$y",
            "e ac ; e ad ; e bc ; e bd ; break 2 ; f many(a|)");
  }

  static Stream<Arguments> builtins() {
    return rows(
        "command ls -l", "ls -l",
        "command -v ls", "command -v ls",
        "command -- command a", "a",
        "set -euo pipefail; a", "set -euo pipefail ; a",
        "set -e +x; a", "set -e +x ; a",
        "test -f a && [ \"$x\" = b ] && [ $? -eq 0 ]",
            "test -f a ; [ any(|) = b ] ; [ any(|) -eq 0 ]",
        "[ -n \"$x\" ]", "[ -n any(|) ]",
        "printf '%s\\n' \"$x\"", "printf %s\\n any(|)",
        "printf -- \"-%d%%n\" 1", "printf -- -%d%%n 1",
        "read -r a b; echo \"$a\"", "read -r a b ; echo any(|)",
        "pwd; true; false; :; type ls; kill 1; umask 022",
            "pwd ; true ; false ; : ; type ls ; kill 1 ; umask 022");
  }

  /** Arguments from pairs. */
  static Stream<Arguments> rows(String... pairs) {
    Stream.Builder<Arguments> rows = Stream.builder();
    for (int i = 0; i < pairs.length; i += 2) {
      rows.add(Arguments.of(pairs[i], pairs[i + 1]));
    }
    return rows.build();
  }
}
