package dev.gatehouse.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the tests of a class, or one test, need. Where it is missing they are left out, and {@link
 * LeftOutListener} lists them. With the system property {@code gatehouse.tests} set to {@code all},
 * as {@code ./gatehouse test} sets it, nothing is left out: what is missing makes the test fail.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(RequirementCondition.class)
public @interface Requires {
  Requirement[] value();
}
