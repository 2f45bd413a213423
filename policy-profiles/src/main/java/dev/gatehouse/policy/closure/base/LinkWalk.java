package dev.gatehouse.policy.closure.base;

import dev.gatehouse.evidence.TreePath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows names through the links of the base as the kernel does in a sandbox. */
public final class LinkWalk {
  /** Where a sandbox has the tree. */
  private static final String WORKSPACE = "workspace";

  /** The kernel follows as many links for one name (path_resolution(7)). */
  private static final int MAX_LINKS = 40;

  private static final int MAX_BYTES = 4096;

  private final Map<TreePath, String> targets;
  private final ClosureBounds bounds;
  private int steps;

  /**
   * A walker.
   *
   * @param targets what each link of the base says, one character for each byte
   */
  public LinkWalk(Map<TreePath, String> targets, ClosureBounds bounds) {
    this.targets = targets;
    this.bounds = bounds;
  }

  /** How a name ends. */
  public enum End {
    /** In the tree, whether something is there or not. */
    INSIDE,
    /** Elsewhere in the sandbox. */
    OUTSIDE,
    /** After more links than the kernel follows. */
    LOOP
  }

  /**
   * A name that was followed.
   *
   * @param links the links on the way, in order
   * @param otherwise where the name would be if one of them were a directory
   * @param end how it ends
   * @param path where it ends, relative to the tree; outside of it from the root directory on
   */
  public record Way(List<TreePath> links, List<TreePath> otherwise, End end, TreePath path) {}

  /** What a link says. */
  String target(TreePath link) {
    return targets.getOrDefault(link, "");
  }

  /**
   * Follows a name.
   *
   * @param from the directory of the tree that it is relative to; empty for its root
   * @param name the name; may be absolute
   */
  public Way follow(String from, String name) {
    ArrayDeque<String> left = new ArrayDeque<>();
    ArrayDeque<String> stack = new ArrayDeque<>();
    begin(name, left, stack, from);
    List<TreePath> links = new ArrayList<>();
    List<TreePath> otherwise = new ArrayList<>();
    while (!left.isEmpty()) {
      ClosureBounds.demand(++steps <= bounds.steps(), "components of names", bounds.steps());
      String component = left.removeFirst();
      if (component.isEmpty() || component.equals(".")) {
        continue;
      }
      if (component.equals("..")) {
        stack.pollLast();
        continue;
      }
      stack.addLast(component);
      @Nullable TreePath here = inTree(stack);
      @Nullable String target = here == null ? null : targets.get(here);
      if (here == null || target == null) {
        continue;
      }
      links.add(here);
      if (links.size() > MAX_LINKS || target.length() > MAX_BYTES || target.isEmpty()) {
        return new Way(links, otherwise, End.LOOP, here);
      }
      if (!left.isEmpty() && !left.contains("..")) {
        otherwise.add(new TreePath(here.latin1() + "/" + String.join("/", left)));
      }
      stack.removeLast();
      begin(target, left, stack, null);
    }
    @Nullable TreePath end = inTree(stack);
    return end == null
        ? new Way(links, otherwise, End.OUTSIDE, new TreePath(String.join("/", stack)))
        : new Way(links, otherwise, End.INSIDE, end);
  }

  private static void begin(
      String name, Deque<String> left, Deque<String> stack, @Nullable String from) {
    if (name.startsWith("/")) {
      stack.clear();
    } else if (from != null) {
      stack.addLast(WORKSPACE);
      if (!from.isEmpty()) {
        stack.addAll(List.of(from.split("/")));
      }
    }
    List<String> components = List.of(name.split("/", -1));
    components.reversed().forEach(left::addFirst);
  }

  /** The path in the tree; null outside of it. */
  private static @Nullable TreePath inTree(Deque<String> stack) {
    if (stack.isEmpty() || !stack.getFirst().equals(WORKSPACE)) {
      return null;
    }
    return new TreePath(String.join("/", stack.stream().skip(1).toList()));
  }
}
