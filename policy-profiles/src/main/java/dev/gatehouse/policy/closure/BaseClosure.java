package dev.gatehouse.policy.closure;

import dev.gatehouse.evidence.FileVersion;
import dev.gatehouse.evidence.Tree;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.report.ControlClosure;
import dev.gatehouse.policy.closure.base.BaseReader;
import dev.gatehouse.policy.closure.base.ClosureBounds;
import dev.gatehouse.policy.closure.base.Guards;
import dev.gatehouse.policy.closure.base.LinkWalk;
import dev.gatehouse.policy.closure.base.NamedPaths;
import dev.gatehouse.policy.closure.base.OtherNames;
import dev.gatehouse.policy.closure.command.CommandReader;
import dev.gatehouse.policy.closure.command.PlannedCommand;
import dev.gatehouse.policy.closure.make.MakeReader;
import dev.gatehouse.policy.closure.python.PytestSettings;
import dev.gatehouse.policy.error.ClosureException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The closure of a base, and what has to be kept for computing it again.
 *
 * @param closure what is taken
 * @param blobs contents that it relies on and does not carry
 */
public record BaseClosure(ControlClosure closure, List<byte[]> blobs) {
  public BaseClosure {
    blobs = List.copyOf(blobs);
  }

  /**
   * Computes the closure. Pure: the same base, profile and steps give the same one.
   *
   * @param base the tree that a run starts from
   * @param contents contents of its files and links
   * @param guards what the profile says of a path by its name
   * @param steps what judges the result
   * @throws ClosureException if it is larger than a closure may be
   */
  public static BaseClosure of(
      Tree base,
      Function<FileVersion, byte[]> contents,
      Guards guards,
      List<PlannedCommand> steps) {
    return of(base, contents, guards, steps, ClosureBounds.USUAL);
  }

  static BaseClosure of(
      Tree base,
      Function<FileVersion, byte[]> contents,
      Guards guards,
      List<PlannedCommand> steps,
      ClosureBounds bounds) {
    BaseReader reader = new BaseReader(base, contents, bounds);
    Map<TreePath, String> targets = new HashMap<>();
    for (TreePath link : reader.links()) {
      targets.put(link, reader.text(link).orElseThrow());
    }
    LinkWalk walk = new LinkWalk(targets, bounds);
    TreeMap<TreePath, LinkWalk.Way> ways = new TreeMap<>();
    targets.keySet().forEach(link -> ways.put(link, walk.follow("", link.latin1())));
    OtherNames others = new OtherNames(reader, walk, guards, bounds);
    others.find(ways);
    reader.hide(path -> guards.hides(path) || others.of(path).stream().anyMatch(guards::hides));
    NamedPaths named = new NamedPaths(reader, walk, guards, bounds);
    follow(base, guards, steps, named, others);
    Set<TreePath> leftOut = new TreeSet<>(named.leftOut());
    ways.forEach((link, way) -> {
      if (leadsIntoProcesses(way, steps)) {
        leftOut.add(link);
      } else if (leadsNowhere(way)
          && (named.steers(link) || others.of(link).stream().anyMatch(guards::controls))) {
        leftOut.add(link);
      }
    });
    ControlClosure closure =
        new ControlClosure(
            others.document(),
            named.named(),
            List.copyOf(leftOut),
            named.computed(),
            reader.sources(),
            reader.carried());
    ClosureBounds.demand(
        closure.toJson().canonical().length <= bounds.documentBytes(),
        "bytes",
        bounds.documentBytes());
    return new BaseClosure(closure, reader.blobs());
  }

  private static void follow(
      Tree base, Guards guards, List<PlannedCommand> steps, NamedPaths named, OtherNames others) {
    CommandReader commands = new CommandReader(named, reader -> new MakeReader(named, reader));
    steps.forEach(commands::step);
    for (TreePath path : base.files().keySet()) {
      for (TreePath name : both(path, others)) {
        if (!guards.controls(name)) {
          continue;
        }
        if (PytestSettings.isOne(name) && !steps.isEmpty()) {
          commands.settings(name);
        } else if (MakeReader.isMakefile(name)) {
          commands.includesOf(name);
        }
      }
    }
    if (!steps.isEmpty()) {
      commands.tests(
          base.files().keySet().stream()
              .filter(PytestSettings::isTestModule)
              .filter(named.base()::isFile)
              .toList());
    }
  }

  private static Set<TreePath> both(TreePath path, OtherNames others) {
    Set<TreePath> names = new TreeSet<>(others.of(path));
    names.add(path);
    return names;
  }

  /** Below {@code /proc} there are ways back into the tree. */
  private static boolean leadsIntoProcesses(LinkWalk.Way way, List<PlannedCommand> steps) {
    String end = way.path().latin1();
    return way.end() == LinkWalk.End.OUTSIDE
        && !steps.isEmpty()
        && (end.startsWith("proc") || end.startsWith("dev"));
  }

  private static boolean leadsNowhere(LinkWalk.Way way) {
    return switch (way.end()) {
      case INSIDE -> false;
      case LOOP, OUTSIDE -> true;
    };
  }
}
