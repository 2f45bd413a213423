package dev.gatehouse.controlplane.identities;

import dev.gatehouse.controlplane.gatewaylog.GatewayLog;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.Identity;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.IdentityAdded;
import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.IdentityDisabled;
import dev.gatehouse.controlplane.gatewaylog.NameTakenException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.random.RandomGenerator;

/**
 * Who may speak to the gateway, by the gateway log alone (promise A7): no row of the database is
 * ever asked.
 */
public final class Identities {
  private final GatewayLog log;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Map<String, IdentityAdded> byName = new ConcurrentSkipListMap<>();
  private final Set<String> disabled = ConcurrentHashMap.newKeySet();

  /**
   * The identities as {@code log} has them.
   *
   * @param random makes tokens
   */
  public Identities(GatewayLog log, InstantSource clock, RandomGenerator random) {
    this.log = log;
    this.clock = clock;
    this.random = random;
    log.follow(this::fold);
  }

  private void fold(GatewayLog.Recorded recorded) {
    switch (recorded.entry()) {
      case IdentityAdded added -> byName.put(added.identity().name(), added);
      case IdentityDisabled off -> disabled.add(off.name());
      case GatewayLogEntry.RepositoryRegistered _,
          GatewayLogEntry.ProfileDerived _,
          GatewayLogEntry.MergeIntended _,
          GatewayLogEntry.Merged _,
          GatewayLogEntry.MergeAborted _,
          GatewayLogEntry.LogAccepted _ -> {}
    }
  }

  /**
   * The identity that holds {@code token}. Every identity's digest is compared, each in constant
   * time.
   */
  public Optional<Identity> authenticate(String token) {
    Optional<Token> parsed = Token.parse(token);
    if (parsed.isEmpty()) {
      return Optional.empty();
    }
    byte[] shown = parsed.get().sha256().raw();
    Optional<Identity> holder = Optional.empty();
    for (IdentityAdded added : byName.values()) {
      boolean same = MessageDigest.isEqual(shown, added.tokenSha256().raw());
      if (same && !disabled.contains(added.identity().name())) {
        holder = Optional.of(added.identity());
      }
    }
    return holder;
  }

  /**
   * Adds an identity and mints its token, which is kept nowhere.
   *
   * @param by name of the operator who asked, or {@code gateway}
   * @throws NameTakenException if the name was ever given
   */
  public Token add(Identity identity, String by) {
    Token token = mintFor(identity);
    add(identity, token, by);
    return token;
  }

  synchronized void add(Identity identity, Token token, String by) {
    if (byName.containsKey(identity.name())) {
      throw new NameTakenException("identity", identity.name());
    }
    log.append(new IdentityAdded(clock.instant(), by, identity, token.sha256()));
  }

  Token mintFor(Identity identity) {
    return switch (identity) {
      case Identity.Operator _ -> Token.mint(Token.Kind.OPERATOR, random);
      case Identity.Agent _ -> Token.mint(Token.Kind.AGENT, random);
    };
  }

  /** Disables the identity's token. Idempotent. */
  public synchronized void disable(String name, String by) {
    if (byName.containsKey(name) && !disabled.contains(name)) {
      log.append(new IdentityDisabled(clock.instant(), by, name));
    }
  }

  /** The enabled identity of that name. */
  public Optional<Identity> find(String name) {
    return Optional.ofNullable(byName.get(name))
        .map(IdentityAdded::identity)
        .filter(identity -> !disabled.contains(identity.name()));
  }

  /** All enabled identities, by name. */
  public List<Identity> all() {
    return byName.keySet().stream().flatMap(name -> find(name).stream()).toList();
  }

  boolean isEmpty() {
    return byName.isEmpty();
  }
}
