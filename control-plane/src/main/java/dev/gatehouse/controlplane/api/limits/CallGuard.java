package dev.gatehouse.controlplane.api.limits;

import dev.gatehouse.controlplane.api.access.Access;
import dev.gatehouse.controlplane.api.access.Principal;
import dev.gatehouse.controlplane.api.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.WebUtils;

/**
 * Between the route and the body: the caller is held against the type of {@link Principal} that the
 * mapping takes, then its body is read, then a call that may wait takes its slot.
 */
final class CallGuard implements HandlerInterceptor {
  private static final String WAITING = "dev.gatehouse.waiting";

  private final CallPlaces places;
  private final int maxBodyBytes;

  CallGuard(CallPlaces places, int maxBodyBytes) {
    this.places = places;
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!(handler instanceof HandlerMethod method)) {
      throw Problems.noSuchCall();
    }
    Principal caller = Access.require(Access.permitted(method), request);
    boolean hasBody =
        Arrays.stream(method.getMethodParameters())
            .anyMatch((MethodParameter each) -> each.hasParameterAnnotation(RequestBody.class));
    if (hasBody) {
      Objects.requireNonNull(WebUtils.getNativeRequest(request, BoundedRequest.class))
          .read(maxBodyBytes, CallMemory.of(request));
    }
    if (method.hasMethodAnnotation(MayWait.class)) {
      request.setAttribute(WAITING, places.waiting(caller));
    }
    return true;
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request,
      HttpServletResponse response,
      Object handler,
      @Nullable Exception failure) {
    if (request.getAttribute(WAITING) instanceof Slots.Slot slot) {
      slot.close();
    }
  }
}
