package dev.gatehouse.controlplane.api.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives a mapping its caller; the guard of calls has refused those who may not make the call. */
final class PrincipalResolver implements HandlerMethodArgumentResolver {
  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return Access.isPrincipal(parameter);
  }

  @Override
  public Principal resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest request,
      @Nullable WebDataBinderFactory binders) {
    return Access.require(
        parameter.getParameterType().asSubclass(Principal.class),
        Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class)));
  }
}
