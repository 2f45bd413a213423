package dev.gatehouse.controlplane.projection;

import dev.gatehouse.controlplane.database.DatabaseUnavailableException;
import dev.gatehouse.evidence.Identifier;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One page of a list whose entries are found in memory and by rows. It is shorter than asked for,
 * with a {@code next}, where many were looked at that do not belong to it.
 *
 * @param <K> where an entry stands in the list
 * @param <V> an entry
 */
public final class ListPage<K, V> {
  /** Rows that one page is made from at most. */
  public static final int MOST_ROWS = 1000;

  /** Rows of one query at least, so that rows that do not count cost few queries. */
  private static final int LEAST_ROWS = 100;

  private final NavigableMap<K, V> entries;
  private final Function<K, String> id;
  private final int limit;

  /** How far each source was looked at that has more: nothing behind the first counts yet. */
  private Optional<K> end = Optional.empty();

  /**
   * An empty page.
   *
   * @param id of the entry at a place; callers send it to ask for the next page
   * @param limit entries at most
   */
  public ListPage(Comparator<K> order, Function<K, String> id, int limit) {
    this.entries = new TreeMap<>(order);
    this.id = id;
    this.limit = limit;
  }

  /**
   * A finished page.
   *
   * @param next id behind which further entries may be found; none if there are no others
   */
  public record Found<V>(List<V> entries, Optional<String> next) {}

  /** A query for rows in the order of the list. */
  @FunctionalInterface
  public interface Query<K, R> {
    /** At most {@code limit} rows: those behind {@code last}, or the first ones. */
    List<R> behind(Optional<K> last, int limit);
  }

  /** Adds an entry, also in place of one that stands there. */
  public void put(K place, V entry) {
    entries.put(place, entry);
  }

  /** Adds an entry unless one stands there. */
  public void putIfAbsent(K place, V entry) {
    entries.putIfAbsent(place, entry);
  }

  /** Says that a source has more behind this place, which was not looked at. */
  public void endAt(K place) {
    end =
        end.filter(other -> entries.comparator().compare(other, place) <= 0)
            .or(() -> Optional.of(place));
  }

  /**
   * Adds entries by rows until there are enough, or no more rows, or {@link #MOST_ROWS} were read.
   *
   * @param add adds the entry of a row, if it belongs to the page; whether it does
   * @throws DatabaseUnavailableException if the page cannot end at any of the rows that were read,
   *     since callers cannot send their ids: somebody else wrote them
   */
  public <R> void addRows(Query<K, R> query, Function<R, K> place, Predicate<R> add) {
    int added = 0;
    Optional<K> last = Optional.empty();
    Optional<K> lastValid = Optional.empty();
    int size = 0;
    for (int read = 0; read < MOST_ROWS && added < limit; read += size) {
      size = Math.min(Math.max(limit, LEAST_ROWS), MOST_ROWS - read);
      List<R> rows = query.behind(last, size);
      for (R row : rows) {
        added += add.test(row) ? 1 : 0;
        last = Optional.of(place.apply(row));
        lastValid = isSendable(last) ? last : lastValid;
      }
      if (rows.size() < size) {
        return;
      }
    }
    endAt(lastValid.orElseThrow(ListPage::strangeRows));
  }

  private boolean isSendable(Optional<K> place) {
    return place.map(id).filter(Identifier::isValid).isPresent();
  }

  private static DatabaseUnavailableException strangeRows() {
    return new DatabaseUnavailableException(
        "the database has many rows of runs whose ids no gateway makes",
        "an operator runs gatehouse reconcile --rebuild, which removes them; open runs go on");
  }

  /** The page as it is now. */
  public Found<V> found() {
    NavigableMap<K, V> certain =
        end.map(place -> entries.headMap(place, /* inclusive= */ true)).orElse(entries);
    List<K> places = certain.keySet().stream().limit(limit).toList();
    Optional<K> next = places.size() == limit ? Optional.of(places.getLast()) : end;
    return new Found<>(certain.values().stream().limit(limit).toList(), next.map(id));
  }
}
