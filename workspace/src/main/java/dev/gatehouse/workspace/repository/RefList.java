package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.evidence.GitId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Refs of a repository, read and written in lists. Names hold no space or control character. */
final class RefList {
  private RefList() {}

  /** Every ref below the prefixes with the object that it names. */
  static SortedMap<String, GitId> read(Git git, String... prefixes) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("for-each-ref", "--format=%(objectname) %(refname)"));
    arguments.addAll(List.of(prefixes));
    byte[] output = git.run(new byte[0], arguments.toArray(String[]::new));
    SortedMap<String, GitId> refs = new TreeMap<>();
    new String(output, ISO_8859_1)
        .lines()
        .forEach(line -> refs.put(line.substring(41), new GitId(line.substring(0, 40))));
    return refs;
  }

  /** Those refs below the prefixes, by full name, whose history has the commit. */
  static List<String> containing(Git git, GitId commit, String... prefixes) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("for-each-ref", "--format=%(refname)", "--contains=" + commit));
    arguments.addAll(List.of(prefixes));
    byte[] output = git.run(new byte[0], arguments.toArray(String[]::new));
    return new String(output, ISO_8859_1).lines().toList();
  }

  /** Makes the refs of {@code now} be those of {@code wanted}; what is gone goes first. */
  static void replace(Git git, Map<String, GitId> now, Map<String, GitId> wanted) {
    StringBuilder deletions = new StringBuilder();
    StringBuilder updates = new StringBuilder();
    now.forEach((name, id) -> {
      if (!wanted.containsKey(name)) {
        deletions.append("delete %s %s\n".formatted(name, id));
      }
    });
    wanted.forEach((name, id) -> {
      if (!id.equals(now.get(name))) {
        updates.append("update %s %s\n".formatted(name, id));
      }
    });
    for (StringBuilder commands : List.of(deletions, updates)) {
      if (!commands.isEmpty()) {
        git.run(commands.toString().getBytes(ISO_8859_1), "update-ref", "--no-deref", "--stdin");
      }
    }
  }

  /** Those of {@code ids} that the repository has. */
  static List<String> present(Git git, Collection<GitId> ids) {
    StringBuilder questions = new StringBuilder();
    new TreeSet<>(ids).forEach(id -> questions.append(id).append('\n'));
    byte[] output =
        git.run(
            questions.toString().getBytes(ISO_8859_1), "cat-file", "--batch-check=%(objectname)");
    return new String(output, ISO_8859_1).lines().filter(GitId::isHex).toList();
  }
}
