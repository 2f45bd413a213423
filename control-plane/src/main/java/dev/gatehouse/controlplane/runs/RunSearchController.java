package dev.gatehouse.controlplane.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.gatehouse.controlplane.api.access.Principal.Agent;
import dev.gatehouse.controlplane.api.access.Principal.Operator;
import dev.gatehouse.controlplane.api.access.Principal.RegisteredPrincipal;
import dev.gatehouse.controlplane.api.limits.CallMemory;
import dev.gatehouse.controlplane.api.request.RequestValidation;
import dev.gatehouse.controlplane.projection.ListPage;
import dev.gatehouse.controlplane.projection.RunFilter;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.folder.SealInputs.Verdict;
import dev.gatehouse.syscalls.RunPhase;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/runs}: an operator finds every run, an agent its own. */
@RestController
@RequestMapping("/v1/runs")
class RunSearchController {
  private static final int MAX_PAGE = 100;

  private static final Instant YEAR_0000 = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

  /** What a run takes in a list: its names have at most 128 characters each. */
  private static final int VIEW_BYTES = 2 * 1024;

  private final RunSearch search;

  RunSearchController(RunSearch search) {
    this.search = search;
  }

  /**
   * Some of the runs.
   *
   * @param next what {@code after} is for the page behind this one; absent for the last page
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Page(List<RunView> runs, @Nullable String next) {
    static Page of(ListPage.Found<RunView> found) {
      return new Page(found.entries(), found.next().orElse(null));
    }
  }

  @GetMapping
  Page list(
      RegisteredPrincipal caller,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String after,
      @RequestParam(required = false) @Nullable String prefix,
      @RequestParam(required = false) @Nullable RunPhase state,
      @RequestParam(required = false) @Nullable String repository,
      @RequestParam(required = false) @Nullable String task,
      @RequestParam(required = false) @Nullable String agent,
      @RequestParam(required = false) @Nullable Verdict verdict,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String until,
      CallMemory memory) {
    if (limit < 1 || limit > MAX_PAGE) {
      throw RequestValidation.invalid("limit is from 1 to " + MAX_PAGE);
    }
    RunFilter filter =
        new RunFilter(
            name(repository, "repository"),
            name(task, "task"),
            name(agent, "agent"),
            Optional.ofNullable(verdict),
            time(from, "from"),
            time(until, "until"),
            name(prefix, "prefix"),
            name(after, "after"));
    memory.answer((long) limit * VIEW_BYTES);
    Optional<RunPhase> phase = Optional.ofNullable(state);
    return switch (caller) {
      case Operator _ -> Page.of(search.newest(phase, filter, limit));
      case Agent self -> own(self.name(), phase, filter, limit);
    };
  }

  /** A run of someone else is as unknown as none. */
  private Page own(String name, Optional<RunPhase> state, RunFilter filter, int limit) {
    if (filter.agent().filter(wanted -> !wanted.equals(name)).isPresent()) {
      return new Page(List.of(), null);
    }
    ListPage.Found<RunView> found = search.newest(state, filter.of(name), limit);
    return new Page(
        found.entries().stream().map(RunView::withoutFolder).toList(), found.next().orElse(null));
  }

  private static Optional<String> name(@Nullable String text, String parameter) {
    return Optional.ofNullable(text)
        .map(given -> RequestValidation.identifier(given, parameter))
        .map(Identifier::text);
  }

  /** RFC 3339 writes years with four digits; the database holds them all. */
  static Optional<Instant> time(@Nullable String text, String parameter) {
    try {
      Optional<Instant> time = Optional.ofNullable(text).map(Instant::parse);
      if (time.filter(each -> each.isBefore(YEAR_0000) || !each.isBefore(YEAR_10000)).isEmpty()) {
        return time;
      }
    } catch (DateTimeException e) {
      // Refused below.
    }
    throw RequestValidation.invalid(
        parameter
            + " is a time as RFC 3339 has it, such as 2026-01-02T03:04:05Z, in the years 0000 to 9999");
  }
}
