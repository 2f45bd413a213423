package dev.gatehouse.evidence.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;

/** The textual form of keys (RFC 7468), in the one way that OpenSSL writes it. */
final class Pem {
  private Pem() {}

  static String write(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  static byte[] read(String label, String text) {
    String begin = "-----BEGIN " + label + "-----\n";
    String end = "\n-----END " + label + "-----\n";
    if (!text.startsWith(begin) || !text.endsWith(end) || text.length() < begin.length() + 64) {
      throw new KeyException("a key is one PEM block: " + label);
    }
    byte[] der;
    try {
      String body = text.substring(begin.length(), text.length() - end.length());
      der = Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new KeyException("a key is base64 inside PEM", e);
    }
    if (!write(label, der).equals(text)) {
      throw new KeyException("a PEM block has lines of 64 characters and nothing else");
    }
    return der;
  }
}
