package dev.gatehouse.policy.closure.command;

import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.base.NamedPaths;
import dev.gatehouse.policy.closure.base.Provenance;
import dev.gatehouse.policy.closure.program.Interpreters;
import dev.gatehouse.policy.closure.program.Options;
import dev.gatehouse.policy.closure.shell.Shell;
import dev.gatehouse.policy.closure.shell.ShellText;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Options of programs that name what these load or start. */
final class LoadOptions {
  /**
   * For each program, or command of one, the options whose value is a file; commas part several.
   */
  private static final Map<String, List<String>> FILES =
      table(
          """
          bun -r --preload --config
          c++ -specs -fplugin -wrapper
          cc -specs -fplugin -wrapper
          clang --config -fplugin
          clang++ --config -fplugin
          deno --config --import-map --preload
          eslint -c -f --format --parser
          g++ -specs -fplugin -wrapper
          gcc -specs -fplugin -wrapper
          go -overlay -modfile
          java -jar -cp -classpath --class-path -p --module-path -javaagent: -agentpath:
          jest -c --globalSetup --globalTeardown --reporters --runner --setupFiles
          jest --setupFilesAfterEnv --testEnvironment --testRunner --transform
          jq -f --from-file
          kotlinc -script
          mocha -r --require --file --config --package --opts -R --reporter -u --ui
          mvn -f --file -s --settings -gs --global-settings
          mvnw -f --file -s --settings -gs --global-settings
          node -r --require --import --loader --experimental-loader --env-file
          node --env-file-if-exists --test-reporter --test-global-setup
          php -c -d
          phpunit -c --configuration --bootstrap --prepend
          rspec -O --options
          sqlite3 -init
          vitest -c --globalSetup --setupFiles --reporter
          """);

  /** The same of options whose value is the text of a command. */
  private static final Map<String, List<String>> COMMANDS =
      table(
          """
          git --upload-pack --receive-pack
          git-difftool -x --extcmd
          git-filter-branch --commit-filter --env-filter --index-filter --msg-filter
          git-filter-branch --parent-filter --setup --tag-name-filter --tree-filter
          git-grep -O --open-files-in-pager
          git-rebase -x --exec
          go -exec -toolexec -vettool
          npm --script-shell
          prove -e --exec
          rsync -e --rsh
          sort --compress-program
          split --filter
          tar -F -I --info-script --new-volume-script --rmt-command --rsh-command --to-command
          tar --use-compress-program
          """);

  /** Settings of git, as far as they end so, whose value is the text of a command. */
  private static final List<String> GIT_COMMANDS =
      List.of(
          ("askpass clean cmd command driver editor external fsmonitor helper pager"
                  + " process program smudge textconv")
              .split(" "));

  /** Options of java whose value is the next word. */
  private static final Set<String> OF_JAVA =
      Set.of(
          ("--add-exports --add-modules --add-opens --add-reads --source"
                  + " --upgrade-module-path --limit-modules --describe-module -d -cp -classpath"
                  + " --class-path -p --module-path")
              .split(" "));

  private final NamedPaths named;
  private final Interpreters interpreters;
  private final CommandReader commands;

  LoadOptions(NamedPaths named, Interpreters interpreters, CommandReader commands) {
    this.named = named;
    this.interpreters = interpreters;
    this.commands = commands;
  }

  private static Map<String, List<String>> table(String lines) {
    Map<String, List<String>> table = new HashMap<>();
    for (String line : lines.strip().split("\n")) {
      List<String> words = List.of(line.split(" "));
      List<String> options = words.subList(1, words.size());
      table.merge(
          words.getFirst(),
          options,
          (former, more) -> Stream.concat(former.stream(), more.stream()).toList());
    }
    return table;
  }

  /** Follows the options of a program, and the words of those that start what comes first. */
  void follow(String name, List<String> words, Shell shell, Provenance because) {
    options(name, words, shell, because);
    switch (name) {
      case "java" -> java(words, shell, because);
      case "go" -> go(words, shell, because);
      case "dotnet" -> dotnet(words, shell, because);
      case "git" -> git(words, shell, because);
      default -> {
        // The other programs start nothing that is not an option.
      }
    }
  }

  /** Follows options of a program, wherever they are written. */
  void options(String name, List<String> words, Shell shell, Provenance because) {
    for (String option : FILES.getOrDefault(name, List.of())) {
      Options.values(words, option, option).forEach(value -> files(value, shell, because));
    }
    for (String option : COMMANDS.getOrDefault(name, List.of())) {
      Options.values(words, option, option)
          .forEach(text -> commands.shell(text, shell.copy(), because));
    }
    switch (name) {
      case "java" ->
          words.stream()
              .filter(word -> word.startsWith("@"))
              .forEach(word -> interpreters.file(word.substring(1), shell, because));
      case "perl", "prove" -> perl(words, shell, because);
      case "ruby", "rspec" -> ruby(words, shell, because);
      case "tar" ->
          Options.values(words, "--checkpoint-action", "--checkpoint-action").stream()
              .filter(action -> action.startsWith("exec="))
              .map(action -> action.substring("exec=".length()))
              .forEach(text -> commands.shell(text, shell.copy(), because));
      default -> {
        // The tables say all of the others.
      }
    }
  }

  /** Files of which several may stand in a value; a word alone may be another name. */
  void files(String value, Shell shell, Provenance because) {
    for (String file : value.split("[:,= \t\n]+")) {
      boolean isFile = file.indexOf('/') >= 0 || file.indexOf('.') > 0;
      if (isFile || !Shell.isLiteral(file) || commands.scripts().isThere(file, shell)) {
        interpreters.file(file, shell, because);
      }
    }
  }

  /** Modules that options of perl name, where they may be in the tree. */
  private void perl(List<String> words, Shell shell, Provenance because) {
    Set<String> directories = new LinkedHashSet<>(Options.values(words, "-I", "-I"));
    shell.values("PERL5LIB").forEach(value -> directories.addAll(List.of(value.split(":"))));
    Set<String> modules = new LinkedHashSet<>(Options.values(words, "-M", "-M"));
    modules.addAll(Options.values(words, "-m", "-m"));
    for (String module : modules) {
      int equals = module.indexOf('=');
      if (module.startsWith("lib=")) {
        directories.addAll(List.of(module.substring(equals + 1).split(",")));
      }
    }
    for (String module : modules) {
      int equals = module.indexOf('=');
      String name = (equals < 0 ? module : module.substring(0, equals)).replace("::", "/");
      below(directories, name + ".pm", shell, because);
    }
  }

  private void ruby(List<String> words, Shell shell, Provenance because) {
    Set<String> directories = new LinkedHashSet<>(Options.values(words, "-I", "-I"));
    shell.values("RUBYLIB").forEach(value -> directories.addAll(List.of(value.split(":"))));
    for (String name : Options.values(words, "-r", "--require")) {
      files(name, shell, because);
      if (name.startsWith(".") || name.startsWith("/")) {
        interpreters.file(name + ".rb", shell, because);
      }
      below(directories, name, shell, because);
      below(directories, name + ".rb", shell, because);
    }
  }

  private void below(Set<String> directories, String name, Shell shell, Provenance because) {
    for (String directory : directories) {
      if (!directory.isEmpty() && Shell.isLiteral(name)) {
        shell
            .likely(directory + "/" + name)
            .forEach(each -> interpreters.file(each, shell, because));
      }
    }
  }

  /** A source that java runs; classes are made, and no files of a base. */
  private void java(List<String> words, Shell shell, Provenance because) {
    for (int at = 0; at < words.size() && !words.get(at).equals("-jar"); at++) {
      String word = words.get(at);
      if (OF_JAVA.contains(word) || word.equals("<")) {
        at++;
      } else if (!word.startsWith("-") && !word.startsWith("@")) {
        if (word.endsWith(".java") || commands.scripts().isThere(word, shell)) {
          interpreters.file(word, shell, because);
        }
        return;
      }
    }
  }

  /** The files, or the package, that go runs. */
  private void go(List<String> words, Shell shell, Provenance because) {
    int run = words.indexOf("run");
    for (int at = run + 1; run >= 0 && at < words.size(); at++) {
      String word = words.get(at);
      boolean isFile = word.endsWith(".go") || commands.scripts().isThere(word, shell);
      if (isFile) {
        interpreters.file(word, shell, because);
      } else if (word.startsWith(".")) {
        String sources = word + "/" + ShellText.GLOB + ".go";
        shell.directories().forEach(each -> named.names(each, sources, Reach.PATH, because));
        return;
      } else if (!word.startsWith("-")) {
        return;
      }
    }
  }

  /** A program or a source that dotnet runs. */
  private void dotnet(List<String> words, Shell shell, Provenance because) {
    List<String> rest =
        words.stream()
            .filter(word -> !word.startsWith("-"))
            .dropWhile(word -> Set.of("exec", "run", "script", "fsi").contains(word))
            .toList();
    if (!rest.isEmpty()
        && (rest.getFirst().endsWith(".cs")
            || commands.scripts().isThere(rest.getFirst(), shell))) {
      interpreters.file(rest.getFirst(), shell, because);
    }
  }

  private void git(List<String> words, Shell shell, Provenance because) {
    int at = 0;
    while (at < words.size() && words.get(at).startsWith("-")) {
      boolean hasValue = words.get(at).equals("-c") || words.get(at).equals("-C");
      if (words.get(at).equals("-c") && at + 1 < words.size()) {
        setting(words.get(at + 1), shell, because);
      }
      at += hasValue ? 2 : 1;
    }
    List<String> rest = words.subList(Math.min(at, words.size()), words.size());
    if (rest.isEmpty()) {
      return;
    }
    List<String> arguments = rest.subList(1, rest.size());
    options("git-" + rest.getFirst(), arguments, shell, because);
    if (rest.getFirst().equals("config")) {
      setting(
          String.join("=", arguments.stream().filter(word -> !word.startsWith("-")).toList()),
          shell,
          because);
    }
    int starts = rest.indexOf(rest.getFirst().equals("bisect") ? "run" : "foreach");
    if (starts == 1 && starts + 1 < rest.size()) {
      String text = String.join(" ", rest.subList(starts + 1, rest.size()));
      commands.shell(text, shell.copy(), because);
    }
  }

  /** A setting of git that names a command, or where commands are looked for. */
  private void setting(String setting, Shell shell, Provenance because) {
    int equals = setting.indexOf('=');
    String key = setting.substring(0, Math.max(equals, 0)).toLowerCase(Locale.ROOT);
    String value = setting.substring(equals + 1);
    if (value.startsWith("!")) {
      commands.shell(value.substring(1), shell.copy(), because);
    } else if (key.endsWith("hookspath")) {
      shell.directories().forEach(each -> named.name(each, value, Reach.BELOW, because));
    } else if (GIT_COMMANDS.stream().anyMatch(key::endsWith)) {
      commands.shell(value, shell.copy(), because);
    }
  }
}
