package dev.gatehouse.golden;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Named;

/**
 * Some of many forged bases: each content that is forged and each command that is deceived is among
 * them, in their order.
 */
final class Covering {
  private Covering() {}

  /** Each that has a content or a command that none before it has. */
  static List<Named<ForgedBase>> of(List<Named<ForgedBase>> all) {
    Set<String> seen = new HashSet<>();
    return all.stream().filter(each -> seen.addAll(traits(each.getPayload()))).toList();
  }

  /** What {@link #of} keeps of these. */
  static Set<String> traits(List<Named<ForgedBase>> bases) {
    Set<String> traits = new TreeSet<>();
    bases.forEach(each -> traits.addAll(traits(each.getPayload())));
    return traits;
  }

  private static Set<String> traits(ForgedBase base) {
    Set<String> traits = new HashSet<>();
    base.forged().values().forEach(content -> traits.add("writes " + content));
    traits.add("runs " + base.judgement());
    return traits;
  }
}
