package dev.gatehouse.policy.closure.base;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure.Computed;
import dev.gatehouse.evidence.report.ControlClosure.Named;
import dev.gatehouse.evidence.report.ControlClosure.Reach;
import dev.gatehouse.policy.closure.shell.Globs;
import dev.gatehouse.policy.closure.shell.ShellText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Collects what steps, makefiles and scripts name. */
public final class NamedPaths {
  private static final int MAX_TEXT = 200;
  private static final int CHARACTERS = 256;
  private static final int MAX_COMPUTED = 1000;

  private final BaseReader base;
  private final LinkWalk walk;
  private final Guards guards;
  private final ClosureBounds bounds;
  private final TreeMap<TreePath, Map<Reach, List<String>>> named = new TreeMap<>();
  private final Set<Computed> computed = new LinkedHashSet<>();
  private final Set<TreePath> leftOut = new TreeSet<>();
  private int count;
  private int work;

  public NamedPaths(BaseReader base, LinkWalk walk, Guards guards, ClosureBounds bounds) {
    this.base = base;
    this.walk = walk;
    this.guards = guards;
    this.bounds = bounds;
  }

  /**
   * Takes a path that is named, and every link on the way to it.
   *
   * @param from the directory that the name is relative to
   * @return where the name leads, if that is in the tree
   */
  public Optional<TreePath> name(String from, String name, Reach reach, Provenance because) {
    if (name.indexOf(ShellText.GLOB) >= 0) {
      names(from, name, reach, because);
      return Optional.empty();
    }
    return name(from, name, reach, because, /* isMatched= */ false);
  }

  private Optional<TreePath> name(
      String from, String name, Reach reach, Provenance because, boolean isMatched) {
    LinkWalk.Way way = walk.follow(from, name);
    way.links().forEach(link -> add(link, Reach.BELOW, because));
    way.otherwise().forEach(place -> add(place, reach, because));
    boolean inside = way.end() == LinkWalk.End.INSIDE && !way.path().latin1().isEmpty();
    if (inside) {
      if (!isMatched || !way.links().isEmpty()) {
        add(way.path(), reach, because);
      }
      return Optional.of(way.path());
    }
    if (!way.links().isEmpty() && way.end() != LinkWalk.End.INSIDE) {
      leftOut.add(way.links().getFirst());
    }
    return Optional.empty();
  }

  /**
   * Takes what a name may be: a pattern of names may be whatever it matches, also what is made
   * later.
   *
   * @return where the names that the base has lead, if that is in the tree
   */
  public List<TreePath> names(String from, String name, Reach reach, Provenance because) {
    return names(from, name, reach, because, /* isMatched= */ false);
  }

  private List<TreePath> names(
      String from, String name, Reach reach, Provenance because, boolean isMatched) {
    Optional<Globs.Split> split = Globs.split(name);
    if (split.isEmpty()) {
      return name(from, name, reach, because, isMatched).stream().toList();
    }
    String before = split.get().before();
    Optional<String> directory = directory(from, before, because);
    if (directory.isEmpty()) {
      return List.of();
    }
    String rest = name.substring(before.length()).replace(ShellText.GLOB, '*');
    Optional<TreePath> pattern = place(directory.get(), rest);
    boolean isPlain = Stream.of(rest.split("/")).noneMatch(each -> each.equals(".."));
    if (!isPlain || reach != Reach.PATH) {
      computed(because, name);
    }
    boolean isWithin = isMatched && walk.follow(from, before).links().isEmpty();
    if (isPlain && pattern.isPresent() && !isWithin) {
      add(pattern.get(), Reach.MATCHING, because);
    }
    return matched(directory.get(), split.get())
        .flatMap(each -> names(directory.get(), each, reach, because, isPlain).stream())
        .toList();
  }

  /** The directories that a name may lead to, in the tree; the links on the way are taken. */
  public List<String> directories(String from, String name, Provenance because) {
    Optional<Globs.Split> split = Globs.split(name);
    if (split.isEmpty()) {
      return directory(from, name, because).stream().toList();
    }
    return directory(from, split.get().before(), because).stream()
        .flatMap(directory ->
            matched(directory, split.get())
                .flatMap(each -> directories(directory, each, because).stream()))
        .toList();
  }

  /** What the base has in a directory for the component that matches, with what follows it. */
  private Stream<String> matched(String directory, Globs.Split split) {
    return base.entries(directory).stream()
        .filter(entry -> {
          count(split.component().length() * entry.length());
          return Globs.matches(split.component(), entry);
        })
        .map(entry -> entry + split.after());
  }

  /** Takes directories of the tree as ones in which Python looks for modules. */
  public void imports(String from, String name, Provenance because) {
    for (String directory : directories(from, name, because)) {
      if (!directory.isEmpty()) {
        add(new TreePath(directory), Reach.IMPORTS, because);
      }
    }
  }

  /** The directory that a name leads to, if that is in the tree; the links on the way are taken. */
  public Optional<String> directory(String from, String name, Provenance because) {
    if (name.indexOf(ShellText.GLOB) >= 0) {
      computed(because, name);
      return Optional.empty();
    }
    LinkWalk.Way way = walk.follow(from, name);
    way.links().forEach(link -> add(link, Reach.BELOW, because));
    return way.end() == LinkWalk.End.INSIDE ? Optional.of(way.path().latin1()) : Optional.empty();
  }

  /** Where a name leads, without taking anything. */
  public Optional<TreePath> place(String from, String name) {
    if (name.indexOf(ShellText.GLOB) >= 0) {
      return Optional.empty();
    }
    LinkWalk.Way way = walk.follow(from, name);
    return way.end() == LinkWalk.End.INSIDE ? Optional.of(way.path()) : Optional.empty();
  }

  /** Notes a name of which nothing can be said. */
  public void computed(Provenance because, String what) {
    if (computed.size() < MAX_COMPUTED) {
      computed.add(new Computed(because.where(), shown(what)));
    }
  }

  /** Counts something that is looked at, and the text that is read for it. */
  public void count(int characters) {
    work += 1 + characters / CHARACTERS;
    ClosureBounds.demand(work <= bounds.work(), "commands, includes and targets", bounds.work());
  }

  /** Whether the path steers the judgement. */
  public boolean steers(TreePath path) {
    return guards.controls(path)
        || named.getOrDefault(path, Map.of()).keySet().stream()
            .anyMatch(reach -> reach != Reach.SOURCES && reach != Reach.IMPORTS);
  }

  public BaseReader base() {
    return base;
  }

  public List<Named> named() {
    List<Named> all = new ArrayList<>();
    named.forEach((path, reaches) ->
        reaches.forEach((reach, because) -> all.add(new Named(path, reach, because))));
    return all;
  }

  public List<Computed> computed() {
    return computed.stream()
        .sorted(Comparator.comparing(Computed::where).thenComparing(Computed::what))
        .toList();
  }

  public Set<TreePath> leftOut() {
    return leftOut;
  }

  /** What patterns take is left to them. */
  private void add(TreePath path, Reach reach, Provenance because) {
    if (reach == Reach.PATH && guards.controls(path)) {
      return;
    }
    Map<Reach, List<String>> reaches = named.computeIfAbsent(path, each -> new TreeMap<>());
    if (reaches.putIfAbsent(reach, because.sentences()) == null) {
      count++;
      ClosureBounds.demand(count <= bounds.named(), "named paths", bounds.named());
    }
  }

  /** A text of the base as a document shows it. */
  static String shown(String text) {
    String whole =
        new TreePath(text.replace(ShellText.UNKNOWN, '?').replace(ShellText.GLOB, '*')).display();
    String line = whole.replace('\n', ' ').replace('\t', ' ').strip();
    return line.codePointCount(0, line.length()) <= MAX_TEXT
        ? line
        : line.substring(0, line.offsetByCodePoints(0, MAX_TEXT)) + "…";
  }
}
