package dev.gatehouse.policy.load;

import dev.gatehouse.evidence.json.Json;
import dev.gatehouse.policy.error.ProfileException;
import dev.gatehouse.policy.path.NameRules;
import dev.gatehouse.policy.profile.Profile;
import java.util.List;

/** Reads profiles: those that ship, and those that operators write. */
public final class ProfileLoader {
  private static final List<String> SHIPPED = List.of("contained", "default", "review", "strict");

  private ProfileLoader() {}

  /** The names of the profiles that ship. */
  public static List<String> shippedNames() {
    return SHIPPED;
  }

  /** The names of the packs that ship. */
  public static List<String> packNames() {
    return Pack.SHIPPED;
  }

  /**
   * A profile that ships.
   *
   * @throws IllegalArgumentException if none has this name
   */
  public static Profile shipped(String name) {
    if (!SHIPPED.contains(name)) {
      throw new IllegalArgumentException("no profile that ships is called " + name);
    }
    return shipped(name, ParentProfiles.Lineage.of(ParentProfiles.SHIPPED));
  }

  static Profile shipped(String name, ParentProfiles.Lineage lineage) {
    return load(name, ShippedFiles.bytes(name + ".yaml"), lineage);
  }

  /**
   * Reads a profile and tries all of its examples; its parents are profiles that ship.
   *
   * @param origin names the file in refusals
   * @param yaml the file's bytes
   * @throws ProfileException with everything that is wrong, each with line and place
   */
  public static Profile load(String origin, byte[] yaml) {
    return load(origin, yaml, ParentProfiles.Lineage.of(ParentProfiles.SHIPPED));
  }

  /**
   * Reads a profile and tries all of its examples.
   *
   * @param origin names the file in refusals
   * @param yaml the file's bytes
   * @param lineage looks up the parents
   * @throws ProfileException with everything that is wrong, each with line and place
   */
  public static Profile load(String origin, byte[] yaml, ParentProfiles.Lineage lineage) {
    StrictYaml.Document document = StrictYaml.read(origin, yaml);
    return ProfileDecoder.decode(
        origin, document.json(), new ProfileForm.File(lineage), document::line);
  }

  /**
   * Reads another document in the YAML that profiles are written in, such as a file of cases.
   *
   * @param origin names the file in refusals
   * @param yaml the file's bytes
   * @throws ProfileException if it is not one mapping in such YAML
   */
  public static Json.Obj document(String origin, byte[] yaml) {
    return StrictYaml.read(origin, yaml).json();
  }

  /**
   * Reads a policy snapshot, the inverse of {@link Profile#toJson()}; every rule and example is
   * checked again.
   *
   * @throws ProfileException with everything that is wrong
   */
  public static Profile fromSnapshot(Json.Obj json) {
    return fromSnapshot(json, NameRules.CURRENT);
  }

  /**
   * Reads the policy snapshot of a run folder with the rules of names of the folder's format.
   *
   * @throws ProfileException with everything that is wrong
   */
  public static Profile fromSnapshot(Json.Obj json, NameRules names) {
    return ProfileDecoder.decode("snapshot", json, new ProfileForm.Snapshot(names), path -> 0);
  }
}
