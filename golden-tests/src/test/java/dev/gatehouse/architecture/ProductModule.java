package dev.gatehouse.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The modules that hold the product's own code: where each lies, its root package, what it may use.
 *
 * <p>Classes are read from each module's {@code target/classes}, never from a jar on the class
 * path: the server's packaged jar has them a level deeper.
 */
enum ProductModule {
  EVIDENCE("evidence", "evidence", 60),
  POLICY("policy-profiles", "policy", 30),
  GATES("gates", "gates", 20),
  WORKSPACE("workspace", "workspace", 40),
  SANDBOX("sandbox-runner", "sandbox", 40),
  VERIFIER("verifier", "verifier", 4),
  SYSCALLS("syscalls", "syscalls", 40),
  POSTGRES("embedded-postgres", "postgres", 9),
  CONTROL_PLANE("control-plane", "controlplane", 90),
  CLIENT("client", "client", 20),
  CLI("cli", "cli", 40);

  private static final Map<ProductModule, JavaClasses> READ = new ConcurrentHashMap<>();

  private final String folder;
  private final String rootPackage;
  private final int atLeast;

  ProductModule(String folder, String lastName, int atLeast) {
    this.folder = folder;
    this.rootPackage = "dev.gatehouse." + lastName;
    this.atLeast = atLeast;
  }

  /** The modules below this one. */
  Set<ProductModule> mayUse() {
    return switch (this) {
      case EVIDENCE, POSTGRES, CLIENT -> Set.of();
      case SANDBOX -> Set.of(EVIDENCE);
      case POLICY, WORKSPACE -> Set.of(EVIDENCE);
      case GATES -> Set.of(POLICY, EVIDENCE);
      case VERIFIER, SYSCALLS -> Set.of(WORKSPACE, SANDBOX, POLICY, EVIDENCE);
      case CLI -> Set.of(CLIENT, GATES, POLICY, EVIDENCE);
      case CONTROL_PLANE -> EnumSet.complementOf(EnumSet.of(CONTROL_PLANE, CLIENT, CLI));
    };
  }

  /** How many classes it has at the least; fewer means that the scan looked in the wrong place. */
  int atLeast() {
    return atLeast;
  }

  /** The module's folder. */
  Path path() {
    return Sources.root().resolve(folder);
  }

  /** Its root package, such as {@code dev.gatehouse.evidence}. */
  String rootPackage() {
    return rootPackage;
  }

  /** Whether a class or package of that name lies in it. */
  boolean holds(String name) {
    return name.equals(rootPackage) || name.startsWith(rootPackage + ".");
  }

  /** Its compiled classes, without tests. */
  JavaClasses classes() {
    return READ.computeIfAbsent(this, each -> read(EnumSet.of(each)));
  }

  /** The module that holds a class of the product. */
  static Optional<ProductModule> of(JavaClass type) {
    return Arrays.stream(values()).filter(each -> each.holds(type.getPackageName())).findFirst();
  }

  /** The compiled classes of these modules, without tests. */
  static JavaClasses read(Set<ProductModule> modules) {
    return new ClassFileImporter()
        .importPaths(modules.stream().map(ProductModule::compiled).toArray(Path[]::new));
  }

  private Path compiled() {
    Path classes = path().resolve("target/classes");
    if (!Files.isDirectory(classes)) {
      throw new IllegalStateException(folder + " is not compiled: build it in the same run");
    }
    return classes;
  }
}
