package dev.gatehouse.evidence.report;

import dev.gatehouse.evidence.Digest;
import dev.gatehouse.evidence.TreePath;
import dev.gatehouse.evidence.journal.InlineContent;
import dev.gatehouse.evidence.json.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * {@code data/closure.json}: what the rules and the plan of a run take beside what their patterns
 * name, because of the base that the run started from. Computed once, when the run opens.
 *
 * @param otherNames places that links of the base lead to
 * @param named paths that steps, makefiles and scripts of the base name: control, whatever rules
 *     say of them
 * @param leftOut links of the base that control takes and that lead nowhere in the tree: absent
 *     where the plan runs, unless an operator approved something else there
 * @param computed names of which nothing can be said before they are used
 * @param sources the files of the base whose contents this was computed from
 * @param contents those contents of at most 4 KiB; larger ones are blobs
 */
public record ControlClosure(
    List<OtherName> otherNames,
    List<Named> named,
    List<TreePath> leftOut,
    List<Computed> computed,
    List<Source> sources,
    List<InlineContent> contents) {
  /** The closure of a run that has none. */
  public static final ControlClosure NONE =
      new ControlClosure(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  public ControlClosure {
    otherNames = List.copyOf(otherNames);
    named = List.copyOf(named);
    leftOut = List.copyOf(leftOut);
    computed = List.copyOf(computed);
    sources = List.copyOf(sources);
    contents = List.copyOf(contents);
  }

  /**
   * A place that has another name: each rule that takes {@code as}, or a path below it, takes
   * {@code path}, or the same path below that.
   *
   * @param path the place; empty for the whole tree
   * @param as the name that leads there
   * @param because the links on the way, one sentence each
   */
  public record OtherName(TreePath path, TreePath as, List<String> because) {
    public OtherName {
      because = List.copyOf(because);
    }
  }

  /**
   * A path that steers the judgement since something names it.
   *
   * @param path the path
   * @param reach what belongs to it
   * @param because what names it, from the step on, one sentence each
   */
  public record Named(TreePath path, Reach reach, List<String> because) {
    public Named {
      because = List.copyOf(because);
    }
  }

  /** What belongs to a path that is named. */
  public enum Reach {
    /** The path alone. */
    PATH,
    /** The path and everything below it. */
    BELOW,
    /** Everything that make would make the path from by rules of its own, and not the path. */
    SOURCES,
    /** Every path that it matches: {@code *} stands for any characters of one component. */
    MATCHING,
    /**
     * A directory in which Python looks for modules: what the base does not have there is taken as
     * it is taken at the root.
     */
    IMPORTS
  }

  /**
   * A name that is computed where it is used.
   *
   * @param where the file or step
   * @param what the text that names it
   */
  public record Computed(String where, String what) {}

  /**
   * A file of the base that was read.
   *
   * @param path its path; of a link the content is the target
   * @param sha256 digest of the content
   */
  public record Source(TreePath path, Digest sha256) {}

  /** What decides: the same without what it was computed from. */
  public ControlClosure decisive() {
    return new ControlClosure(otherNames, named, leftOut, List.of(), List.of(), List.of());
  }

  /** Digests of {@link #contents}. */
  public Set<Digest> carried() {
    Set<Digest> carried = new HashSet<>();
    contents.forEach(content -> carried.add(content.sha256()));
    return carried;
  }

  /** All members and {@code formatVersion}. */
  public Json.Obj toJson() {
    return Json.object()
        .put("formatVersion", "1")
        .put(
            "otherNames",
            array(
                otherNames,
                o ->
                    o.path()
                        .putInto(Json.object())
                        .put("as", o.as().putInto(Json.object()).build())
                        .put("because", Json.Arr.ofStrings(o.because()))
                        .build()))
        .put(
            "named",
            array(
                named,
                n ->
                    n.path()
                        .putInto(Json.object())
                        .put("reach", n.reach().name())
                        .put("because", Json.Arr.ofStrings(n.because()))
                        .build()))
        .put("leftOut", array(leftOut, path -> path.putInto(Json.object()).build()))
        .put(
            "computed",
            array(
                computed, c -> Json.object().put("where", c.where()).put("what", c.what()).build()))
        .put(
            "sources",
            array(
                sources,
                s -> s.path().putInto(Json.object()).put("blobSha256", s.sha256().hex()).build()))
        .put(
            "contents",
            Json.Arr.ofStrings(
                contents.stream()
                    .map(content -> Base64.getEncoder().encodeToString(content.bytes()))
                    .toList()))
        .build();
  }

  /**
   * The inverse of {@link #toJson()}.
   *
   * @throws dev.gatehouse.evidence.json.JsonFormatException if a member is missing or malformed
   * @throws IllegalArgumentException if a content is not base64 of at most 4 KiB
   */
  public static ControlClosure fromJson(Json.Obj json) {
    return new ControlClosure(
        json.objects("otherNames").stream()
            .map(o ->
                new OtherName(
                    TreePath.from(o), TreePath.from(o.object("as")), o.strings("because")))
            .toList(),
        json.objects("named").stream()
            .map(n ->
                new Named(
                    TreePath.from(n), n.parsed("reach", Reach::valueOf), n.strings("because")))
            .toList(),
        json.objects("leftOut").stream().map(TreePath::from).toList(),
        json.objects("computed").stream()
            .map(c -> new Computed(c.string("where"), c.string("what")))
            .toList(),
        json.objects("sources").stream()
            .map(s -> new Source(TreePath.from(s), s.parsed("blobSha256", Digest::new)))
            .toList(),
        json.strings("contents").stream()
            .map(text -> new InlineContent(Base64.getDecoder().decode(text)))
            .toList());
  }

  private static <T> Json.Arr array(
      List<T> values, java.util.function.Function<T, Json.Obj> toJson) {
    List<Json> objects = new ArrayList<>();
    values.forEach(value -> objects.add(toJson.apply(value)));
    return new Json.Arr(objects);
  }
}
