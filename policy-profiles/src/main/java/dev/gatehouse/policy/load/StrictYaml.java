package dev.gatehouse.policy.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.error.ProfileException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The YAML of a profile: mappings, lists, texts, whole numbers, {@code true} and {@code false}. No
 * anchors, aliases or tags, no duplicate keys, bounded, and every value knows its line.
 */
final class StrictYaml {
  /** Bytes of a profile, at most. */
  static final int MAX_BYTES = 512 * 1024;

  private static final int MAX_DEPTH = 16;

  private final Map<String, Integer> lines = new HashMap<>();
  private final List<ProfileException.Problem> problems = new ArrayList<>();

  private StrictYaml() {}

  /** A document and the line of each place in it. */
  record Document(Json.Obj json, Map<String, Integer> lines) {
    /** The line of a place, or of what holds it. */
    int line(String path) {
      String place = path;
      while (!lines.containsKey(place)) {
        int end = Math.max(place.lastIndexOf('.'), place.lastIndexOf('['));
        place = place.substring(0, Math.max(end, 0));
      }
      return lines.getOrDefault(place, 1);
    }
  }

  /**
   * Reads one document.
   *
   * @throws ProfileException if it is not such YAML
   */
  static Document read(String origin, byte[] yaml) {
    StrictYaml reader = new StrictYaml();
    Json.Obj json = reader.document(yaml).orElseGet(() -> Json.object().build());
    if (!reader.problems.isEmpty()) {
      throw new ProfileException(origin, reader.problems);
    }
    return new Document(json, reader.lines);
  }

  private Optional<Json.Obj> document(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return refused(0, "", "a profile has at most %s bytes".formatted(MAX_BYTES));
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      LoaderOptions options = new LoaderOptions();
      options.setNestingDepthLimit(MAX_DEPTH);
      options.setCodePointLimit(MAX_BYTES);
      options.setMaxAliasesForCollections(0);
      Yaml yaml = new Yaml(options);
      int documents = 0;
      for (Event event : yaml.parse(new StringReader(text))) {
        documents += event.is(Event.ID.DocumentStart) ? 1 : 0;
        refuseReferences(event);
      }
      if (documents != 1) {
        return refused(1, "", "a profile is one document");
      }
      if (!problems.isEmpty()) {
        return Optional.empty();
      }
      Node root = yaml.compose(new StringReader(text));
      return value(root, "") instanceof Json.Obj object
          ? Optional.of(object)
          : refused(1, "", "a profile is a mapping");
    } catch (CharacterCodingException e) {
      return refused(0, "", "a profile is UTF-8");
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      return refused(line, "", String.valueOf(e.getProblem()));
    } catch (YAMLException e) {
      return refused(0, "", String.valueOf(e.getMessage()));
    }
  }

  private void refuseReferences(Event event) {
    int line = event.getStartMark().getLine() + 1;
    if (event instanceof AliasEvent) {
      refused(line, "", "a profile has no aliases");
      return;
    }
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      refused(line, "", "a profile has no anchors");
    }
    boolean tagged =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag() != null;
          case CollectionStartEvent collection -> collection.getTag() != null;
          case Event other -> false;
        };
    if (tagged) {
      refused(line, "", "a profile has no tags");
    }
  }

  private Json value(Node node, String path) {
    lines.put(path, node.getStartMark().getLine() + 1);
    return switch (node) {
      case MappingNode mapping -> mapping(mapping, path);
      case SequenceNode sequence -> sequence(sequence, path);
      case ScalarNode scalar -> scalar(scalar, path);
      case Node other -> problem(other, path, "is not known here");
    };
  }

  private Json mapping(MappingNode mapping, String path) {
    Json.Builder object = Json.object();
    Map<String, Node> seen = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problem(tuple.getKeyNode(), path, "has a key that is not a text");
        continue;
      }
      String place = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
      if (seen.putIfAbsent(key.getValue(), key) != null) {
        problem(key, place, "is there twice");
        continue;
      }
      Json value = value(tuple.getValueNode(), place);
      lines.put(place, key.getStartMark().getLine() + 1);
      object.put(key.getValue(), value);
    }
    return object.build();
  }

  private Json sequence(SequenceNode sequence, String path) {
    List<Json> values = new ArrayList<>();
    for (Node node : sequence.getValue()) {
      values.add(value(node, "%s[%s]".formatted(path, values.size())));
    }
    return new Json.Arr(values);
  }

  /**
   * Only what is written plainly can be a number or a truth; {@code no} and {@code on} are texts.
   */
  private Json scalar(ScalarNode scalar, String path) {
    String text = scalar.getValue();
    if (!scalar.isPlain()) {
      return new Json.Str(text);
    }
    if (text.equals("true") || text.equals("false")) {
      return new Json.Bool(text.equals("true"));
    }
    if (text.matches("-?(0|[1-9][0-9]{0,14})")) {
      return new Json.Int(Long.parseLong(text));
    }
    if (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null")) {
      return problem(scalar, path, "is empty");
    }
    return new Json.Str(text);
  }

  private Json problem(Node node, String path, String why) {
    refused(node.getStartMark().getLine() + 1, path, why);
    return new Json.Bool(false);
  }

  private <T> Optional<T> refused(int line, String path, String why) {
    problems.add(new ProfileException.Problem(line, path.isEmpty() ? "profile" : path, why));
    return Optional.empty();
  }
}
