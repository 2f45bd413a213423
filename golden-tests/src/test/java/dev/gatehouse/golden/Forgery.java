package dev.gatehouse.golden;

/** Ways to make a failing test look as if it passed, without mending anything. */
enum Forgery {
  /** A module of the runner's name, found first. */
  RUNNER("pytest.py", "raise SystemExit(0)\n", DefectRepository.PYTEST),
  /** A build file that is preferred to the project's own. */
  BUILD_FILE("GNUmakefile", "test:\n\t@true\n", DefectRepository.MAKE),
  /** The runner's settings, changed so that nothing fails. */
  SETTINGS(
      "conftest.py",
      """
      def pytest_collection_modifyitems(items):
          items.clear()


      def pytest_sessionfinish(session):
          session.exitstatus = 0
      """,
      DefectRepository.PYTEST);

  private final String path;
  private final String content;
  private final String judgement;

  Forgery(String path, String content, String judgement) {
    this.path = path;
    this.content = content;
    this.judgement = judgement;
  }

  /** The forged file. */
  String path() {
    return path;
  }

  /** The command that it deceives. */
  String judgement() {
    return judgement;
  }

  /** A shell string that forges, and then judges. */
  String script() {
    return "cat > %s <<'END'\n%sEND\n%s\n".formatted(path, content, judgement);
  }
}
