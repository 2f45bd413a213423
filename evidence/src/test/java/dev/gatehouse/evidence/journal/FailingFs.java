package dev.gatehouse.evidence.journal;

import dev.gatehouse.evidence.durable.DurableFs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The local file system with faults: every force of a file fails, or one operation does. */
public final class FailingFs implements DurableFs {
  private final DurableFs local = DurableFs.local();
  private final AtomicInteger forces = new AtomicInteger();
  private final AtomicInteger operations = new AtomicInteger();
  private volatile boolean failing;
  private volatile int failAt = -1;

  /** The operation of this number, counted from 0 and from now on, fails without an effect. */
  public void failAt(int operation) {
    operations.set(0);
    failAt = operation;
  }

  /** Whether that operation was reached. */
  public boolean hasFailed() {
    return failAt >= 0 && operations.get() > failAt;
  }

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
    step();
    return new Counted(local.create(file));
  }

  @Override
  public Output continueAt(Path file, long length) throws IOException {
    step();
    return new Counted(local.continueAt(file, length));
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    step();
    local.createDirectory(directory);
  }

  @Override
  public void link(Path existing, Path name) throws IOException {
    step();
    local.link(existing, name);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step();
    local.rename(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    step();
    local.delete(path);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    step();
    local.forceDirectory(directory);
  }

  private void step() throws IOException {
    if (operations.getAndIncrement() == failAt) {
      throw new IOException("No space left on device");
    }
  }

  private final class Counted implements Output {
    private final Output output;

    Counted(Output output) {
      this.output = output;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
      step();
      output.write(bytes);
    }

    @Override
    public void force() throws IOException {
      step();
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
