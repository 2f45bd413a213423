package dev.gatehouse.golden;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.Digest;
import java.util.Map;

/** A small repository with one defect, which its one test finds. */
final class DefectRepository {
  /** The file with the defect. */
  static final String FILE = "fare.py";

  /** How the file is without the defect. */
  static final String MENDED = "def fare(zones):\n    return 3 + 2 * zones\n";

  /** What the project's people run. */
  static final String PYTEST = "python3 -m pytest -q test_fare.py";

  /** The same by the build file. */
  static final String MAKE = "make test";

  /** How the file is with the defect. */
  static final String BROKEN = "def fare(zones):\n    return 2 * zones\n";

  /** Digest of the file with the defect. */
  static final String BROKEN_SHA256 = Digest.of(BROKEN.getBytes(UTF_8)).hex();

  /** The test that finds it. */
  static final String TEST =
      """
      from fare import fare


      def test_counts_the_base_fee():
          assert fare(2) == 7
      """;

  private DefectRepository() {}

  /** A fresh one. */
  static Repository repository() {
    return Repository.of(
        Map.of(
            FILE,
            BROKEN,
            "test_fare.py",
            TEST,
            "conftest.py",
            "\"\"\"Nothing yet.\"\"\"\n",
            "Makefile",
            "test:\n\t" + PYTEST + "\n",
            ".github/workflows/ci.yml",
            "on: push\n"));
  }
}
