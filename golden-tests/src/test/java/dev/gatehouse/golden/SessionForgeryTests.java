package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.client.OpenedRun;
import dev.gatehouse.client.RunClient;
import dev.gatehouse.client.RunView;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The product runs a session of the runner by itself, or steers the one that follows. */
@ExtendWith(SharedGateway.class)
class SessionForgeryTests {
  private static final String CHILD = "def child(zones):\n    return 3\n\n\n";
  private static final String WRONG = CHILD + "def fare(zones):\n    return 2 * zones\n";
  private static final String RIGHT = CHILD + "def fare(zones):\n    return 3 + 2 * zones\n";

  /** Makes a test of the base's id elsewhere, runs it, and has the base's own module left out. */
  private static final String NESTED =
      """
      import os, subprocess, sys
      import pytest
      os.makedirs("/tmp/q/tests", exist_ok=True)
      with open("/tmp/q/pytest.ini", "w") as settings:
          settings.write("[pytest]\\n")
      with open("/tmp/q/tests/test_fare.py", "w") as test:
          test.write("def test_it():\\n    pass\\n")
      here = os.getcwd()
      os.chdir("/tmp/q")
      options = ["-q", "-p", "gatehouse_judge", "--import-mode=importlib", "tests"]
      try:
      START
      finally:
          os.chdir(here)
      pytest.skip("later", allow_module_level=True)
      """;

  /** A report on the base's test that the judge's plug-in could have written. */
  static final String FORGED_REPORT =
      """
      import hashlib, json, os
      nonce = os.read(198, 33)[:32].decode()
      lines = []
      def put(kind, **members):
          members.update(k=kind, n=nonce, s=len(lines))
          text = json.dumps(members, sort_keys=True, separators=(",", ":"))
          lines.append((text + chr(10)).encode())
      def sentinels(place):
          for kind, outcome in (("pass", "passed"), ("fail", "failed")):
              name = hashlib.sha256((nonce + kind + str(place)).encode()).hexdigest()[:16]
              put("sentinel", name="test_" + name, place=place, outcome=outcome)
      put("begin")
      put("item", i=0, id="tests/test_fare.py::test_it")
      sentinels(0)
      put("result", i=0, outcome="passed")
      sentinels(1)
      digest = hashlib.sha256(b"".join(lines)).hexdigest()
      put("end", exit=0, items=1, ran=True, sha256=digest)
      os.write(198, b"".join(lines))
      os._exit(0)
      """;

  /** Has Python execute that at its next start, by a file of this name below the user's home. */
  private static final String PLANTED =
      """
      import os, site
      place = site.getusersitepackages()
      os.makedirs(place, exist_ok=True)
      with open("/tmp/forged.py", "w") as file:
          file.write(REPORT)
      with open(os.path.join(place, "NAME"), "w") as file:
          file.write("import os; exec(open('/tmp/forged.py').read(), {})\\n")
      """;

  private final Gateway gateway;

  SessionForgeryTests(Gateway gateway) {
    this.gateway = gateway;
  }

  /** How a session that the base does not have is started. */
  enum Nested {
    IN_THE_PROCESS("pytest.main(options)"),
    IN_A_COPY_OF_THE_PROCESS(
        """
        if os.fork() == 0:
            os._exit(pytest.main(options))
        os.wait()
        """),
    IN_A_THREAD(
        """
        import threading
        thread = threading.Thread(target=pytest.main, args=[options])
        thread.start()
        thread.join()
        """),
    BY_ANOTHER_PROGRAM(
        """
        command = [sys.executable, "-m", "pytest", *options]
        try:
            os.set_inheritable(198, True)
            subprocess.run(command, close_fds=False)
        except OSError:
            pass
        """),
    BY_ANOTHER_PROGRAM_WITH_A_CLEAR_ENVIRONMENT(
        """
        command = ["env", "-i", sys.executable, "-m", "pytest", *options]
        try:
            os.set_inheritable(198, True)
            subprocess.run(command, close_fds=False)
        except OSError:
            pass
        """);

    private final String product;

    Nested(String start) {
      this.product = NESTED.replace("START\n", start.indent(4)) + WRONG;
    }
  }

  @ParameterizedTest
  @EnumSource
  void testOfASessionWithinTheSessionIsNoneOfTheBase(Nested nested) {
    RunView sealed = sealed("python3 -m pytest -q tests", nested.product);

    assertThat(RegisteredRepository.exitCodes(sealed)).as("the twin").containsOnly(0L);
    assertThat(RegisteredRepository.findings(sealed))
        .containsAnyOf("TEST_VANISHED", "TEST_SKIPPED_ANEW");
    assertThat(sealed.verdict()).contains("FAILED");
  }

  @ParameterizedTest
  @EnumSource
  void theUsersOwnModulesAreNotLoaded(Planted planted) {
    RunView sealed = sealed(planted.judgement, planted.product);

    assertThat(RegisteredRepository.findings(sealed)).contains("TEST_FAILED");
    assertThat(sealed.verdict()).contains("FAILED");
  }

  /** What Python would execute at the start of the session that follows. */
  enum Planted {
    PATH_FILE("pytest -q tests/test_child.py && pytest -q tests/test_fare.py", "forged.pth"),
    PATH_FILE_WITH_A_CLEAR_ENVIRONMENT(
        "pytest -q tests/test_child.py && env -i HOME=/tmp PATH=/usr/bin pytest -q tests/test_fare.py",
        "forged.pth"),
    PATH_FILE_BEFORE_A_SAFE_PATH(
        "python3 -m pytest -q tests/test_child.py && python3 -P -m pytest -q tests/test_fare.py",
        "forged.pth"),
    CUSTOMIZATION(
        "pytest -q tests/test_child.py && pytest -q tests/test_fare.py", "usercustomize.py"),
    CUSTOMIZATION_BEFORE_ANOTHER_START(
        "pytest -q tests/test_child.py && python3 -m pytest -q tests/test_fare.py",
        "usercustomize.py");

    private final String judgement;
    private final String product;

    Planted(String judgement, String file) {
      this.judgement = judgement;
      this.product =
          PLANTED.replace("REPORT", "'''" + FORGED_REPORT + "'''").replace("NAME", file) + WRONG;
    }
  }

  @Test
  void honestWorkPasses() {
    for (Planted planted : Planted.values()) {
      RunView sealed = sealed(planted.judgement, RIGHT);
      assertThat(sealed.verdict())
          .as(RegisteredRepository.findings(sealed).toString())
          .contains("PASSED");
    }
  }

  private RunView sealed(String judgement, String product) {
    Repository base =
        Repository.of(
            Map.of(
                "fare.py", WRONG,
                "zones.py", "def zones():\n    return 2\n",
                "conftest.py", "",
                "tests/test_child.py",
                    judgement.contains("&&")
                        ? "from fare import child\n\ndef test_child():\n    assert child(1) == 3\n"
                        : "from zones import zones\n\ndef test_zones():\n    assert zones() == 2\n",
                "tests/test_fare.py",
                    "from fare import fare\n\ndef test_it():\n    assert fare(2) == 7\n"));
    RegisteredRepository site = RegisteredRepository.verifiedBy(gateway, base, judgement);
    OpenedRun run = site.open();
    RunClient worker = site.agent().inside(run);
    worker.write("fare.py", worker.read("fare.py").sha256(), product);
    return site.sealed(run);
  }
}
