"""Gatehouse's judge: reports to the gateway what a session of pytest did. PYTEST_DONT_REWRITE

It is part of the sandbox image, where root alone writes, and is loaded by `PYTEST_ADDOPTS=-p gatehouse_judge`, or by
`PYTEST_PLUGINS` where a makefile or script sets the former for itself; where one clears the environment,
`gatehouse_judge_start` sets the latter again.
Where the command has no judge's socket, which is so for all but the steps of a plan, it does nothing. Where it has one
and no nonce is left, the session fails.

The socket is descriptor 198, of SOCK_SEQPACKET, opened by the starter before any code of the workspace runs. The
first message that waits there is the session's nonce, which nobody else gets, and `b` if the tree is the base, or `r` if
it is a result. On the base a session goes on after what fails, and ends with 0 then, so that a step comes to every test;
its own exit status is in the report. Each message back is lines of canonical
JSON: `n` is the nonce, `s` the number of the line within the session, from 0, `k` what it is:

    begin    the plug-in is loaded; sent before conftest files and tests are imported
    plugin   a file that pytest is told to load as a plug-in or conftest file, before it is loaded, or with the code of a
             hook, when the hook is registered: file (absolute where it is not in the workspace), sha256 of its content;
             for code of no file, the name that the code gives, and a digest of the code
    collect  a collector that failed or was skipped: id, outcome
    item     an item that is to be run: i (its number, from 0), id
    sentinel an item of the plug-in's own, before (place 0) or after (place 1) all others: name, outcome
    result   an item's end: i, outcome
    end      the session's end: exit, items, ran (whether there was anything to run), sha256 of all lines before

Sentinels go through the runner's own protocol for items, but are no items of the session, are not logged and do not
meet the hooks of the workspace's conftest files and plug-ins: counts, ids, options and the exit status are as they
would be without them.

A process reports on one session at a time: one that is started within another is part of it.
"""
import ast
import fcntl
import functools
import hashlib
import importlib.metadata
import importlib.util
import inspect
import json
import os
import resource
import select
import stat
import sys
import types
import typing

import pytest
from _pytest import runner
from _pytest.assertion import rewrite
from _pytest.fixtures import FuncFixtureInfo
from _pytest.main import FSHookProxy

SOCKET = 198
FAR, BELOW_LIMIT = 3000, 16
NONCE_CHARACTERS = 32
BASE = "b"
BATCH_BYTES = 32768
ID_CHARACTERS = 1024
NAME = "gatehouse_judge"
FAILED = (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
WRAPPED = 16
VARIABLES = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DISABLE_PLUGIN_AUTOLOAD")
WORKSPACE = "/workspace/"
IMAGE = ("/usr/lib/", "/usr/local/lib/")

# The session of this process on which is reported, while there is one.
_session = []


def pytest_addoption(parser, pluginmanager):
    """Called as soon as the plug-in is registered, before anything of the workspace is loaded."""
    socket = None if _session else _socket()
    nonce = None if socket is None else _nonce(socket)
    if os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        _load_plugins_of_the_image(pluginmanager)
    if nonce:
        judge = Judge(socket, *nonce)
        _session.append(judge)
        judge.watch(pluginmanager)
        pluginmanager.register(judge, "gatehouse_judge_of_session")


@functools.lru_cache(maxsize=None)
def _socket():
    """A duplicate of the judge's socket, or None; a test may close more descriptors than its own, and what it starts
    has none."""
    try:
        if not stat.S_ISSOCK(os.fstat(SOCKET).st_mode):
            return None
        os.set_inheritable(SOCKET, False)
    except OSError:
        return None
    try:
        limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        duplicate = fcntl.fcntl(SOCKET, fcntl.F_DUPFD_CLOEXEC, min(FAR, limit - BELOW_LIMIT))
    except OSError:  # none may be so high
        return SOCKET
    os.close(SOCKET)
    return duplicate


def _nonce(socket):
    """What waits in the socket, and whether the tree is the base; it is never waited for."""
    waiting = select.poll()
    waiting.register(socket, select.POLLIN)
    message = os.read(socket, NONCE_CHARACTERS + 1) if waiting.poll(0) else b""
    if len(message) != NONCE_CHARACTERS + 1:
        raise pytest.UsageError("Gatehouse's judge takes no more sessions in this step; let the plan have more steps")
    text = message.decode("ascii")
    return text[:-1], text[-1] == BASE


def _load_plugins_of_the_image(pluginmanager):
    """What pytest would load by entry points, but for what the workspace brings."""
    places = [place for place in sys.path if place.startswith(IMAGE)]
    for distribution in importlib.metadata.distributions(path=places):
        for entry in distribution.entry_points:
            known = pluginmanager.get_plugin(entry.name) or pluginmanager.is_blocked(entry.name)
            if entry.group == "pytest11" and not known:
                pluginmanager.register(entry.load(), name=entry.name)


def _shown(node_id):
    text = node_id.encode("utf-8", "backslashreplace").decode("utf-8")
    if len(text) <= ID_CHARACTERS:
        return text
    return text[: ID_CHARACTERS - 80] + "..." + hashlib.sha256(text.encode("utf-8")).hexdigest()


class _Phase(typing.NamedTuple):
    """What a report said when it was made; hooks may change it later."""

    failed: bool
    skipped: bool
    expected: bool

    @classmethod
    def of(cls, report):
        return cls(report.failed, report.skipped, hasattr(report, "wasxfail"))


def _outcome(made, logged_failure):
    """What became of an item, from its phases."""
    setup, call, teardown = (made.get(when) for when in ("setup", "call", "teardown"))
    if logged_failure or any(phase.failed for phase in made.values()):
        return "failed" if call is not None and call.failed else "error"
    if setup is None or teardown is None:
        return "notrun"
    deciding = setup if setup.skipped else call
    if deciding is None:
        return "notrun"
    if deciding.expected:
        return "xfailed" if deciding.skipped else "xpassed"
    return "skipped" if deciding.skipped else "passed"


class Judge:
    """One session's report."""

    def __init__(self, socket, nonce, is_base):
        self.socket = socket
        self.nonce = nonce
        self.is_base = is_base
        self.process = os.getpid()
        self.lines = 0
        self.waiting = bytearray()
        self.digest = hashlib.sha256()
        self.ran = False
        self.numbers = {}
        self.items = []
        self.made = {}
        self.logged_failure = False
        self.early = set()
        self.files = set()
        self.variables = {name: os.environ[name] for name in VARIABLES if name in os.environ}
        self.write("begin")
        self.flush()

    # ---- records ----

    def write(self, kind, **members):
        if os.getpid() != self.process:
            return
        members.update(k=kind, n=self.nonce, s=self.lines)
        text = json.dumps(members, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        line = text.encode("utf-8") + b"\n"
        self.lines += 1
        self.digest.update(line)
        if len(self.waiting) + len(line) > BATCH_BYTES:
            self.flush()
        self.waiting += line

    def flush(self):
        if self.waiting and os.getpid() == self.process:
            os.write(self.socket, bytes(self.waiting))
            self.waiting.clear()

    def number(self, item):
        key = id(item)
        if key not in self.numbers:
            self.numbers[key] = len(self.items)
            self.items.append(item)  # held, so that no other item gets the same id()
            self.write("item", i=self.numbers[key], id=_shown(item.nodeid))
        return self.numbers[key]

    # ---- plug-ins ----

    def watch(self, manager):
        """Says which files plug-ins, conftest files and hooks are written in: sentinels do not meet all of them, so
        nobody may have changed them."""
        load = manager.import_plugin

        @functools.wraps(load)
        def import_plugin(modname, *arguments, **options):
            self.module(modname)
            return load(modname, *arguments, **options)

        manager.import_plugin = import_plugin
        load_conftest = manager._importconftest

        @functools.wraps(load_conftest)
        def import_conftest(conftestpath, *arguments, **options):
            self.file(str(conftestpath))
            self.flush()
            return load_conftest(conftestpath, *arguments, **options)

        manager._importconftest = import_conftest
        register_plugin = manager.register

        @functools.wraps(register_plugin)
        def register(plugin, *arguments, **options):
            self.hooks(plugin)
            return register_plugin(plugin, *arguments, **options)

        manager.register = register
        for plugin in manager.get_plugins():
            self.hooks(plugin)

    def module(self, name):
        try:
            spec = importlib.util.find_spec(name)
        except Exception:  # pytest says what is wrong with it
            return
        self.file(getattr(spec, "origin", None))
        self.flush()

    def hooks(self, plugin):
        """Where the code of its hooks is written, and its own file."""
        self.file(getattr(plugin, "__file__", None))
        for code in _codes(plugin):
            if not self.file(code.co_filename):
                self.record(code.co_filename, _digest(code))
        self.flush()

    def file(self, path):
        """Whether there is such a file, or an archive with it."""
        real = os.path.realpath(path) if isinstance(path, str) and path else "/"
        while not os.path.exists(real):
            real = os.path.dirname(real)
        if os.path.isdir(real):
            return False
        if not real.startswith(IMAGE):
            self.record(real.removeprefix(WORKSPACE), _sha256(real))
        return True

    def record(self, name, digest):
        if (name, digest) not in self.files:
            self.files.add((name, digest))
            self.write("plugin", file=_shown(name), sha256=digest)

    # ---- what the session does ----

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_cmdline_main(self, config):
        outcome = yield
        _session.clear()
        code = -1 if outcome.excinfo else int(outcome.get_result() or 0)
        self.write("end", exit=code, items=len(self.items), ran=self.ran, sha256=self.digest.hexdigest())
        self.flush()
        os.environ.update(self.variables)
        if self.is_base and code in FAILED:
            outcome.force_result(0)

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config):
        """A session that a test starts is no session of the step. On the base one goes on after what fails."""
        if self.is_base:
            config.option.maxfail = 0
            config.option.continue_on_collection_errors = True
        os.environ.pop("PYTEST_DISABLE_PLUGIN_AUTOLOAD", None)
        options = os.environ.pop("PYTEST_ADDOPTS", "").replace("-p " + NAME, "", 1).strip()
        if options:
            os.environ["PYTEST_ADDOPTS"] = options
        plugins = [name for name in os.environ.pop("PYTEST_PLUGINS", "").split(",") if name not in ("", NAME)]
        if plugins:
            os.environ["PYTEST_PLUGINS"] = ",".join(plugins)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_collection(self, session):
        """What is registered later, by the code that is tested, meets the sentinels."""
        manager = session.config.pluginmanager
        by_entry_point = [plugin for plugin, _ in manager.list_plugin_distinfo()]
        self.early = {plugin for plugin in manager.get_plugins() if plugin not in by_entry_point}
        yield

    @pytest.hookimpl(trylast=True)
    def pytest_collectreport(self, report):
        if report.outcome != "passed":
            self.write("collect", id=_shown(report.nodeid), outcome=report.outcome)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtestloop(self, session):
        self.ran = not session.config.option.collectonly
        if not self.ran:
            yield
            return
        for item in session.items:
            self.number(item)
        self.sentinels(session, 0)
        yield
        self.sentinels(session, 1)

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item):
        self.made, self.logged_failure = {}, False
        yield
        self.write("result", i=self.number(item), outcome=_outcome(self.made, self.logged_failure))

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, call):
        outcome = yield
        if not outcome.excinfo:
            self.made[call.when] = _Phase.of(outcome.get_result())

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_logreport(self, report):
        before = report.outcome
        yield
        self.logged_failure |= "failed" in (before, report.outcome)

    # ---- sentinels ----

    def sentinels(self, session, place):
        for kind, value in (("pass", 1), ("fail", 2)):
            name = "test_" + hashlib.sha256(f"{self.nonce}{kind}{place}".encode()).hexdigest()[:16]
            self.write("sentinel", name=name, place=place, outcome=self.sentinel(session, name, value))
        self.flush()

    def sentinel(self, session, name, value):
        path = session.items[0].path if session.items else session.config.rootpath / "sentinel.py"
        module = pytest.Module.from_parent(session, path=path, nodeid=name)
        module._obj = types.ModuleType(name)
        # Hooks of the session's plug-ins may look at the module of an item.
        first = getattr(session.items[0], "module", None) if session.items else None
        vars(module._obj).update({key: value for key, value in getattr(first, "__dict__", {}).items() if key[:2] != "__"})
        module._obj.__file__ = str(path)
        item = pytest.Function.from_parent(
            module,
            name=name,
            callobj=_function(session.config, name, value),
            fixtureinfo=FuncFixtureInfo((), (), [], {}),
        )
        usual, session._setupstate = session._setupstate, runner.SetupState()
        current = os.environ.get("PYTEST_CURRENT_TEST")
        self.made = {}
        hooks = FSHookProxy(session.config.pluginmanager, self.hidden(session.config.pluginmanager))
        session.gethookproxy = lambda path: hooks
        try:
            runner.runtestprotocol(item, log=False, nextitem=None)
        except Exception:
            pass  # what was made of it counts
        finally:
            session._setupstate = usual
            del session.gethookproxy
            if current is not None:
                os.environ["PYTEST_CURRENT_TEST"] = current
        outcome, self.made = _outcome(self.made, False), {}
        return outcome

    def hidden(self, manager):
        """The plug-ins whose hooks no sentinel meets: conftest files, what they register, what was named."""
        conftests = manager._conftest_plugins
        files = {conftest.__file__ for conftest in conftests}
        return [
            plugin
            for plugin in manager.get_plugins()
            if plugin in conftests
            or (plugin in self.early and not _is_of_the_image(plugin))
            or _files(plugin) <= files
        ]


def _sha256(path):
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            for part in iter(lambda: file.read(1 << 20), b""):
                digest.update(part)
    except OSError:  # pytest says what is wrong with it
        return ""
    return digest.hexdigest()


def _hooks(plugin):
    members = [getattr(plugin, name, None) for name in dir(plugin) if name.startswith("pytest_")]
    return [member for member in members if callable(member)]


def _codes(plugin):
    """The code of its hooks, and of the functions that they say they wrap."""
    for hook in _hooks(plugin):
        for _ in range(WRAPPED):
            code = getattr(hook, "__code__", None)
            if isinstance(code, types.CodeType):
                yield code
            hook = getattr(hook, "__wrapped__", None)


def _digest(code):
    """Of code that no file shows; the same in each process."""
    digest = hashlib.sha256(code.co_code)
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            digest.update(_digest(constant).encode("ascii"))
        else:
            parts = sorted(map(repr, constant)) if isinstance(constant, frozenset) else [repr(constant)]
            digest.update(repr(parts).encode("utf-8", "backslashreplace"))
    digest.update(repr((code.co_names, code.co_varnames)).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()


def _files(plugin):
    """The files whose code its hooks are; what a plug-in calls itself is not asked."""
    hooks = [inspect.unwrap(hook) for hook in _hooks(plugin)]
    return {getattr(getattr(hook, "__code__", None), "co_filename", "") for hook in hooks}


def _is_of_the_image(plugin):
    if isinstance(plugin, types.ModuleType):
        return (getattr(plugin, "__file__", None) or "").startswith(IMAGE)
    return all(file.startswith(IMAGE) for file in _files(plugin))


def _function(config, name, value):
    """A test that passes if `value` is 1, its assertion rewritten as those of the session's tests are."""
    source = f"def {name}():\n    value = {value}\n    assert value == 1\n"
    tree = ast.parse(source)
    if config.getoption("assertmode") == "rewrite":
        rewrite.rewrite_asserts(tree, source.encode(), None, config)
    namespace = {"__name__": name}
    exec(compile(tree, "<sentinel>", "exec"), namespace)
    return namespace[name]
