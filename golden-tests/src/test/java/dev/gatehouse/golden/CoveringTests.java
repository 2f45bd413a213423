package dev.gatehouse.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the tests of every build choose of the forged bases, and {@code --deep} does not. */
class CoveringTests {
  static Stream<List<Named<ForgedBase>>> lists() {
    return Stream.of(MakeForgeries.all(), LinkForgeries.all());
  }

  @ParameterizedTest
  @MethodSource("lists")
  void everyForgedContentAndEveryCommandIsChosen(List<Named<ForgedBase>> all) {
    List<Named<ForgedBase>> chosen = Covering.of(all);

    assertThat(all).containsAll(chosen);
    assertThat(chosen).hasSizeLessThan(all.size());
    assertThat(Covering.traits(chosen)).isEqualTo(Covering.traits(all)).isNotEmpty();
  }
}
