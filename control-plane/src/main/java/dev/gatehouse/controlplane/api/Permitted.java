package dev.gatehouse.controlplane.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may make a call. It is asked before anything of the body is read; a call without is closed.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Permitted {
  /** The roles; each other one is FORBIDDEN. */
  Class<? extends Principal>[] value();
}
