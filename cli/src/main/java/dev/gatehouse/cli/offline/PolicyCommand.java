package dev.gatehouse.cli.offline;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "policy",
    description = "Checks, tests and compares policy profiles, and explains their decisions.",
    footer = {"", "Example: gatehouse policy check strict.yaml"},
    mixinStandardHelpOptions = true)
final class PolicyCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "policy needs a word: "
            + String.join(", ", Objects.requireNonNull(spec).subcommands().keySet()));
  }
}
