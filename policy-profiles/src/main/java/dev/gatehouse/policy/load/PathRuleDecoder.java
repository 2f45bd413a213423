package dev.gatehouse.policy.load;

import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.WorkspacePath;
import dev.gatehouse.policy.decision.CompiledRule;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.path.PathNames;
import dev.gatehouse.policy.profile.PathRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the path rules of a profile. */
final class PathRuleDecoder {
  private PathRuleDecoder() {}

  static List<PathRule> paths(FieldReader f, ProfileForm form) {
    List<PathRule> rules = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (FieldReader fields : f.objects("paths")) {
      PathRule rule = path(fields, form);
      fields.isNew(ids, rule.id());
      rules.add(rule);
    }
    return rules;
  }

  private static PathRule path(FieldReader f, ProfileForm form) {
    NameRules names = form.names();
    PathRule rule =
        new PathRule(
            f.identifier("id"),
            f.parsed("effect", PathRuleDecoder::effect).orElse(PathRule.Effect.DENY),
            f.list("patterns", form::pattern),
            f.list("except", form::pattern),
            f.bool("exceptScratch", false),
            f.optionalParsed("approver", PathRuleDecoder::role),
            f.sentence("reason"),
            f.optionalString("next"),
            ExamplesDecoder.examples(f, (fields, name) -> fields.list(name, WorkspacePath::parse)),
            f.optionalParsed("origin", Identifier::new).map(Identifier::text));
    if (rule.patterns().isEmpty()) {
      f.problem("patterns", "names at least one pattern");
    }
    boolean protects = rule.effect() == PathRule.Effect.PROTECT;
    if (protects != rule.approver().isPresent()) {
      f.problem("approver", "goes with the effect protect, and only with it");
    }
    if (rule.exceptScratch() && !protects) {
      f.problem("exceptScratch", "goes with the effect protect only");
    }
    CompiledRule compiled = new CompiledRule(rule, names);
    ExamplesDecoder.check(
        f,
        rule.examples(),
        path ->
            compiled.takes(PathNames.of(path, names))
                ? Optional.empty()
                : Optional.of("no pattern"));
    f.done();
    return rule;
  }

  private static PathRule.Effect effect(String word) {
    for (PathRule.Effect effect : PathRule.Effect.values()) {
      if (effect.word().equals(word)) {
        return effect;
      }
    }
    throw new IllegalArgumentException("is deny, readonly, protect, scratch or write");
  }

  private static String role(String text) {
    if (!text.equals("OPERATOR")) {
      throw new IllegalArgumentException("is OPERATOR, the only role that approves");
    }
    return text;
  }
}
