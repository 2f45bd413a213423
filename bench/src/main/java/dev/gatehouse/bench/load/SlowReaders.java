package dev.gatehouse.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.gatehouse.bench.Pause;
import dev.gatehouse.client.GatehouseClient;
import dev.gatehouse.client.OpenedRun;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for a large file over many connections, and reads none of the answers. */
final class SlowReaders implements Party {
  private static final int READERS = 60;
  private static final Duration HOLD = Duration.ofSeconds(20);
  private static final String BODY = "{\"path\":\"big.bin\",\"maxBytes\":16777216}";

  private final Target target;
  private final URI server;
  private final GatehouseClient agent;
  private @Nullable OpenedRun run;

  SlowReaders(URI server, Target target) {
    this.server = server;
    this.target = target;
    this.agent = target.agent(name());
  }

  @Override
  public String name() {
    return "hostile-readers";
  }

  @Override
  public void act() throws IOException {
    OpenedRun opened = run;
    if (opened == null) {
      opened = target.open(agent);
      run = opened;
    }
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < READERS; i++) {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new java.net.InetSocketAddress(server.getHost(), server.getPort()));
        sockets.add(socket);
        socket
            .getOutputStream()
            .write(
                """
                POST /v1/runs/%s/syscalls/file.read HTTP/1.1\r
                Host: x\r
                Authorization: Bearer %s\r
                Gatehouse-Fence: %s\r
                Content-Type: application/json\r
                Content-Length: %s\r
                \r
                %s\
                """
                    .formatted(opened.runId(), opened.token(), opened.fence(), BODY.length(), BODY)
                    .getBytes(US_ASCII));
      }
      Pause.of(HOLD);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
