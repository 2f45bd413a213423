package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.durable.DurableFs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The local file system, whose forces of files fail once {@link #failForces} was called. */
public final class FailingFs implements DurableFs {
  private final DurableFs local = DurableFs.local();
  private final AtomicInteger forces = new AtomicInteger();
  private volatile boolean failing;

  /** From now on each force of a file fails. */
  public void failForces(boolean fail) {
    failing = fail;
  }

  /** How many forces of files were asked for. */
  public int forces() {
    return forces.get();
  }

  @Override
  public Output create(Path file) throws IOException {
    return new Counted(local.create(file));
  }

  @Override
  public Output continueAt(Path file, long length) throws IOException {
    return new Counted(local.continueAt(file, length));
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    local.createDirectory(directory);
  }

  @Override
  public void link(Path existing, Path name) throws IOException {
    local.link(existing, name);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    local.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    local.delete(path);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    local.forceDirectory(directory);
  }

  private final class Counted implements Output {
    private final Output output;

    Counted(Output output) {
      this.output = output;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      output.write(bytes);
    }

    @Override
    public void force() throws IOException {
      forces.incrementAndGet();
      if (failing) {
        throw new IOException("Input/output error");
      }
      output.force();
    }

    @Override
    public void close() throws IOException {
      output.close();
    }
  }
}
