"""The engine: warm and cold, as any user, and what it says where nothing holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest
from grading_support import (
    ANSWERS,
    FULL,
    HASTY,
    grade_one,
    handed_in,
    honest,
    load,
    lost,
    make_course,
    marks,
    printed,
    submit,
)
from nbformat.v4 import new_code_cell, new_notebook

import autograder
from autograder.engine import sandbox, sandboxed
from autograder.engine.sandboxed import SandboxedEngine
from autograder.inside import kernel
from autograder.records import Limits, Master, Refusal, Task

REPOSITORY = Path(autograder.__file__).parent.parent
TRAIN = """
import tensorflow as tf
import keras
keras.utils.set_random_seed(1)
x = tf.random.normal((64, 8))
model = keras.Sequential([keras.layers.Input((8,)), keras.layers.Dense(4, "relu"),
                          keras.layers.Dense(1)])
model.compile("adam", "mse")
losses = model.fit(x, x[:, :1], epochs=2, verbose=0).history["loss"]
print(losses)
"""


def run(engine: SandboxedEngine, code: str) -> str:
    """What a cell prints."""
    notebook = new_notebook(cells=[new_code_cell(code)])
    task = Task(notebook, Master("x", notebook, {}, ()), {})
    execution = engine.run(task, Limits(timeout=60))
    outcome = execution.outcomes[0]
    assert outcome.state == "done", outcome
    return "".join(output.get("text", "") for output in outcome.outputs)


def test_do_many_forks_of_tensorflow_agree_with_a_fresh_process() -> None:
    modules = ("tensorflow", "keras", "keras.layers")
    with SandboxedEngine(modules, jobs=2) as engine:
        assert (engine.name, engine.note) == ("warm", "")
        printed = {run(engine, TRAIN) for _ in range(6)}
    with SandboxedEngine(modules, jobs=2, warm=False) as engine:
        assert engine.name == "cold"
        printed.add(run(engine, TRAIN))
    assert len(printed) == 1, "the same losses everywhere"
    assert printed.pop().startswith("[")


def test_is_an_unsafe_fork_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A library that cannot be used after a fork: here, one that remembers its pid.
    monkeypatch.setattr(
        "autograder.engine.probe.libraries",
        lambda modules: (
            "import sys\nassert 'numpy' not in sys.modules, 'no forks'"
            if engine.name == "warm"
            else "pass"
        ),
    )
    engine = SandboxedEngine(["numpy"])
    with engine:
        assert engine.name == "cold"
        assert "a fork cannot use numpy" in engine.note
        assert run(engine, "print(1)") == "1\n"


def test_are_the_fonts_of_this_machine_known_inside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path))
    sandbox.make_font_list()
    (path,) = sandbox.font_lists()
    fonts = json.loads(path.read_text())
    fonts["ttflist"][0]["name"] = "Noted Before"
    path.write_text(json.dumps(fonts))
    ask = "import matplotlib.font_manager as m; print(sorted(m.get_font_names()))"
    with SandboxedEngine(["matplotlib.pyplot"]) as engine:
        assert "Noted Before" in run(engine, ask)
    path.write_text("no list")
    with SandboxedEngine(["matplotlib.pyplot"]) as engine:
        assert "DejaVu Sans" in run(engine, ask)


def test_does_a_leaking_sandbox_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    def leaky(self, control: int, options: str) -> list[str]:
        words = command(self, control, options)
        place = words.index("--unshare-net")
        return words[:place] + words[place + 1 :]

    command = sandbox.Sandbox.command
    monkeypatch.setattr(sandbox.Sandbox, "command", leaky)
    engine = SandboxedEngine([])
    # The second, inner namespace still holds the network back.
    with engine:
        assert engine.sandbox == "bubblewrap"
    monkeypatch.setattr(
        "autograder.engine.probe.code",
        lambda places: "import json; print(json.dumps({'leaks': ['it reads']}))",
    )
    with pytest.raises(Refusal, match="does not hold here: it reads"):
        SandboxedEngine([]).start()


def test_does_a_machine_without_isolation_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sandbox, "bubblewrap_works", lambda: "not installed")
    monkeypatch.setattr(kernel, "landlock_abi", lambda: 4)
    with pytest.raises(Refusal, match=r"not installed.*--unsafe-no-sandbox"):
        SandboxedEngine([])
    monkeypatch.setattr(sandbox, "others_read_python", lambda: False)
    engine = SandboxedEngine([], unsafe=True)
    with engine:
        assert engine.sandbox == "none"
        assert run(engine, "print(1)") == "1\n"


@pytest.mark.parametrize(
    ("platform", "words"),
    [("darwin", "macOS has no namespaces"), ("win32", "neither isolation nor forking")],
)
def test_do_other_systems_say_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, platform: str, words: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    with pytest.raises(Refusal, match=words):
        sandbox.choose(unsafe=False)


def test_is_a_dead_warm_process_replaced(engine: SandboxedEngine) -> None:
    assert engine._process is not None
    engine._process.kill()
    engine._process.wait()
    assert run(engine, "print(1)") == "1\n"


def test_does_an_ordinary_user_get_the_same(tmp_path: Path) -> None:
    root = make_course(tmp_path / "course")
    submit(root, "ada", honest(load(root)))
    words = [sys.executable, "-m", "autograder", "grade", "demo", "--no-gradebook"]
    if os.geteuid() == 0:
        # Give root up, in a world where the user may read this Python and the grader.
        home = os.path.expanduser("~")
        wrap = ["bwrap", "--dev-bind", "/", "/", "--perms", "0755", "--tmpfs", home]
        for needed in (sys.base_prefix, sys.prefix, REPOSITORY):
            folder = Path(os.path.realpath(needed))
            if folder.is_relative_to(home):
                for parent in reversed(folder.relative_to(home).parents):
                    wrap += ["--perms", "0755", "--dir", str(Path(home, parent))]
                wrap += ["--ro-bind", str(folder), str(folder)]
        wrap += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID"]
        wrap += ["--cap-add", "CAP_SETGID", "setpriv", "--reuid", "1234"]
        words = [*wrap, "--regid", "1234", "--clear-groups", "--no-new-privs", *words]
        for path in [tmp_path, *tmp_path.parents]:
            if path.is_relative_to(tempfile.gettempdir()) and path.owner() == "root":
                path.chmod(path.stat().st_mode | 0o055)
        for path in [root, *root.rglob("*")]:
            os.chown(path, 1234, 1234)
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    environment["PYTHONPATH"] = str(REPOSITORY)
    done = subprocess.run(
        words, cwd=root, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "sandbox bubblewrap" in done.stderr
    assert "10 of 10" in done.stderr


def test_does_an_end_take_the_whole_group_along() -> None:
    # As bubblewrap's second process before it has set up its sandbox.
    ours, theirs = os.pipe()
    process = subprocess.Popen(
        ["sh", "-c", "sleep 1000 & sleep 1000"],
        pass_fds=[theirs],
        start_new_session=True,
    )
    os.close(theirs)
    sandboxed.end(process)
    assert os.read(ours, 1) == b"", "the pipe is closed when the last one is gone"
    os.close(ours)


def test_is_an_engine_given_up_before_it_has_a_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = SandboxedEngine(["numpy"])
    monkeypatch.setattr(sandbox, "make_font_list", engine.give_up)
    with pytest.raises(Refusal, match="closed while it started"):
        engine.start()
    assert engine._process is None


def test_is_a_notebook_graded_cold(tmp_path: Path) -> None:
    root = make_course(tmp_path)
    submit(root, "ada", honest(load(root)))
    with SandboxedEngine(["numpy"], warm=False) as engine:
        result = grade_one(engine, root, "ada").result
    assert (marks(result), result.flags) == (FULL, ())


def test_does_landlock_hold_where_namespaces_are_forbidden(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sandbox, "bubblewrap_works", lambda: "not allowed")
    if kernel.landlock_abi() < kernel.LANDLOCK_ABI:
        with pytest.raises(Refusal, match="Landlock"):
            SandboxedEngine([])
        return
    root = make_course(tmp_path)
    assignment = load(root)
    submit(root, "ada", honest(assignment))
    attack = f"""
import os, signal, socket, time
for what in (lambda: open({str(root / "solutions/demo/demo.ipynb")!r}),
             lambda: open("/etc/passwd"), lambda: open("/usr/x", "w"),
             lambda: os.kill({os.getpid()}, signal.SIGUSR2),
             lambda: os.kill(os.getppid(), signal.SIGKILL),
             lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM)):
    try:
        print("REACHED", what())
    except OSError as error:
        print("refused", error)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv({sys.executable!r}, ["python", "-c", "import time; time.sleep(62.25)"])
    os._exit(0)
time.sleep(0.2)
"""
    with SandboxedEngine(["numpy", "tensorflow"], jobs=2) as engine:
        assert (engine.sandbox, engine.name) == ("landlock", "warm")
        answers = {**ANSWERS, "cube": attack + ANSWERS["cube"]}
        submit(root, "eve", handed_in(assignment, **answers))
        graded = grade_one(engine, root, "eve")
        text = printed(graded.notebooks["demo"])
        assert text.count("refused") == 6
        assert "REACHED" not in text
        assert marks(graded.result) == FULL
        assert marks(grade_one(engine, root, "ada").result) == FULL
        for code, status in (
            (
                "kept = []\nwhile True: kept.append(bytearray(b'x' * 10**6))",
                "out_of_memory",
            ),
            ("while True: pass", "timeout"),
            ("open('big', 'wb').write(bytes(10**8))", "error"),
        ):
            answers["cube"] = code
            submit(root, "eve", handed_in(assignment, **answers))
            assert marks(grade_one(engine, root, "eve", HASTY).result) == lost(
                "test_cube", status
            )
    words = [p.info["cmdline"] or [] for p in psutil.process_iter(["cmdline"])]
    assert not any("62.25" in part for line in words for part in line)
