package dev.gatehouse.cli.remote;

import dev.gatehouse.cli.screen.CliException;
import dev.gatehouse.cli.screen.ExitCode;
import dev.gatehouse.cli.screen.Screen;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.operator.ApprovalView;
import dev.gatehouse.evidence.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "approval-content",
    description = {
      "Writes a content of a proposal as it is, to a file or to another program.",
      "Its digest is checked. It is never written to a terminal."
    },
    footer = {"", "Example: gatehouse approval-content ap-01m7 --after -o after.bin"},
    mixinStandardHelpOptions = true)
final class ApprovalContentCommand implements Callable<Integer> {
  private final Screen screen;
  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(paramLabel = "APPROVAL", description = "the approval's id, or the beginning of it")
  private String approvalName = "";

  @ArgGroup(multiplicity = "1")
  private Side side = new Side();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "a file that does not exist yet (default: standard output)")
  private Optional<Path> output = Optional.empty();

  /** Which of the two. */
  static final class Side {
    @Option(names = "--before", description = "what the run's tree has there")
    private boolean before;

    @Option(names = "--after", description = "what the proposal puts there")
    private boolean after;
  }

  ApprovalContentCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() {
    if (output.isEmpty() && screen.live()) {
      throw new CliException(
          "OUTPUT_IS_TERMINAL",
          "a content as it is could steer the terminal",
          "name a file with -o FILE; gatehouse approve " + approvalName + " shows it");
    }
    GatehouseClient client = server.client();
    String approvalId = IdLookup.approval(client, approvalName);
    ApprovalView approval = client.approval(approvalId);
    String sha256 =
        (side.before ? approval.before() : approval.after())
            .orElseThrow(() ->
                new CliException(
                    "CONTENT_ABSENT",
                    side.after ? "the proposal deletes the file" : "the file is new",
                    "ask for the other content"))
            .sha256();
    byte[] content = client.approvalContent(approvalId, sha256);
    if (!Digest.of(content).hex().equals(sha256)) {
      throw new CliException(
          "CONTENT_MISMATCH",
          "what came is not the content of " + sha256,
          "approve nothing; look at the gateway");
    }
    write(content);
    return ExitCode.YES;
  }

  private void write(byte[] content) {
    if (output.isEmpty()) {
      screen.bytes(content);
      return;
    }
    Path file = output.get();
    try {
      // A file that is there, or a link, is never written to.
      Files.write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new CliException(
          "FILE_UNWRITABLE",
          file + " cannot be made (" + e.getClass().getSimpleName() + ")",
          "name a file that does not exist yet",
          e);
    }
  }
}
