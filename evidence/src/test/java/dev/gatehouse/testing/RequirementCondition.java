package dev.gatehouse.testing;

import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Leaves out tests whose {@link Requires} this machine does not meet, unless all are asked for. */
final class RequirementCondition implements ExecutionCondition {
  /** A configuration parameter of JUnit, hence also a system property. */
  static final String PARAMETER = "gatehouse.tests";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    boolean all = context.getConfigurationParameter(PARAMETER).filter("all"::equals).isPresent();
    return AnnotationSupport.findAnnotation(context.getElement(), Requires.class).stream()
        .flatMap(requires -> Arrays.stream(requires.value()))
        .filter(each -> !all && !each.isMet())
        .findFirst()
        .map(each -> ConditionEvaluationResult.disabled(each.reason()))
        .orElseGet(() -> ConditionEvaluationResult.enabled("nothing is missing"));
  }
}
