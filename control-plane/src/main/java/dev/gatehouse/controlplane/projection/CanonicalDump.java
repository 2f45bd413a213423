package dev.gatehouse.controlplane.projection;

import dev.gatehouse.evidence.json.Json;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables as canonical text, and how many rows they have. */
final class CanonicalDump {
  private static final List<String> TABLES =
      List.of(
          "approvals",
          "identities",
          "leases",
          "merges",
          "profiles",
          "repositories",
          "runs",
          "tasks");

  /** Columns that neither folders nor gateway log decide. */
  private static final Set<String> OWN = Set.of("leases.expires_at");

  /** Characters that the names of a row's columns take. */
  private static final int NAMES = 256;

  private CanonicalDump() {}

  /**
   * All rows.
   *
   * @param memory asked for as many bytes as they have, before they are read
   */
  static String of(JdbcClient sql, LongConsumer memory) {
    memory.accept(TABLES.stream().mapToLong(table -> bytes(sql, table)).sum());
    StringBuilder text = new StringBuilder();
    for (String table : TABLES) {
      sql.sql("SELECT * FROM " + table).query((row, _) -> line(table, row)).list().stream()
          .sorted()
          .forEach(line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  private static long bytes(JdbcClient sql, String table) {
    return sql.sql(
            "SELECT coalesce(sum(%s + length(t::text)), 0) FROM %s t".formatted(NAMES, table))
        .query(Long.class)
        .single();
  }

  static SortedMap<String, Long> counts(JdbcClient sql) {
    SortedMap<String, Long> counts = new TreeMap<>();
    Stream.concat(TABLES.stream(), Stream.of("findings"))
        .forEach(table ->
            counts.put(table, sql.sql("SELECT count(*) FROM " + table).query(Long.class).single()));
    return counts;
  }

  private static String line(String table, ResultSet row) throws SQLException {
    Json.Builder object = Json.object();
    ResultSetMetaData columns = row.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String name = columns.getColumnName(i);
      Object value = row.getObject(i);
      if (value != null && !OWN.contains(table + "." + name)) {
        object.put(name, json(value));
      }
    }
    return table + " " + object.build().canonicalText();
  }

  private static Json json(Object value) throws SQLException {
    return switch (value) {
      case String text -> new Json.Str(text);
      case Integer number -> new Json.Int(number);
      case Long number -> new Json.Int(number);
      case Boolean bool -> new Json.Bool(bool);
      case Timestamp time -> new Json.Str(time.toInstant().toString());
      case Array array -> Json.Arr.ofStrings(List.of((String[]) array.getArray()));
      default -> throw new IllegalStateException("no column has a " + value.getClass());
    };
  }
}
