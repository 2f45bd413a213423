package dev.gatehouse.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server is put together by constructors, and a request never holds the database. */
class ServerTests {
  private static final JavaClasses SERVER = ProductModule.CONTROL_PLANE.classes();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.springframework.beans.factory.annotation.Autowired",
        "org.springframework.beans.factory.annotation.Value",
        "jakarta.inject.Inject",
        "jakarta.annotation.Resource"
      })
  void nothingIsInjectedIntoAFieldOrASetter(String annotation) {
    assertThat(SERVER.size()).isGreaterThanOrEqualTo(ProductModule.CONTROL_PLANE.atLeast());
    noFields().should().beAnnotatedWith(annotation).check(SERVER);
    noMethods().should().beAnnotatedWith(annotation).check(SERVER);
  }

  /** What needs a part names it; two parts that need each other have a third between them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.springframework.beans.factory.ObjectFactory",
        "org.springframework.beans.factory.ObjectProvider",
        "org.springframework.context.annotation.Lazy",
        "jakarta.inject.Provider"
      })
  void noPartIsLookedUpLater(String type) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(type)
        .check(ProductModule.read(EnumSet.allOf(ProductModule.class)));
  }

  @Test
  void transactionsAreOpenedInCode() {
    String annotation = "org.springframework.transaction.annotation.Transactional";
    noClasses().should().beAnnotatedWith(annotation).check(SERVER);
    noMethods().should().beAnnotatedWith(annotation).check(SERVER);
  }

  /** No syscall waits for the database: rows follow the folders. */
  @Test
  void theDoorDoesNotReachTheDatabase() {
    noClasses()
        .that()
        .resideInAPackage("dev.gatehouse.controlplane.syscalls..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..",
            "javax.sql..",
            "org.springframework.jdbc..",
            "org.springframework.data..",
            "dev.gatehouse.controlplane.database..",
            "dev.gatehouse.postgres..",
            "dev.gatehouse.controlplane.projection..")
        .check(SERVER);
  }

  /** A key of the configuration is a component of one record, which checks it at the start. */
  @Test
  void valuesOfTheConfigurationComeFromTheRecordAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.gatehouse.controlplane.settings..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.springframework.beans.factory.annotation.Value")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework.boot.context.properties.bind..")
        .check(SERVER);
  }
}
