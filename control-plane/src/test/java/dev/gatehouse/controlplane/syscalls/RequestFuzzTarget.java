package dev.gatehouse.controlplane.syscalls;

import dev.gatehouse.controlplane.api.request.StrictMapper;
import dev.gatehouse.evidence.PathException;
import dev.gatehouse.syscalls.Syscall;
import dev.gatehouse.syscalls.SyscallException;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reading the bodies of syscalls: any bytes are a typed syscall, or are refused. */
public final class RequestFuzzTarget {
  private static final JsonMapper MAPPER = StrictMapper.create();

  private RequestFuzzTarget() {}

  /** Reads {@code data} as the body of every syscall, and writes what it became canonically. */
  public static void fuzzerTestOneInput(byte[] data) {
    read(data, SyscallBodies.FileRead.class, SyscallBodies.FileRead::syscall);
    read(data, SyscallBodies.FileWrite.class, SyscallBodies.FileWrite::syscall);
    read(data, SyscallBodies.FileDelete.class, SyscallBodies.FileDelete::syscall);
    read(data, SyscallBodies.DirList.class, SyscallBodies.DirList::syscall);
    read(data, SyscallBodies.ExecRun.class, SyscallBodies.ExecRun::syscall);
    read(data, SyscallBodies.ApprovalWait.class, SyscallBodies.ApprovalWait::syscall);
  }

  private static <T> void read(byte[] data, Class<T> body, Function<T, Syscall> typed) {
    T read;
    try {
      read = MAPPER.readValue(data, body);
    } catch (JacksonException e) {
      return;
    }
    if (read == null) {
      return;
    }
    try {
      byte[] canonical = typed.apply(read).request().canonical();
      if (canonical.length == 0) {
        throw new AssertionError("a request without a form");
      }
    } catch (SyscallException | PathException e) {
      assert e.getMessage() != null;
    }
  }
}
