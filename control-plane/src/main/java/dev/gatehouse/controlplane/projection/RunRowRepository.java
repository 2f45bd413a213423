package dev.gatehouse.controlplane.projection;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;

/** Reads runs. */
interface RunRowRepository extends Repository<RunRow, String> {
  Optional<RunRow> findById(String runId);

  @Query(
      """
      SELECT * FROM runs
      WHERE (CAST(:agent AS text) IS NULL OR agent = :agent)
        AND (CAST(:after AS text) IS NULL
          OR (opened_at, run_id) < (SELECT opened_at, run_id FROM runs WHERE run_id = :after))
      ORDER BY opened_at DESC, run_id DESC
      LIMIT :limit
      """)
  List<RunRow> newest(@Nullable String after, @Nullable String agent, int limit);
}
