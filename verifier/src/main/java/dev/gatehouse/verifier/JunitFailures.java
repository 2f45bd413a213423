package dev.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a test report in JUnit's XML says of the tests that failed: for showing, never for judging.
 */
public final class JunitFailures {
  private final XMLStreamReader reader;
  private final int tests;
  private final int characters;
  private final Map<String, String> failures = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();
  private String test = "";
  private boolean inside;

  private JunitFailures(XMLStreamReader reader, int tests, int characters) {
    this.reader = reader;
    this.tests = tests;
    this.characters = characters;
  }

  /**
   * The end of what the report says of each test that failed, by the test's name as {@link
   * JunitReport} has it. Of a report that is not well-formed, what stands before the mistake.
   *
   * @param xml the report, as untrusted code wrote it
   * @param tests how many tests at most
   * @param characters how many characters of each at most; the last ones are kept
   */
  public static Map<String, String> of(byte[] xml, int tests, int characters) {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    Map<String, String> found = new LinkedHashMap<>();
    try {
      JunitFailures reading =
          new JunitFailures(
              factory.createXMLStreamReader(new StringReader(new String(xml, UTF_8))),
              tests,
              characters);
      found = reading.failures;
      reading.read();
    } catch (XMLStreamException e) {
      // What was read before it is shown.
    }
    return found;
  }

  private void read() throws XMLStreamException {
    while (reader.hasNext() && failures.size() < tests) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> start(reader.getLocalName());
        case XMLStreamConstants.END_ELEMENT -> end(reader.getLocalName());
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (inside) {
            append(reader.getText());
          }
        }
        default -> {}
      }
    }
  }

  private void start(String element) {
    switch (element) {
      case "testcase" -> {
        text.setLength(0);
        test =
            JunitReport.name(
                reader.getAttributeValue(null, "classname"),
                reader.getAttributeValue(null, "name"));
      }
      case "failure", "error" -> {
        inside = true;
        append(Optional.ofNullable(reader.getAttributeValue(null, "message")).orElse("") + "\n");
      }
      default -> {}
    }
  }

  private void end(String element) {
    switch (element) {
      case "testcase" -> {
        if (!text.toString().isBlank()) {
          failures.putIfAbsent(test, text.toString().strip());
        }
        text.setLength(0);
      }
      case "failure", "error" -> inside = false;
      default -> {}
    }
  }

  /** Keeps the last characters; a pair of surrogates is not cut. */
  private void append(String more) {
    text.append(more);
    int over = text.length() - characters;
    if (over > 0) {
      int from =
          Character.isLowSurrogate(text.charAt(over))
                  && Character.isHighSurrogate(text.charAt(over - 1))
              ? over + 1
              : over;
      text.delete(0, from);
    }
  }
}
