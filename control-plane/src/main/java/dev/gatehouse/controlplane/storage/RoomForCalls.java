package dev.gatehouse.controlplane.storage;

import dev.gatehouse.syscalls.limit.StorageRoom;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses calls that change something while there is no room for it: STORAGE_FULL. */
final class RoomForCalls implements HandlerInterceptor {
  private final StorageRoom room;
  private final StorageRoom.Need need;

  /** Of this room, for calls that are about to write that much. */
  RoomForCalls(StorageRoom room, StorageRoom.Need need) {
    this.room = room;
    this.need = need;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      room.require(need);
    }
    return true;
  }
}
