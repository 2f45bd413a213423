"""Runs pytest, and tells every import that it tries and that a file of the workspace could serve.

One line each: `TRIED name place`, where `place` is the directory in the workspace that is looked into before the
module is found, or in vain.
"""
import builtins
import os
import sys

CHANNEL = os.dup(1)
REAL = sys.meta_path[-1]
ROOT = "/workspace/"
SEEN = set()
NAMES = []
USUAL = builtins.__import__


def place_of(spec):
    """Where a module was found."""
    if spec is None:
        return ""
    return spec.origin or next(iter(spec.submodule_search_locations or ()), "")


def tell(name, place):
    line = f"TRIED {name} {place}\n"
    if line not in SEEN:
        SEEN.add(line)
        os.write(CHANNEL, line.encode())


class Recorder:
    """Stands before the finder that looks into sys.path; built-in and frozen modules are found before it."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        spec = REAL.find_spec(name, path, target)
        found = place_of(spec)
        if path is None and not found.startswith(ROOT):
            for entry in sys.path:
                place = (entry or ROOT).rstrip("/") + "/"
                if found.startswith(place):
                    break
                if place.startswith(ROOT):
                    asked = NAMES[-1] if NAMES and NAMES[-1].startswith(name + ".") else name
                    tell(name if spec else asked, place[len(ROOT) :] or "./")
        return spec


def importing(name, *rest, **more):
    NAMES.append(name)
    try:
        return USUAL(name, *rest, **more)
    finally:
        NAMES.pop()


builtins.__import__ = importing
sys.meta_path[-1] = Recorder
import runpy  # as a runner that is started by -m does

runpy.run_module("pytest", run_name="__main__", alter_sys=True)
