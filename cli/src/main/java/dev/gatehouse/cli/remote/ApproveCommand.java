package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "approve",
    description = "Shows one proposed change, asks, and approves exactly that change.",
    footer = {"", "Example: gatehouse approve ap-01m7 --comment \"reviewed\""},
    mixinStandardHelpOptions = true)
final class ApproveCommand implements Callable<Integer> {
  private final Screen screen;
  @Mixin private DecisionSupport deciding = new DecisionSupport();

  ApproveCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    return deciding.decide(screen, "APPROVE", "COMMITTED");
  }
}
