"""A person tries the call that failed, and the student's code finds nothing to take."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from grading_support import ANSWERS, handed_in, load, make_course, submit
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

from autograder import opening
from autograder.engine import limiting, sandbox, trying
from autograder.explain import Known
from autograder.marks import asked, ledger
from autograder.records import Limits, Question, Refusal, Result

TEST = """import numpy as np
base = 4
other = "SECRET"
assert f(0) == 0
### BEGIN HIDDEN TESTS
wanted = base * base
def compare(got):
    assert got == wanted
unused = "HIDDEN TREASURE"
compare(f(-4))
assert f(9) == 81
### END HIDDEN TESTS"""
CALL = """base = 4
wanted = base * base
def compare(got):
    assert got == wanted
compare(f(-4))"""


@pytest.mark.quick
def test_the_call_brings_what_it_needs_and_no_more() -> None:
    assert opening.failing_call(TEST, 10) == CALL
    assert opening.failing_call(TEST, 4) == "assert f(0) == 0"
    seen = opening.failing_call(TEST, None)
    assert "assert f(0) == 0" in seen
    assert "f(-4)" not in seen


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[opening.Place]:
    """What ben handed in, laid out: `square` is wrong for negative numbers."""
    root = make_course(tmp_path_factory.mktemp("opening"))
    assignment = load(root)
    wrong = {**ANSWERS, "square": "def square(x):\n    return abs(x) * x"}
    path = submit(root, "ben", handed_in(assignment, **wrong))
    (path.parent / "mine.txt").write_text("my own file")
    kept = root / "graded" / "demo" / "ben" / "demo"
    kept.mkdir(parents=True)
    ran = nbformat.read(path, 4)
    for cell, ours in zip(ran.cells, assignment.masters[0].notebook.cells, strict=True):
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.source = ours.source  # hidden tests, as it was executed
    (kept / "demo.ipynb").write_text(nbformat.v4.writes(ran))
    part = Question("test_square", 0, 2, "failed", "no", notebook="demo", line=3)
    result = Result("ben", "graded", 8.0, 10.0, questions=(part,))
    known = Known(
        *(assignment, asked.questions(assignment), result, 0.0, "warm", "bubblewrap"),
        *(ledger.Ledger(), kept),
    )
    limits = Limits(timeout=1.0, memory=400)
    with opening.laid_out(known, known.asked[0], path.parent, limits, False) as place:
        yield place
    assert not place.base.exists()


@pytest.fixture(scope="module")
def kernel(place: opening.Place) -> Iterator[BlockingKernelClient]:
    """The kernel, started from its description as Jupyter does it."""
    specs = KernelSpecManager(kernel_dirs=[str(place.share / "kernels")])
    manager = KernelManager(
        kernel_name=trying.NAME,
        kernel_spec_manager=specs,
        transport="ipc",
        connection_file=str(place.runtime / "kernel-1.json"),
    )
    manager.start_kernel(cwd=str(place.work))
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def ran(client: BlockingKernelClient, code: str) -> str:
    """What a cell printed, or the name of its error."""
    said: list[str] = []

    def hear(message: dict) -> None:  # type: ignore[type-arg]
        content = message["content"]
        said.append(content.get("text", "") + content.get("ename", ""))

    client.execute_interactive(code, output_hook=hear, timeout=60)
    return "".join(said).strip()


def test_the_failing_call_runs_with_the_students_answer(
    place: opening.Place, kernel: BlockingKernelClient
) -> None:
    shown = nbformat.read(place.work / "demo.ipynb", 4)
    text = nbformat.v4.writes(shown)
    assert shown.cells[-1].source == (
        "assert square(-4) == 16, 'square(-4) is SECRET_SIXTEEN'"
    )
    assert "checks.close(cube(-1), -1)" not in text, "of another hidden test"
    assert "BEGIN HIDDEN" not in text
    codes = [cell.source for cell in shown.cells if cell.cell_type == "code"]
    for code in codes[:-1]:
        assert ran(kernel, code) == ""
    assert ran(kernel, codes[-1]) == "AssertionError"
    assert ran(kernel, "print(square(-4), open('mine.txt').read())") == (
        "-16 my own file"
    )


def test_the_kernel_sees_nothing_else(
    place: opening.Place, kernel: BlockingKernelClient, tmp_path: Path
) -> None:
    secret = tmp_path / "gradebook.db"
    secret.write_text("marks")
    at_home = [path for path in Path.home().iterdir() if path.is_file()]
    for path in (secret, *at_home[:5], place.runtime, place.share):
        code = f"import os; print(os.path.exists({str(path)!r}))"
        assert ran(kernel, code) == "False", path
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()
        code = f"import socket; socket.create_connection({address!r}, 5)"
        assert ran(kernel, code) in ("OSError", "ConnectionRefusedError")
    assert ran(kernel, "open('/usr/x', 'w')") == "OSError", "the system is read-only"
    assert ran(kernel, "print(sorted(os.listdir('/tmp')))") == "['ipython']"
    assert ran(kernel, "open('new', 'w').write('y'); print('ok')") == "ok"
    assert (place.work / "new").read_text() == "y"
    assert ran(kernel, "print(os.getuid(), len(os.listdir('/sockets')) > 0)") == (
        "65534 True"
    )
    code = "print(sorted(k for k in os.environ if 'JUPYTER' in k or 'TOKEN' in k))"
    assert ran(kernel, code) == "[]"


def test_the_kernel_has_a_submissions_time_and_memory(
    kernel: BlockingKernelClient,
) -> None:
    assert ran(kernel, "while True: pass") == "KeyboardInterrupt"
    assert ran(kernel, "print(square(-4))") == "-16", "nothing is lost"
    big = "import time; x = bytearray(500_000_000); print('filled'); time.sleep(60)"
    kernel.execute(big)
    assert kernel.parent.provisioner.process.wait(60) != 0


@pytest.mark.quick
def test_a_cell_that_does_not_stop_is_ended() -> None:
    cell = limiting.Cell()

    def said(state: str, asked: str = "execute_request") -> list[bytes]:
        parts = ({"msg_type": "status"}, {"msg_type": asked}, {})
        texts = (*parts, {"execution_state": state})
        return [b"t", b"<IDS|MSG>", b"key", *(json.dumps(t).encode() for t in texts)]

    cell.hear(said("busy", "kernel_info_request"), 0.0)
    assert cell.due(100.0, 30.0) == "", "no cell runs"
    cell.hear(said("busy"), 100.0)
    for odd in ([], [b"<IDS|MSG>"], said("busy")[:5], [b"<IDS|MSG>", *[b"[[["] * 5]):
        cell.hear(odd, 120.0)
    assert cell.due(130.0, 30.0) == ""
    assert cell.due(131.0, 30.0) == "interrupt"
    assert cell.due(132.0, 30.0) == "", "it is told once"
    assert cell.due(137.0, 30.0) == "end"
    cell.hear(said("idle"), 137.0)
    assert cell.due(200.0, 30.0) == ""


@pytest.mark.quick
def test_without_isolation_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "bubblewrap_works", lambda: "no bubblewrap")
    with pytest.raises(Refusal, match="--unsafe-no-sandbox"):
        trying.refuse_without_isolation(False)
    trying.refuse_without_isolation(True)


@pytest.mark.quick
def test_a_kernel_without_sockets_is_refused(tmp_path: Path) -> None:
    connection = tmp_path / "c.json"
    connection.write_text(json.dumps({"transport": "tcp", "ip": "127.0.0.1"}))
    with pytest.raises(Refusal, match="ipc"):
        trying.linked(connection, tmp_path)
