"""The self-test before the first notebook: does it find what is open?"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from grading_support import changed_inside

from autograder.engine import probe, sandbox
from autograder.engine.sandboxed import SandboxedEngine
from autograder.inside import kernel
from autograder.records import Refusal


def test_does_the_self_test_find_what_bubblewrap_leaves_to_the_filter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        none = "\ndef filter_calls(*_):\n    pass\n"
        inside = changed_inside(Path(folder), "seccomp", none)
        monkeypatch.setattr(sandbox, "INSIDE", inside)
        engine = SandboxedEngine(["numpy"])
        with pytest.raises(Refusal, match="does not hold") as caught:
            engine.start()
        engine.close()
    found = str(caught.value)
    for leak in ("no process shows", "hides its memory", "semaphores", "watches files"):
        assert leak in found


@pytest.mark.parametrize(
    ("old", "leak"),
    [
        ("(resource.RLIMIT_NOFILE, OPEN_FILES),", "open files without end"),
        ('mount("none", "/proc/self", "", again | MS_NOEXEC)', "the last to be ended"),
    ],
    ids=["descriptors", "oom_score_adj"],
)
def test_does_the_self_test_find_a_missing_limit(
    monkeypatch: pytest.MonkeyPatch, old: str, leak: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        inside = changed_inside(Path(folder), "kernel", "")
        path = inside / "kernel.py"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, ""))
        monkeypatch.setattr(sandbox, "INSIDE", inside)
        engine = SandboxedEngine(["numpy"])
        with pytest.raises(Refusal, match=leak):
            engine.start()
        engine.close()


@pytest.mark.parametrize("kind", ["landlock", "user"])
def test_does_the_self_test_find_a_missing_filter(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    if kind == "landlock" and kernel.landlock_abi() < kernel.LANDLOCK_ABI:
        pytest.skip("this kernel has no Landlock that keeps signals inside")
    if kind == "user" and os.geteuid() != 0:
        pytest.skip("only root can become another user")
    monkeypatch.setattr(sandbox, "bubblewrap_works", lambda: "not allowed")
    if kind == "user":
        monkeypatch.setattr(kernel, "landlock_abi", lambda: 0)
        monkeypatch.setattr(sandbox, "others_read_python", lambda: True)
    with tempfile.TemporaryDirectory() as folder:
        none = "\ndef filter_calls(*_):\n    pass\n"
        inside = changed_inside(Path(folder), "seccomp", none)
        monkeypatch.setattr(sandbox, "INSIDE", inside)
        engine = SandboxedEngine(["numpy"], unsafe=True)
        with pytest.raises(Refusal, match="does not hold") as caught:
            engine.start()
        engine.close()
    found = str(caught.value)
    always = ["named socket", "memory that no process shows", "hides its memory"]
    for leak in [*always, "semaphores", "watches files", "send UDP"]:
        assert leak in found
    if kind == "landlock":
        for leak in ("rights", "times", "owner", "attributes"):
            assert f"{leak} of the grader's files" in found
        assert "sets limits of the grader" in found


def test_what_is_asked_of_a_sandbox_by_its_kind() -> None:
    leaks = ["it reads the users of the machine", "it can send UDP"]
    assert probe.broken("namespaces", leaks) == leaks
    assert probe.broken("landlock", leaks) == leaks
    assert probe.broken("user", leaks) == leaks[1:]
    assert probe.broken("none", leaks) == []
