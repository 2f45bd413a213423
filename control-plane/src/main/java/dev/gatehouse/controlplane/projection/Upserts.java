package dev.gatehouse.controlplane.projection;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;

/** Rows whose keys come from evidence; called inside the caller's transaction. */
record Upserts(JdbcAggregateTemplate rows) {
  /** Makes the rows {@code there}, which are in the database, the rows {@code wanted}. */
  <T> void difference(Map<String, T> there, Map<String, T> wanted, Class<T> type) {
    Set<String> gone = new TreeSet<>(there.keySet());
    gone.removeAll(wanted.keySet());
    gone.forEach(id -> rows.deleteById(id, type));
    wanted.forEach((id, row) -> {
      if (!row.equals(there.get(id))) {
        write(row, id, type);
      }
    });
  }

  /** Writes a row; whether it is new. */
  <T> boolean write(T row, String id, Class<T> type) {
    if (rows.existsById(id, type)) {
      rows.update(row);
      return false;
    }
    rows.insert(row);
    return true;
  }

  static <K, T> Map<K, T> byId(Iterable<T> rows, Function<T, K> id) {
    Map<K, T> byId = new HashMap<>();
    rows.forEach(row -> byId.put(id.apply(row), row));
    return byId;
  }
}
