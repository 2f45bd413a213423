# shellcheck shell=bash
# The sandbox image, made on this machine from Debian packages.

sandbox_image=gatehouse/sandbox:local
image_maker=$home/deploy/image/build-image

image_label() { engine image inspect --format '{{index .Config.Labels "dev.gatehouse.inputs"}}' "$sandbox_image" 2>/dev/null; }

# What the image is made from, as its maker writes it into the label dev.gatehouse.inputs.
image_inputs() {
  local judge=$home/deploy/judge/gatehouse_judge
  cat "$image_maker" "$judge.pth" "$judge.py" "${judge}_start.py" "$home/deploy/starter/starter.c" "$home"/deploy/image/bin/* |
    sha256sum | cut -d ' ' -f 1
}

image_is_current() { [[ $(image_label) == "$(image_inputs)" ]]; }

check_image() {
  local label
  if ! engine_answers; then
    lacks image "not known while no engine answers" "$image_maker $home/build/image" step:build_image
  elif ! label=$(image_label); then
    lacks image "the engine has no $sandbox_image" "$image_maker $home/build/image" step:build_image
  elif [[ $label != "$(image_inputs)" ]]; then
    lacks image "$sandbox_image was made from other sources than these" "$image_maker $home/build/image" step:build_image
  else
    ok image "$sandbox_image, inputs ${label:0:12}"
  fi
}

# Images are made of packages from where apt takes them, and apt knows that only once it has looked.
know_packages() {
  # shellcheck disable=SC2016  # apt's own variable
  if [[ -z $(apt-get indextargets --format '$(ORIGIN)' 'Created-By: Packages' | tr -d '\n') ]]; then update_packages; fi
}

build_image() {
  local log=$home/build/image.log
  know_packages
  logged "making the sandbox image $sandbox_image from Debian packages" "$log" env DOCKER_HOST="unix://$engine_socket" "$image_maker" "$home/build/image" \
    || { shown_tail "$log"; refuse IMAGE_FAILED "the sandbox image could not be made" "look at $log, then: $image_maker $home/build/image"; }
}

# The image of PostgreSQL 15 for the tests of the database's contract.

postgres_image=gatehouse/postgres15:test
postgres_image_maker=$home/deploy/postgres15/build-image

check_postgres15() {
  local label
  if ! engine_answers; then
    lacks postgres15 "not known while no engine answers" "$postgres_image_maker" step:build_postgres15
    return
  fi
  label=$(engine image inspect --format '{{index .Config.Labels "dev.gatehouse.inputs"}}' "$postgres_image" 2>/dev/null) || label=
  if [[ $label == "$(postgres_image_inputs)" ]]; then
    ok postgres15 "$postgres_image, inputs ${label:0:12}"
  else
    lacks postgres15 "the engine has no $postgres_image of these sources" "$postgres_image_maker" step:build_postgres15
  fi
}

# What the image is made from, as its maker writes it into the label dev.gatehouse.inputs.
postgres_image_inputs() { cat "$postgres_image_maker" "${postgres_image_maker%/*}/serve" | sha256sum | cut -d ' ' -f 1; }

build_postgres15() {
  local log=$home/build/postgres15.log
  mkdir -p "$home/build"
  know_packages
  logged "making the image $postgres_image from Debian packages" "$log" env DOCKER_HOST="unix://$engine_socket" "$postgres_image_maker" \
    || { shown_tail "$log"; refuse IMAGE_FAILED "the image of PostgreSQL 15 could not be made" "look at $log, then: $postgres_image_maker"; }
}
