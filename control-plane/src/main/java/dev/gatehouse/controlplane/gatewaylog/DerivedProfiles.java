package dev.gatehouse.controlplane.gatewaylog;

import dev.gatehouse.controlplane.gatewaylog.GatewayLogEntry.ProfileDerived;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.evidence.json.Json;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The profiles that operators derived; what a name stands for never changes. */
public final class DerivedProfiles {
  private final GatewayLog log;
  private final InstantSource clock;
  private final Map<String, ProfileDerived> byName = new ConcurrentSkipListMap<>();

  /** The profiles as {@code log} has them. */
  public DerivedProfiles(GatewayLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
    log.follow(recorded -> {
      if (recorded.entry() instanceof ProfileDerived derived) {
        byName.put(derived.name(), derived);
      }
    });
  }

  /**
   * Keeps a derived profile. The same profile under the same name is kept once.
   *
   * @param profile the canonical profile
   * @param by name of the operator
   * @throws NameTakenException if the name stands for another profile
   */
  public synchronized ProfileDerived derive(Identifier name, Json.Obj profile, String by) {
    ProfileDerived entry = new ProfileDerived(clock.instant(), by, name.text(), profile);
    ProfileDerived former = byName.get(name.text());
    if (former != null) {
      if (former.policySha256().equals(entry.policySha256())) {
        return former;
      }
      throw new NameTakenException("profile", name.text());
    }
    log.append(entry);
    return entry;
  }

  /** The derived profile of that name. */
  public Optional<ProfileDerived> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All derived profiles, by name. */
  public List<ProfileDerived> all() {
    return List.copyOf(byName.values());
  }
}
