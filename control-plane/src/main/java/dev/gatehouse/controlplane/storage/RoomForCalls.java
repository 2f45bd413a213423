package dev.gatehouse.controlplane.storage;

import dev.gatehouse.syscalls.StorageRoom;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses calls that change something while there is no room for it: STORAGE_FULL. */
final class RoomForCalls implements HandlerInterceptor {
  private final StorageRoom room;

  RoomForCalls(StorageRoom room) {
    this.room = room;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
      room.require(StorageRoom.Need.CHANGE);
    }
    return true;
  }
}
