"""Lets pytest load the judge where a makefile or script cleared the environment. Loaded by `gatehouse_judge.pth`.

Where descriptor 198 is no socket, which is so for all but the steps of a plan, it does nothing.
"""
import os

SOCKET = 198
NAME = "gatehouse_judge"
VARIABLE = "PYTEST_PLUGINS"


def _is_socket():
    try:
        mode = os.fstat(SOCKET).st_mode
    except OSError:
        return False
    return mode & 0o170000 == 0o140000  # stat.S_ISSOCK, without an import at each start of Python


if _is_socket():
    _plugins = [name for name in os.environ.get(VARIABLE, "").split(",") if name]
    if NAME not in _plugins:
        os.environ[VARIABLE] = ",".join([NAME, *_plugins])
