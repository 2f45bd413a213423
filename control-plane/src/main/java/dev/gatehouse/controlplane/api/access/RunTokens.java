package dev.gatehouse.controlplane.api.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.controlplane.api.access.Principal.Worker;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens of runs. Each is a keyed digest (HMAC-SHA-256, RFC 2104) of the run, its agent and the
 * fencing token, so it works for that run only, is stored nowhere, and survives a restart.
 */
public final class RunTokens {
  static final String PREFIX = "ghr_";

  private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /** Tokens under this key of 32 random bytes. */
  public RunTokens(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** Whether {@code text} has the form of a run's token; nothing else is looked up. */
  static boolean isToken(String text) {
    return FORM.matcher(text).matches();
  }

  /** The token of a worker. */
  public String token(Worker worker) {
    byte[] mac = mac(worker.runId() + "\n" + worker.agent() + "\n" + worker.fence());
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
  }

  /** The worker, if {@code token} is its token. */
  public Optional<Worker> check(String token, Worker claimed) {
    return MessageDigest.isEqual(token.getBytes(UTF_8), token(claimed).getBytes(UTF_8))
        ? Optional.of(claimed)
        : Optional.empty();
  }

  private byte[] mac(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
