package dev.gatehouse.workspace.repository;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.gatehouse.evidence.GitId;
import dev.gatehouse.workspace.error.RepositoryException;
import dev.gatehouse.workspace.error.WorkspaceErrorCode;
import dev.gatehouse.workspace.git.Git;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Refs of a repository, read and written in lists. Names hold no space or control character. */
final class RefList {
  /** Branches and tags of an origin at most. */
  static final int MAX_SHOWN = 50_000;

  /** Refs of any kind in one repository at most: those of an origin, and pins of runs. */
  static final int MAX_ALL = 200_000;

  private static final int MAX_NAME_BYTES = 32 << 20;
  private static final int ID = 40;

  private RefList() {}

  /**
   * Every ref below the prefixes with the object that it names.
   *
   * @throws RepositoryException ORIGIN_TOO_MANY_REFS as soon as there are more than {@code most},
   *     or than {@link #MAX_NAME_BYTES} of names
   */
  static SortedMap<String, GitId> read(Git git, int most, String... prefixes) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("for-each-ref", "--format=%(objectname) %(refname)"));
    arguments.addAll(List.of(prefixes));
    SortedMap<String, GitId> refs = new TreeMap<>();
    git.read(stdout -> read(stdout, most, refs), arguments.toArray(String[]::new));
    return refs;
  }

  private static byte[] read(InputStream stdout, int most, SortedMap<String, GitId> refs)
      throws IOException {
    InputStream in = new BufferedInputStream(stdout, 1 << 16);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int names = 0;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next != '\n') {
        line.write(next);
        names++;
      } else {
        String ref = line.toString(ISO_8859_1);
        refs.put(ref.substring(ID + 1), new GitId(ref.substring(0, ID)));
        names -= ID;
        line.reset();
      }
      if (refs.size() > most || names > MAX_NAME_BYTES) {
        throw new RepositoryException(
            WorkspaceErrorCode.ORIGIN_TOO_MANY_REFS,
            "the repository has more than %s refs, or %s bytes of their names"
                .formatted(most, MAX_NAME_BYTES));
      }
    }
    return new byte[0];
  }

  /** Whether the history of a ref below the prefixes has the commit. */
  static boolean reaches(Git git, GitId commit, String... prefixes) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("for-each-ref", "--count=1", "--format=%(refname)"));
    arguments.add("--contains=" + commit);
    arguments.addAll(List.of(prefixes));
    return git.run(new byte[0], arguments.toArray(String[]::new)).length > 0;
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
