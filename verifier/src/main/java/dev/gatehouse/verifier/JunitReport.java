package dev.gatehouse.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.evidence.report.TestResults;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * A test report in JUnit's XML, as untrusted code wrote it: bounded, without document type or
 * external entities.
 *
 * @param passed tests without a failure, error or skip
 * @param failed tests with a failure or an error
 * @param skipped tests that were skipped
 */
record JunitReport(List<String> passed, List<String> failed, List<String> skipped) {
  /** Bytes of a report, at most. */
  static final long MAX_BYTES = 8L * 1024 * 1024;

  private static final int MAX_TESTS = 100_000;
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NAME = 1024;

  /** A report that cannot be relied on. */
  static final class InvalidReportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidReportException(String message) {
      super(message);
    }
  }

  /**
   * Reads a report.
   *
   * @throws InvalidReportException if it is not such a report, or larger than the bounds
   */
  static JunitReport parse(byte[] xml) {
    if (xml.length > MAX_BYTES) {
      throw new InvalidReportException("the report has more than 8 MiB");
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    try {
      // Decoded here, so that no declaration of another encoding is believed.
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(xml)).toString();
      return new Reading(factory.createXMLStreamReader(new StringReader(text))).read();
    } catch (CharacterCodingException e) {
      throw new InvalidReportException("the report is not UTF-8");
    } catch (XMLStreamException e) {
      throw new InvalidReportException("the report is not well-formed XML");
    }
  }

  TestResults results(String reportSha256) {
    return new TestResults(reportSha256, passed, failed, skipped);
  }

  private enum Verdict {
    PASSED,
    FAILED,
    SKIPPED
  }

  /** One pass over the events of the document. */
  private static final class Reading {
    private final XMLStreamReader reader;
    private final List<String> passed = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private Optional<String> test = Optional.empty();
    private Verdict verdict = Verdict.PASSED;
    private final Deque<JunitSuite> suites = new ArrayDeque<>();
    private int depth;

    Reading(XMLStreamReader reader) {
      this.reader = reader;
    }

    JunitReport read() throws XMLStreamException {
      while (reader.hasNext()) {
        switch (reader.next()) {
          case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
              throw new InvalidReportException("a report has no document type and no entities");
          case XMLStreamConstants.START_ELEMENT -> start(reader.getLocalName());
          case XMLStreamConstants.END_ELEMENT -> end(reader.getLocalName());
          default -> {}
        }
      }
      return new JunitReport(passed, failed, skipped);
    }

    private void start(String element) {
      depth++;
      if (depth > MAX_DEPTH) {
        throw new InvalidReportException("the report is nested too deeply");
      }
      if (depth == 1 && !element.equals("testsuites") && !element.equals("testsuite")) {
        throw new InvalidReportException("the report is not a test suite");
      }
      suites.forEach(suite -> suite.count(element));
      switch (element) {
        case "testsuites", "testsuite" -> suites.push(JunitSuite.declaredBy(reader));
        case "testcase" -> {
          if (test.isPresent()) {
            throw new InvalidReportException("a test inside a test");
          }
          test = Optional.of(name());
          verdict = Verdict.PASSED;
        }
        case "failure", "error" -> {
          if (test.isEmpty()) {
            throw new InvalidReportException("a failure outside a test");
          }
          verdict = Verdict.FAILED;
        }
        case "skipped" -> verdict = verdict == Verdict.FAILED ? Verdict.FAILED : Verdict.SKIPPED;
        default -> {}
      }
    }

    private void end(String element) {
      depth--;
      if (element.equals("testsuites") || element.equals("testsuite")) {
        suites.pop().demandAgreement();
      }
      if (element.equals("testcase") && test.isPresent()) {
        of(verdict).add(test.get());
        test = Optional.empty();
        if (passed.size() + failed.size() + skipped.size() > MAX_TESTS) {
          throw new InvalidReportException(
              "the report has more than %s tests".formatted(MAX_TESTS));
        }
      }
    }

    private List<String> of(Verdict kind) {
      return switch (kind) {
        case PASSED -> passed;
        case FAILED -> failed;
        case SKIPPED -> skipped;
      };
    }

    private String name() {
      String owner = Optional.ofNullable(reader.getAttributeValue(null, "classname")).orElse("");
      String own = Optional.ofNullable(reader.getAttributeValue(null, "name")).orElse("");
      String name = owner.isEmpty() ? own : owner + "::" + own;
      if (name.isEmpty() || name.length() > MAX_NAME) {
        throw new InvalidReportException(
            "a test has a name of 1 to %s characters".formatted(MAX_NAME));
      }
      return name;
    }
  }
}
