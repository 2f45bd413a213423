package dev.gatehouse.policy.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.policy.shell.syntax.UnreadableConstruct;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not understood is refused by name, and nothing of its string is read. */
class ShellUnreadableTests {

  @ParameterizedTest
  @MethodSource({"texts", "commands", "words", "variables", "builtins"})
  void isNotRead(String script, String construct) {
    assertThat(CompactReading.construct(script)).isEqualTo(construct);
  }

  @Test
  void everyConstructHasARow() {
    Set<Object> rows =
        Stream.of(texts(), commands(), words(), variables(), builtins())
            .flatMap(each -> each)
            .map(each -> each.get()[1])
            .collect(Collectors.toCollection(HashSet::new));
    rows.add("too-large");
    rows.add("too-deep");
    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(UnreadableConstruct.values()).map(UnreadableConstruct::id).toList());
  }

  @Test
  void aRefusalSaysWhyAndWhatMayBeWrittenInstead() {
    for (UnreadableConstruct each : UnreadableConstruct.values()) {
      assertThat(each.reason()).endsWith(".").hasSizeBetween(20, 110);
      assertThat(each.next()).endsWith(".").hasSizeBetween(10, 110);
    }
  }

  static Stream<Arguments> texts() {
    return ShellReaderTests.rows(
        "a\0b", "character",
        "a '\ud800'", "character",
        "a '\udc00\ud800'", "character",
        "a '\1'", "character",
        "a 'x\177'", "character",
        "a\r\nb", "character",
        "a \"$x\\\ny\"", "line-continuation",
        "a ${x\\\n}", "line-continuation",
        "a $\\\nx", "line-continuation",
        "a '", "syntax",
        "a \"", "syntax",
        "a \\", "syntax",
        "a `b", "syntax",
        "a $(b", "syntax",
        "( a", "syntax",
        "a )", "syntax",
        "a ;; b", "syntax",
        "; a", "syntax",
        "a; ; b", "syntax",
        "a &&", "syntax",
        "a | | b", "syntax",
        "a | ! b", "syntax",
        "a | time b", "syntax",
        "a >", "syntax",
        "a > # f\n", "syntax",
        "if a; then fi", "syntax",
        "if a; then b", "syntax",
        "for x in a; b; done", "syntax",
        "for x in a; { b; }", "syntax",
        "{ a }", "syntax",
        "}", "syntax",
        "then", "syntax",
        "(a) b", "syntax",
        "case x in a b) c;; esac", "syntax",
        "a\nb\n)", "syntax",
        "cat <<EOF\na", "here-document",
        "cat <<$x\n$x", "here-document",
        "cat <<$'a'\na", "here-document",
        "cat <<EOF $(a\nb)\nEOF", "here-document",
        "cat <<EOF \"a\nb\"\nEOF", "here-document",
        "$(cat <<EOF)\nEOF", "here-document",
        "x=$(cat <<EOF\na\nEOF)\nEOF\n)", "here-document",
        "cat <<EOF\n$(a\\\nb)\nEOF", "here-document",
        "cat <<-EOF\n$(a 'b\n\tc')\nEOF", "here-document");
  }

  static Stream<Arguments> commands() {
    return ShellReaderTests.rows(
        "f() { a; }", "function",
        "f () (a)", "function",
        "function f { a; }", "function",
        "a & b", "background",
        "a &", "background",
        "coproc a", "background",
        "wait", "background",
        "a <(b)", "process-substitution",
        "a >(b)", "process-substitution",
        "a < <(b)", "process-substitution",
        "a x<(b)", "process-substitution",
        "((x=1))", "arithmetic-command",
        "let x=1", "arithmetic-command",
        "for ((;;)); do a; done", "loop-form",
        "for x; do a; done", "loop-form",
        "select x in a; do b; done", "loop-form",
        "case x in a) b;& c) d;; esac", "case-fallthrough",
        "case x in a) b;;& c) d;; esac", "case-fallthrough",
        "$x a", "command-name",
        "\"$x\" a", "command-name",
        "$(a) b", "command-name",
        "a* b", "command-name",
        "'' a", "command-name",
        "x=$(a); $x", "command-name",
        "command $x", "command-name",
        "for x in a b; do c; done; while d; do x=e; $x; done; $y", "command-name",
        "[[ -v x ]]", "condition",
        "[[ $x -eq 1 ]]", "condition",
        "[[ 1 -eq 'a[$(b)]' ]]", "condition",
        "[[ a =~ $x ]]", "condition",
        "[[ ( a ) ]]", "condition",
        "[[ a < b ]]", "condition",
        "a >&'$(b)'", "descriptor",
        "a >&\"\\x\"", "descriptor",
        "a >&-b", "descriptor",
        "a {x}>f", "descriptor",
        "a >&$x", "descriptor",
        "a 2>&f", "descriptor",
        "a <&f", "descriptor",
        "a >&2-", "descriptor",
        "a > {b,c}", "redirection-target",
        "x='b c'; a > $x", "redirection-target",
        "cd a b", "directory",
        "cd -", "directory",
        "cd -P a", "directory",
        "cd $x", "directory",
        "cd ''", "directory",
        "cd a*", "directory",
        "pushd a", "directory",
        "popd", "directory",
        "cd /etc", "directory-outside",
        "cd ..", "directory-outside",
        "cd a; cd ..", "directory-outside",
        "cd /workspacex", "directory-outside",
        "for x in a b; do cd $x; done", "directory-in-loop",
        "while a; do cd b; done", "directory-in-loop");
  }

  static Stream<Arguments> words() {
    return ShellReaderTests.rows(
        "a $((x))", "arithmetic",
        "a $((a[$(b)]))", "arithmetic",
        "a $[1]", "arithmetic",
        "a ${x:y}", "arithmetic",
        "a $((b) )", "arithmetic",
        "a ${x:-{}", "parameter-expansion",
        "a \"${x:-'b'}\"", "parameter-expansion",
        "a ${x:-<(b)}", "parameter-expansion",
        "a ${}", "parameter-expansion",
        "a \"${x:-$@}\"", "parameter-expansion",
        "a ${!x}", "indirection",
        "a ${x@P}", "transformation",
        "a ${x:=b}", "assigning-expansion",
        "a ${x=b}", "assigning-expansion",
        "a ${x[b]}", "subscript",
        "a ${#x[b]}", "subscript",
        "x[b]=1", "subscript",
        "x=(a b)", "array",
        "a x=(b)", "array",
        "mapfile x", "array",
        "a \"`b \"{c,d}\"`\"", "backtick",
        "a `b \\`c\\``", "backtick",
        "a $'\\0'", "ansi-quote",
        "a $'\\x80'", "ansi-quote",
        "a $'\\x{41}'", "ansi-quote",
        "a $'\\cA'", "ansi-quote",
        "a $'\\ud800'", "ansi-quote",
        "a ~root", "tilde",
        "a ~+", "tilde",
        "a ~\"/b\"", "tilde",
        "a x=~/y", "tilde",
        "x=~root", "tilde",
        "a {{b,c}}", "brace-expansion",
        "a {b,c}}", "brace-expansion",
        "a {b,c", "brace-expansion",
        "a {01..10}", "brace-expansion",
        "a {1..b}", "brace-expansion",
        "a {A..b}", "brace-expansion",
        "a $x{b,c}", "brace-expansion");
  }

  static Stream<Arguments> variables() {
    return ShellReaderTests.rows(
        "PATH=/x a", "shell-variable",
        "IFS=: read x", "shell-variable",
        "LD_PRELOAD=x a", "shell-variable",
        "BASH_ENV=x bash a", "shell-variable",
        "HOME=/x", "shell-variable",
        "CDPATH=/ cd a", "shell-variable",
        "export PATH=/x", "shell-variable",
        "declare IFS=x", "shell-variable",
        "LC_ALL=C", "shell-variable",
        "SECONDS='a[$(b)]'", "shell-variable",
        "read PATH", "shell-variable",
        "read PYTHONPATH", "shell-variable",
        "for PATH in a; do b; done", "shell-variable",
        "for GIT_DIR in a; do b; done", "shell-variable",
        "unset PATH", "shell-variable",
        "x=1 export y=2", "prefix-assignment",
        "x=1 cd a", "prefix-assignment",
        "x=1 read y", "prefix-assignment",
        "readonly x=1; x=2", "read-only-variable",
        "readonly x; read x", "read-only-variable",
        "export -n x", "declaration",
        "declare -i x=1", "declaration",
        "local x=1", "declaration",
        "export x={a,b}", "declaration",
        "export $x", "declaration",
        "\\export x=1", "declaration",
        "command export x=1", "declaration",
        "export x[0]=1", "declaration",
        "read -p a x", "read",
        "read $x", "read",
        "read 'a[0]'", "read",
        "unset -f a", "unset",
        "unset 'a[$(b)]'", "unset");
  }

  static Stream<Arguments> builtins() {
    return ShellReaderTests.rows(
        "eval a", "eval",
        "x=eval; $x a", "eval",
        "command eval a", "eval",
        "e'va'l a", "eval",
        "exec a", "exec",
        "exec >f", "exec",
        ". a", "source",
        "source a", "source",
        "trap a EXIT", "trap",
        "alias a=b", "alias",
        "shopt -s extglob", "shell-option",
        "set -- a", "shell-option",
        "set -o posix", "shell-option",
        "set -f", "shell-option",
        "set", "shell-option",
        "builtin cd a", "builtin",
        "command -p a", "builtin",
        "enable -n a", "builtin",
        "hash -p /x a", "builtin",
        "break $x", "builtin",
        "test -v x", "test",
        "[ $x ]", "test",
        "[ \"$x\" \"$y\" ]", "test",
        "[ \"$x\" 'a[$(b)]' ]", "test",
        "[ * ]", "test",
        "[ -R x ]", "test",
        "printf -v x y", "printf",
        "printf -vx y", "printf",
        "printf %n x", "printf",
        "printf %-5n x", "printf",
        "printf \"$x\"", "printf");
  }
}
