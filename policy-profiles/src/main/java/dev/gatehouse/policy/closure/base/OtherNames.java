package dev.gatehouse.policy.closure.base;

import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure.OtherName;
import dev.gatehouse.policy.path.SandboxView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The places that links of the base lead to, under each name that leads there. */
public final class OtherNames {
  private final BaseReader base;
  private final LinkWalk walk;
  private final Guards guards;
  private final ClosureBounds bounds;
  private final Map<TreePath, List<Link>> byPlace = new HashMap<>();
  private final TreeMap<TreePath, Map<TreePath, Link>> found = new TreeMap<>();
  private final ArrayDeque<Link> toExtend = new ArrayDeque<>();
  private int count;
  private int beyond;

  /**
   * A place under another name.
   *
   * @param links those that the name passes, each once
   */
  private record Link(TreePath path, TreePath as, List<TreePath> links, List<String> because) {}

  public OtherNames(BaseReader base, LinkWalk walk, Guards guards, ClosureBounds bounds) {
    this.base = base;
    this.walk = walk;
    this.guards = guards;
    this.bounds = bounds;
  }

  /** Follows every link, and every name that passes several. */
  public void find(Map<TreePath, LinkWalk.Way> ways) {
    ways.forEach(this::follow);
    for (Link link : List.copyOf(toExtend)) {
      byPlace.computeIfAbsent(link.path(), path -> new ArrayList<>()).add(link);
    }
    while (!toExtend.isEmpty()) {
      extend(toExtend.removeFirst());
    }
    for (Map<TreePath, Link> names : List.copyOf(found.values())) {
      List.copyOf(names.values()).forEach(link -> lookBeyond(ways, link));
    }
  }

  /** The other names of a path, in the order of the document. */
  public List<TreePath> of(TreePath path) {
    List<TreePath> names = new ArrayList<>();
    if (!found.isEmpty()) {
      prefixes(path)
          .forEach(place -> {
            for (Link link : found.getOrDefault(place, Map.of()).values()) {
              names.add(replaced(path, place, link.as()));
            }
          });
    }
    return names;
  }

  public List<OtherName> document() {
    return found.values().stream()
        .flatMap(names -> names.values().stream())
        .map(link -> new OtherName(link.path(), link.as(), link.because()))
        .sorted(Comparator.comparing(OtherName::path).thenComparing(OtherName::as))
        .toList();
  }

  private void follow(TreePath name, LinkWalk.Way way) {
    List<String> because = new ArrayList<>();
    for (TreePath link : way.links()) {
      because.add(sentence(link));
    }
    List<TreePath> links = List.of(name);
    for (TreePath passed : way.links().subList(1, way.links().size())) {
      add(new Link(passed, name, links, because));
    }
    way.otherwise().forEach(place -> add(new Link(place, name, links, because)));
    switch (way.end()) {
      case INSIDE -> add(new Link(way.path(), name, links, because));
      case OUTSIDE -> {
        if (way.path().latin1().isEmpty()) {
          TreePath tree = new TreePath(name.latin1() + SandboxView.MOUNT_POINT);
          add(new Link(new TreePath(""), tree, links, because));
        }
      }
      case LOOP -> {}
    }
  }

  /** A name below a place that has another name has that one too. */
  private void extend(Link link) {
    for (TreePath place : prefixes(link.as())) {
      for (Link outer : byPlace.getOrDefault(place, List.of())) {
        if (!link.links().containsAll(outer.links()) && !outer.as().equals(link.as())) {
          Set<TreePath> links = new HashSet<>(link.links());
          links.addAll(outer.links());
          if (links.size() == link.links().size() + outer.links().size()) {
            List<String> because = new ArrayList<>(outer.because());
            because.addAll(link.because());
            add(
                new Link(
                    link.path(),
                    replaced(link.as(), place, outer.as()),
                    List.copyOf(links),
                    because));
          }
        }
      }
    }
  }

  /** A link that a protected file is reached by is protected as that file is. */
  private void lookBeyond(Map<TreePath, LinkWalk.Way> ways, Link link) {
    Set<String> known = new HashSet<>();
    for (TreePath file : base.below(link.path()).keySet()) {
      beyond++;
      ClosureBounds.demand(beyond <= bounds.beyond(), "files beyond links", bounds.beyond());
      TreePath name = replaced(file, link.path(), link.as());
      if (known.addAll(guards.takers(name))) {
        for (TreePath first : link.links()) {
          Optional.ofNullable(ways.get(first)).stream()
              .flatMap(way -> way.links().stream())
              .forEach(passed -> add(new Link(passed, name, link.links(), link.because())));
        }
      }
    }
  }

  private void add(Link link) {
    if (link.path().equals(link.as())) {
      return;
    }
    Map<TreePath, Link> names = found.computeIfAbsent(link.path(), path -> new TreeMap<>());
    if (names.putIfAbsent(link.as(), link) == null) {
      count++;
      ClosureBounds.demand(
          count <= bounds.otherNames(), "names that links give", bounds.otherNames());
      toExtend.addLast(link);
    }
  }

  private String sentence(TreePath link) {
    return "%s -> %s".formatted(link.display(), new TreePath(walk.target(link)).display());
  }

  /** The path, each directory above it, and the root. */
  static List<TreePath> prefixes(TreePath path) {
    List<TreePath> prefixes = new ArrayList<>();
    prefixes.add(path);
    String text = path.latin1();
    for (int slash = text.lastIndexOf('/'); slash > 0; slash = text.lastIndexOf('/', slash - 1)) {
      prefixes.add(new TreePath(text.substring(0, slash)));
    }
    if (!text.isEmpty()) {
      prefixes.add(new TreePath(""));
    }
    return prefixes;
  }

  private static TreePath replaced(TreePath path, TreePath place, TreePath as) {
    if (path.equals(place)) {
      return as;
    }
    int cut = place.latin1().isEmpty() ? 0 : place.latin1().length() + 1;
    return new TreePath(as.latin1() + "/" + path.latin1().substring(cut));
  }
}
