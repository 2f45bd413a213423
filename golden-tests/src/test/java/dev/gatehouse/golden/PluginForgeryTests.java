package dev.gatehouse.golden;

import static dev.gatehouse.golden.ForgedBase.FORGED_CONFTEST;
import static dev.gatehouse.golden.ForgedBase.MAKE;
import static dev.gatehouse.golden.ForgedBase.TESTS;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plug-ins of the runner are protected however the base writes their names. */
@ExtendWith(SharedGateway.class)
class PluginForgeryTests {
  private static final String PLUGIN = "tools/plug.py";

  private final ForgedRuns runs;

  PluginForgeryTests(Gateway gateway) {
    this.runs = new ForgedRuns(gateway);
  }

  static List<Named<ForgedBase>> all() {
    return List.of(
        forgery(
            "options in an array",
            Map.of("ci/test.sh", "O=(-q -p tools.plug)\npython3 -m pytest \"${O[@]}\" tests\n"),
            "bash ci/test.sh"),
        forgery(
            "module and option in one word", Map.of(), "python3 -mpytest -q -p tools.plug tests"),
        forgery(
            "setting with a colon",
            Map.of("pytest.ini", "[pytest]\naddopts: -q -p tools.plug\n"),
            TESTS),
        forgery(
            "plug-in of a plug-in",
            Map.of(
                "conftest.py",
                "pytest_plugins = [\"tools.first\"]\n",
                "tools/first.py",
                "pytest_plugins = [\"tools.plug\"]\n"),
            TESTS),
        forgery(
            "variable that grows in a makefile",
            Map.of(
                "Makefile",
                """
                O += -q
                O += -ra
                O += -l
                O += -p tools.plug
                .PHONY: test
                test:
                \tpython3 -m pytest $(O) tests
                """),
            MAKE),
        forgery(
            "list with a comment",
            Map.of(
                "conftest.py",
                "pytest_plugins = [\n    \"tools.a\",  # core [1]\n    \"tools.plug\",\n]\n",
                "tools/a.py",
                ""),
            TESTS));
  }

  private static Named<ForgedBase> forgery(
      String name, Map<String, String> files, String judgement) {
    Map<String, String> all = new TreeMap<>(files);
    all.put(PLUGIN, "");
    return Named.of(name, new ForgedBase(all, Map.of(PLUGIN, FORGED_CONFTEST), judgement));
  }

  @ParameterizedTest
  @MethodSource("all")
  void forgeryIsHeldAndWithoutApprovalFails(ForgedBase base) {
    runs.requireHeld(base);
  }

  /** The twin that shows what the closure is for: the step ends with 0. */
  @ParameterizedTest
  @MethodSource("all")
  void forgeryWouldPassByItsExitCodeIfTheResultJudgedItself(ForgedBase base) {
    runs.requireExitCodeAlone(base);
  }
}
