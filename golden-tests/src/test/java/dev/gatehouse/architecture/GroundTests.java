package dev.gatehouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** Gates and evidence depend on what they are given: no network, clock, randomness or locale. */
class GroundTests {
  private static final JavaClasses GROUND =
      ProductModule.read(
          EnumSet.of(ProductModule.GATES, ProductModule.POLICY, ProductModule.EVIDENCE));

  @Test
  void nothingIsAskedOfANetworkADatabaseOrAProcess() {
    assertThat(GROUND.size()).isGreaterThan(110);
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net..", "java.sql..", "javax..", "java.lang.foreign..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.Runtime")
        .check(GROUND);
  }

  @Test
  void timeIsData() {
    noClasses().should().callMethodWhere(Calls.CLOCK).check(GROUND);
  }

  @Test
  void nothingIsRandom() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.security.SecureRandom")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.util.random..")
        .orShould()
        .callMethodWhere(Calls.RANDOM)
        .check(GROUND);
  }

  @Test
  void noAnswerDependsOnALocale() {
    noClasses().should().callMethodWhere(Calls.LOCALE).check(GROUND);
  }

  @Test
  void gatesAndDecisionsReadNoFile() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.nio.channels..")
        .check(ProductModule.read(EnumSet.of(ProductModule.GATES, ProductModule.POLICY)));
  }
}
