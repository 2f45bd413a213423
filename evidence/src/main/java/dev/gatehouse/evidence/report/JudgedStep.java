package dev.gatehouse.evidence.report;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.json.Json;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a step was judged, in folders of format 2.
 *
 * @param key the secret that its nonces came from
 * @param environment all variables of the step
 * @param reportSha256 digest of the blob that holds the judge's messages, see {@link JudgeReport}
 */
public record JudgedStep(JudgeKey key, Map<String, String> environment, String reportSha256) {
  public JudgedStep {
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
  }

  Json.Obj toJson() {
    Json.Builder variables = Json.object();
    environment.forEach(variables::put);
    return Json.object()
        .put("key", key.hex())
        .put("environment", variables.build())
        .put("reportSha256", reportSha256)
        .build();
  }

  static JudgedStep fromJson(Json.Obj json) {
    Json.Obj variables = json.object("environment");
    Map<String, String> environment = new TreeMap<>();
    variables.members().keySet().forEach(name -> environment.put(name, variables.string(name)));
    return new JudgedStep(
        json.parsed("key", JudgeKey::new),
        environment,
        json.parsed("reportSha256", Digest::new).hex());
  }
}
