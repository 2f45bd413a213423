package dev.gatehouse.controlplane.reconciliation;

import dev.gatehouse.controlplane.projection.RunProjection;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Names what differs between rows. */
final class Columns {
  private Columns() {}

  static String differing(RunProjection one, RunProjection other) {
    List<String> names = new ArrayList<>(differing(one.run(), other.run()));
    if (!one.lease().equals(other.lease())) {
      names.add("lease");
    }
    if (!one.approvals().equals(other.approvals())) {
      names.add("approvals");
    }
    return String.join(", ", names);
  }

  static List<String> differing(Record one, Record other) {
    List<String> names = new ArrayList<>();
    for (RecordComponent component : one.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        if (!Objects.equals(
            component.getAccessor().invoke(one), component.getAccessor().invoke(other))) {
          names.add(component.getName());
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("records have accessors", e);
      }
    }
    return names;
  }
}
