package dev.gatehouse.syscalls.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.FileMode;
import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.sandbox.FakeLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** What a random command leaves in its layer: files written, made executable, linked, deleted. */
final class RandomLayer {
  /** Free, protected, denied and scratch paths of the default profile. */
  private static final List<String> PATHS =
      List.of(
          "src/a.py",
          "src/deep/er/b.py",
          "docs/x.md",
          "lib/c.txt",
          "data/e f.bin",
          "Makefile",
          ".github/workflows/ci.yml",
          ".env",
          "__pycache__/m.pyc",
          "src/__pycache__/n.pyc",
          ".git/config");

  private final Map<String, Act> acts = new LinkedHashMap<>();
  private final Set<TreePath> changed = new TreeSet<>();

  private enum Kind {
    WRITE,
    EXECUTABLE,
    LINK,
    DELETE
  }

  private record Act(Kind kind, byte[] content) {}

  /** A base of some of the paths. */
  static RunFixture base(RunFixture fixture, SplittableRandom random) {
    for (String path : PATHS) {
      if (random.nextBoolean() && !path.startsWith(".git/") && !path.equals(".env")) {
        fixture.with(path, "base of " + path + "\n");
      }
    }
    return fixture;
  }

  /** A layer over this tree. */
  static RandomLayer of(SplittableRandom random, Tree tree) {
    RandomLayer layer = new RandomLayer();
    for (String path : PATHS) {
      if (random.nextInt(3) == 0) {
        layer.add(random, path, tree);
      }
    }
    return layer;
  }

  private void add(SplittableRandom random, String path, Tree tree) {
    TreePath key = TreePath.of(path);
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    byte[] content = ("line " + random.nextInt(4) + "\n").repeat(random.nextInt(3)).getBytes(UTF_8);
    if (kind == Kind.DELETE && tree.file(key).isEmpty()) {
      return;
    }
    acts.put(path, new Act(kind, content));
    boolean same =
        switch (kind) {
          case WRITE -> is(tree, key, FileMode.REGULAR, content);
          case EXECUTABLE -> is(tree, key, FileMode.EXECUTABLE, content);
          case LINK, DELETE -> false;
        };
    if (!same) {
      changed.add(key);
    }
  }

  private static boolean is(Tree tree, TreePath path, FileMode mode, byte[] content) {
    return tree.file(path).equals(java.util.Optional.of(FileVersion.of(mode, content)));
  }

  /** Every path whose file differs from the tree after the command. */
  Set<TreePath> changed() {
    return changed;
  }

  void write(Path upper) throws IOException {
    for (Map.Entry<String, Act> each : acts.entrySet()) {
      Path file = upper.resolve(each.getKey());
      Files.createDirectories(file.getParent());
      switch (each.getValue().kind()) {
        case WRITE -> Files.write(file, each.getValue().content());
        case EXECUTABLE -> {
          Files.write(file, each.getValue().content());
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        case LINK -> Files.createSymbolicLink(file, Path.of("/etc/passwd"));
        case DELETE -> FakeLayer.delete(upper, each.getKey());
      }
    }
  }
}
