package dev.gatehouse.controlplane.settings;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/** The range of a data size, in bytes, both ends included. */
@Constraint(validatedBy = Bytes.Validator.class)
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@interface Bytes {
  /** The smallest size. */
  long min() default 1;

  /** The largest size. */
  long max() default Long.MAX_VALUE;

  /** What is said about a size outside the range. */
  String message() default "must be between {min} and {max} bytes";

  /** Required of every constraint. */
  Class<?>[] groups() default {};

  /** Required of every constraint. */
  Class<? extends Payload>[] payload() default {};

  /** Compares the size with the range. */
  final class Validator implements ConstraintValidator<Bytes, DataSize> {
    private long min;
    private long max;

    @Override
    public void initialize(Bytes range) {
      min = range.min();
      max = range.max();
    }

    @Override
    public boolean isValid(@Nullable DataSize size, ConstraintValidatorContext context) {
      return size == null || (size.toBytes() >= min && size.toBytes() <= max);
    }
  }
}
