package dev.gatehouse.controlplane.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The schema {@code public} as text, one line for each column, constraint and index, sorted. It is
 * the same for each version of PostgreSQL from 15 on; Flyway's own table is left out.
 */
final class SchemaText {
  /** From PostgreSQL 18 on a column's NOT NULL is a constraint too: it stands with the column. */
  private static final String LINES =
      """
      SELECT format('column %s.%s %s%s%s%s', c.relname, a.attname,
          format_type(a.atttypid, a.atttypmod),
          CASE WHEN a.attnotnull THEN ' NOT NULL' END,
          CASE a.attidentity WHEN 'a' THEN ' ALWAYS AS IDENTITY' WHEN 'd' THEN ' AS IDENTITY' END,
          ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid))
      FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
        AND c.relname <> 'flyway_schema_history'
      UNION ALL
      SELECT format('constraint %s.%s %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
      FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
      WHERE c.relnamespace = 'public'::regnamespace AND k.contype <> 'n'
        AND c.relname <> 'flyway_schema_history'
      UNION ALL
      SELECT format('index %s', pg_get_indexdef(i.indexrelid))
      FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> 'flyway_schema_history'
      UNION ALL
      SELECT format('function %s', p.oid::regprocedure)
      FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
      UNION ALL
      SELECT format('trigger %s', pg_get_triggerdef(t.oid))
      FROM pg_trigger t WHERE NOT t.tgisinternal
      """;

  private SchemaText() {}

  /** The lines, each ended by a line feed. */
  static String of(Connection connection) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(LINES)) {
      while (rows.next()) {
        lines.add(rows.getString(1) + "\n");
      }
    }
    return String.join("", lines.stream().sorted().toList());
  }
}
