package dev.gatehouse.evidence.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTests {

  /** RFC 8785, 3.2.3: the example of sorting, without its values. */
  @Test
  void sortsNamesByTheirUtf16CodeUnits() {
    Json.Obj object =
        StrictJson.read(
            """
            {"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7}\
            """
                .getBytes(UTF_8));
    assertThat(object.canonicalText())
        .isEqualTo(
            "{\"\\r\":2,\"1\":4,\"\u0080\":6,\"\u00f6\":7,\"\u20ac\":1,\"\ud83d\ude00\":5,\"\ufb33\":3}");
  }

  /** RFC 8785, 3.2.2.2 and 3.2.4: the string of the example, and its bytes. */
  @Test
  void escapesOnlyWhatMustBeEscaped() {
    Json.Obj object =
        StrictJson.read(
            "{\"s\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\"}"
                .getBytes(UTF_8));
    assertThat(HexFormat.of().formatHex(object.canonical()))
        .isEqualTo(
            "7b2273223a22e282ac245c75303030665c6e412742"
                + HexFormat.of().formatHex("\\\"\\\\\\\\\\\"/\"}".getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "\"a\"",
        "{} ",
        "{}{}",
        " {}",
        "\ufeff{}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":null}",
        "{\"a\":1.0}",
        "{\"a\":1e2}",
        "{\"a\":9007199254740992}",
        "{\"a\":-9007199254740992}",
        "{\"a\":99999999999999999999999}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1,}",
        "{\"a\":[1,]}",
        "{\"a\":1/**/}",
        "{\"a\":\"\\ud800\"}",
        "{\"\\udc00\":1}",
        "{\"a\":\"\t\"}",
        "{\"a\":1"
      })
  void readsNothingThatTwoReadersCouldReadDifferently(String text) {
    assertThatExceptionOfType(JsonFormatException.class)
        .isThrownBy(() -> StrictJson.readCanonical(text.getBytes(UTF_8)));
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    for (String bytes : new String[] {"\u00ff", "\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00e2"}) {
      assertThatExceptionOfType(JsonFormatException.class)
          .as(HexFormat.of().formatHex(bytes.getBytes(ISO_8859_1)))
          .isThrownBy(
              () -> StrictJson.readCanonical(("{\"a\":\"" + bytes + "\"}").getBytes(ISO_8859_1)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1}",
        "{\"b\":1,\"a\":1}",
        "{\"a\":\"\\u0041\"}",
        "{\"a\":\"\\/\"}",
        "{\"a\":\"\\u000A\"}",
        "{\"a\":-0}",
        "{}\n"
      })
  void tellsCanonicalBytesFromOthersThatMeanTheSame(String text) {
    assertThatExceptionOfType(JsonFormatException.class)
        .isThrownBy(() -> StrictJson.readCanonical(text.getBytes(UTF_8)));
  }

  @Test
  void refusesDeepNestingWithoutOverflow() {
    String deep = "{\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
    assertThatExceptionOfType(JsonFormatException.class)
        .isThrownBy(() -> StrictJson.read(deep.getBytes(UTF_8)));
  }

  @Test
  void keepsTheLargestIntegers() {
    String text = "{\"a\":9007199254740991,\"b\":-9007199254740991}";
    assertThat(StrictJson.readCanonical(text.getBytes(UTF_8)).canonicalText()).isEqualTo(text);
  }
}
