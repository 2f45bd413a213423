package dev.gatehouse.controlplane.api.limits;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A call that may wait: for a command, for an operator, or for another call of its run. Such calls
 * have a bound of their own, so that they cannot take every thread; those that wait for something
 * that may never happen have another one within it, which they take when they begin to wait.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface MayWait {}
