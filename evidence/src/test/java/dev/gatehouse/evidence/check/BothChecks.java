package dev.gatehouse.evidence.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.evidence.keys.SigningKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The check and {@code verify.sh}, which must find the same codes. */
record BothChecks(SigningKeys keys, VerifyScript script) {

  /** Checks against these keys; the trust file is written below {@code directory}. */
  static BothChecks of(SigningKeys keys, Path directory) throws IOException {
    Path trust = directory.resolve("trust.json");
    return new BothChecks(
        keys, new VerifyScript(Files.write(trust, keys.trust().toJson().canonical())));
  }

  /** Both find these codes, and the same ones besides; without any the folder is whole. */
  void find(Path folder, String... codes) throws IOException, InterruptedException {
    CheckReport report = FolderCheck.check(folder, keys.trust());
    Set<String> ours =
        report.findings().stream()
            .map(finding -> finding.code().name())
            .collect(Collectors.toCollection(TreeSet::new));
    VerifyScript.Answer answer = script.check(folder);
    Set<String> theirs =
        answer.lines().stream()
            .map(line -> line.split(" ")[0])
            .filter(code -> !code.equals("WHOLE"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(ours).as("%s", report.findings()).containsAll(List.of(codes));
    assertThat(ours.isEmpty()).as("%s", report.findings()).isEqualTo(codes.length == 0);
    assertThat(theirs).as("%s", answer.lines()).isEqualTo(ours);
    assertThat(answer.exit()).isEqualTo(codes.length == 0 ? 0 : 1);
  }
}
