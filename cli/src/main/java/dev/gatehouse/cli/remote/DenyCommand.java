package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "deny",
    description = "Shows one proposed change, asks, and denies it.",
    footer = {"", "Example: gatehouse deny ap-01m7 --comment \"leave the build alone\""},
    mixinStandardHelpOptions = true)
final class DenyCommand implements Callable<Integer> {
  private final Screen screen;
  @Mixin private DecisionSupport deciding = new DecisionSupport();

  DenyCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    return deciding.decide(screen, "DENY", "DENIED");
  }
}
