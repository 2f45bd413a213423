package dev.gatehouse.controlplane.profiles;

import dev.gatehouse.controlplane.api.access.Principal.Operator;
import dev.gatehouse.controlplane.api.access.Principal.RegisteredPrincipal;
import dev.gatehouse.controlplane.api.limits.CallMemory;
import dev.gatehouse.controlplane.api.request.RequestValidation;
import dev.gatehouse.controlplane.gatewaylog.DerivedProfiles;
import dev.gatehouse.controlplane.gatewaylog.NameTakenException;
import dev.gatehouse.evidence.Identifier;
import dev.gatehouse.policy.profile.PlanHints;
import dev.gatehouse.policy.profile.Profile;
import dev.gatehouse.policy.profile.VerificationStep;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /v1/profiles}: what runs may name. An operator may derive one: its base is its parent, and
 * its plan has more steps.
 */
@RestController
@RequestMapping("/v1/profiles")
class ProfileController {
  private final ProfileRegistry profiles;
  private final DerivedProfiles derived;

  ProfileController(ProfileRegistry profiles, DerivedProfiles derived) {
    this.profiles = profiles;
    this.derived = derived;
  }

  record Body(
      @Nullable String name,
      @Nullable String base,
      @Nullable List<DerivedSteps.@Nullable Body> steps,
      @Nullable String tests) {}

  /** What a profile takes in a list: a description of at most 2000 characters. */
  private static final int VIEW_BYTES = 8 * 1024;

  record Derived(String name, String policySha256, List<String> hints) {}

  record View(String name, String description, String policySha256) {}

  record Page(List<View> profiles) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Derived derive(Operator operator, @RequestBody Body body) {
    Identifier name = RequestValidation.identifier(body.name(), "name");
    Profile base = profiles.profile(RequestValidation.identifier(body.base(), "base").text());
    List<DerivedSteps.@Nullable Body> steps = RequestValidation.required(body.steps(), "steps");
    if (profiles.has(name.text()) && derived.find(name.text()).isEmpty()) {
      throw new NameTakenException("profile", name.text());
    }
    Profile profile = held(derived(name, base, DerivedSteps.of(base, steps)), body.tests());
    return new Derived(
        name.text(),
        derived.derive(name, profile.toJson(), operator.name()).policySha256().hex(),
        PlanHints.of(profile.verification()));
  }

  private static Profile derived(Identifier name, Profile base, List<VerificationStep> steps) {
    try {
      return base.withSteps(name.text(), steps);
    } catch (IllegalArgumentException e) {
      throw RequestValidation.invalid("base: " + e.getMessage());
    }
  }

  private static Profile held(Profile profile, @Nullable String tests) {
    if (tests == null) {
      return profile;
    }
    if (!tests.equals("held")) {
      throw RequestValidation.invalid("tests: is held, or is not there");
    }
    try {
      return profile.holdingTests();
    } catch (IllegalArgumentException e) {
      throw RequestValidation.invalid("tests: " + e.getMessage());
    }
  }

  @GetMapping
  Page list(RegisteredPrincipal caller, CallMemory memory) {
    List<String> names = profiles.names();
    memory.answer((long) names.size() * VIEW_BYTES);
    return new Page(
        names.stream()
            .map(profiles::profile)
            .map(p -> new View(p.name(), p.description(), p.sha256().hex()))
            .toList());
  }

  /** The snapshot that a run under the profile would pin now, byte for byte. */
  @GetMapping(value = "/{name}/snapshot", produces = MediaType.APPLICATION_JSON_VALUE)
  byte[] snapshot(Operator operator, @PathVariable String name, CallMemory memory) {
    byte[] snapshot =
        profiles.profile(RequestValidation.identifier(name, "name").text()).toJson().canonical();
    memory.answer(snapshot.length);
    return snapshot;
  }
}
