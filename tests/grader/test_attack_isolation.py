"""Answers that reach for what is not theirs: files, processes, the network."""

from __future__ import annotations

import os
import socket
import threading

import psutil
import pytest
from grading_support import CUBE, FULL, RAN, SECRET, Arena, lost


def tries(code: str) -> str:
    """An answer that prints REACHED when `code` gives something, and goes on."""
    body = "\n".join(f"        {line}" for line in code.strip().splitlines())
    return (
        f"{RAN}def attempt():\n    try:\n{body}\n    except Exception as error:\n"
        "        print('refused:', type(error).__name__)\n"
        f"print('REACHED' if attempt() else 'nothing')\n{CUBE}"
    )


def assert_nothing(arena: Arena, code: str) -> None:
    """The code runs, reaches nothing, and costs its author nothing."""
    seen = arena.attack(cube=tries(code))
    assert "REACHED" not in seen.text
    assert seen.marks == FULL


def test_reading_hidden_tests(arena: Arena) -> None:
    code = """
import gc, glob, sys
texts = [open(path, errors="replace").read() for path in glob.glob("**", recursive=True)
         if os.path.isfile(path)]
texts += [str(dict(os.environ)), str(sys.argv), str(In), str(globals().get("_ih"))]
texts += [item for item in gc.get_objects() if isinstance(item, str)]
for item in gc.get_objects():
    if isinstance(item, dict):
        texts += [value for value in list(item.values()) if isinstance(value, str)]
needle = "SECRET_" + "SIXTEEN"
return any(needle in text for text in texts)
"""
    seen = arena.attack(square=tries(code) + "\ndef square(x):\n    return x * x")
    assert "REACHED" not in seen.text
    assert {name: seen.marks[name] for name in FULL} == FULL


def test_reading_solutions(arena: Arena) -> None:
    folder = arena.root / "solutions" / "demo"
    assert_nothing(arena, f"return open({str(folder / 'demo.ipynb')!r}).read()")
    assert_nothing(arena, f"return os.listdir({str(arena.root)!r})")


def test_reading_other_submissions(arena: Arena) -> None:
    other = arena.root / "submitted" / "ada" / "demo" / "demo.ipynb"
    assert_nothing(arena, f"return open({str(other)!r}).read()")


def test_reading_the_gradebook(arena: Arena) -> None:
    path = arena.root / "gradebook.db"
    path.write_text("marks")
    assert_nothing(arena, f"return open({str(path)!r}).read()")


def test_reading_the_users_of_the_machine(arena: Arena) -> None:
    assert_nothing(arena, "return 'root' in open('/etc/passwd').read()")
    assert_nothing(arena, "return 'root' in open('/etc/shadow').read()")


def test_reading_environment_variables(arena: Arena) -> None:
    assert os.environ["GRADER_SECRET"] == SECRET
    assert_nothing(arena, "return 'GRADER_SECRET' in os.environ")
    assert_nothing(
        arena,
        f"return any({SECRET!r}.encode() in open(f'/proc/{{pid}}/environ', 'rb').read()"
        " for pid in os.listdir('/proc') if pid.isdigit() or pid == 'self')",
    )


def test_writing_outside_the_scratch_folder(arena: Arena) -> None:
    places = [
        "/",
        "/usr",
        "/etc",
        "/grader",
        "/dev",
        "/proc",
        os.path.dirname(os.__file__),
    ]
    places += [str(arena.root), str(arena.root / "submitted" / "ada")]
    code = f"""
done = []
for place in {places!r}:
    try:
        open(place + "/attack", "w").close()
        done.append(place)
    except OSError:
        pass
print("written:", done)
return done
"""
    assert_nothing(arena, code)


def test_changing_system_files(arena: Arena) -> None:
    path = os.path.abspath(os.__file__)
    before = os.stat(path).st_mtime_ns
    assert_nothing(arena, "import numpy\nreturn open(numpy.__file__, 'a')")
    assert_nothing(arena, f"os.chmod({path!r}, 0o777)\nreturn True")
    assert os.stat(path).st_mtime_ns == before


def test_symlink_out_of_the_scratch_folder(arena: Arena) -> None:
    target = arena.root / "solutions" / "demo" / "demo.ipynb"
    assert_nothing(
        arena, f"os.symlink({str(target)!r}, 'link')\nreturn open('link').read()"
    )


def test_submission_that_is_a_symlink(arena: Arena) -> None:
    folder = arena.root / "submitted" / "eve" / "demo"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "demo.ipynb"
    path.unlink(missing_ok=True)
    path.symlink_to(arena.root / "submitted" / "ada" / "demo" / "demo.ipynb")
    seen = arena.grade()
    path.unlink()
    assert (seen.result.status, seen.result.score) == ("unreadable", 0.0)
    assert any("not an ordinary file" in flag for flag in seen.result.flags)


def test_file_beside_the_notebook_that_is_a_symlink(arena: Arena) -> None:
    link = arena.root / "submitted" / "eve" / "demo" / "data.txt"
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(arena.root / "solutions" / "demo" / "demo.ipynb")
    try:
        seen = arena.attack(cube=tries("return open('data.txt').read()"))
    finally:
        link.unlink()
    assert "REACHED" not in seen.text
    assert any("left out data.txt" in flag for flag in seen.result.flags)


@pytest.mark.parametrize("kind", ["tcp", "udp"])
def test_network_of_the_machine(arena: Arena, kind: str) -> None:
    number = {"tcp": socket.SOCK_STREAM, "udp": socket.SOCK_DGRAM}[kind]
    with socket.socket(socket.AF_INET, number) as server:
        server.bind(("127.0.0.1", 0))
        if kind == "tcp":
            server.listen()
        port = server.getsockname()[1]
        code = f"""
import socket
with socket.socket(socket.AF_INET, socket.{number.name}) as sock:
    sock.settimeout(1)
    sock.connect(("127.0.0.1", {port}))
    sock.send(b"attack")
    return True
"""
        assert_nothing(arena, code)
        server.settimeout(0.05)
        with pytest.raises(TimeoutError):
            server.recv(10) if kind == "udp" else server.accept()


def test_network_beyond_the_machine(arena: Arena) -> None:
    code = "import socket\nreturn socket.create_connection(('192.0.2.1', 80), 1)"
    assert_nothing(arena, code)


def test_other_kinds_of_sockets(arena: Arena) -> None:
    code = """
import socket
made = []
for family in range(1, 45):
    if family not in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6):
        try:
            socket.socket(family, socket.SOCK_DGRAM).close()
            made.append(family)
        except OSError:
            pass
print("made", made)
return made
"""
    assert_nothing(arena, code)


def test_abstract_sockets_of_the_machine(arena: Arena) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0autograder-test")
        server.listen()
        code = """
import socket
with socket.socket(socket.AF_UNIX) as sock:
    sock.connect("\\0autograder-test")
    return True
"""
        assert_nothing(arena, code)


def test_meeting_another_submission_in_the_network(arena: Arena) -> None:
    # Two submissions that run at the same time try to reach each other.
    code = """
import socket, time
mine = socket.socket(socket.AF_UNIX)
try:
    mine.bind("\\0meeting-place")
    mine.listen()
    mine.settimeout(1)
    return mine.accept()
except OSError as error:
    print("waited in vain" if isinstance(error, TimeoutError) else "taken: REACHED")
"""
    seen = []
    for student in ("eve", "mallory"):
        from grading_support import ANSWERS, handed_in, submit

        answers = {**ANSWERS, "cube": tries(code)}
        submit(arena.root, student, handed_in(arena.assignment, **answers))
    from grading_support import SMALL, grade_one, printed

    def work(student: str) -> None:
        graded = grade_one(arena.engine, arena.root, student, SMALL)
        seen.append(printed(graded.notebooks["demo"]))

    threads = [threading.Thread(target=work, args=[s]) for s in ("eve", "mallory")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all("waited in vain" in text and "REACHED" not in text for text in seen)


def test_killing_everything(arena: Arena) -> None:
    code = """
import signal
for pid in (-1, *range(2, 3000)):
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        pass
return False
"""
    assert_nothing(arena, code)
    assert psutil.pid_exists(os.getpid())


def test_killing_the_parent(arena: Arena) -> None:
    assert_nothing(
        arena,
        "import signal\npid = os.getppid()\nprint('parent', pid)\n"
        "os.kill(pid or 1, signal.SIGKILL)\nreturn False",
    )


def test_ptrace(arena: Arena) -> None:
    code = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
done = [pid for pid in range(1, 200) if libc.ptrace(16, pid, 0, 0) == 0]
print("attached to", done)
return done
"""
    assert_nothing(arena, code)


def test_reading_memory_of_others(arena: Arena) -> None:
    code = """
found = []
for pid in os.listdir("/proc"):
    if pid.isdigit():
        found.append(open(f"/proc/{pid}/maps").read())
return found
"""
    assert_nothing(arena, code)


def test_new_namespaces(arena: Arena) -> None:
    code = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
done = [libc.unshare(flag) for flag in (0x10000000, 0x20000, 0x40000000)]
done.append(libc.mount(b"x", b"/tmp", b"tmpfs", 0, None))
done.append(libc.umount2(b"/proc", 2))
print(done)
return any(result == 0 for result in done)
"""
    assert_nothing(arena, code)


def test_surviving_its_own_end(arena: Arena) -> None:
    code = """
import subprocess, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv(sys.executable, [sys.executable, "-c",
                 "import time; time.sleep(61.75)"])
    os._exit(0)
time.sleep(0.3)
return False
"""
    assert_nothing(arena, code)
    alive = [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if any("61.75" in word for word in process.info["cmdline"] or [])
    ]
    assert alive == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("exit", "os._exit(0)"),
        ("abort", "os.abort()"),
        ("segfault", "import ctypes\nctypes.string_at(0)"),
        ("stack", "import sys\nsys.setrecursionlimit(10**9)\nf = lambda: f()\nf()"),
    ],
)
def test_crash(arena: Arena, name: str, code: str) -> None:
    seen = arena.attack(cube=RAN + code)
    status = seen.marks["test_cube"][1]
    assert seen.marks == lost("test_cube", status)
    assert status in ("died", "error", "out_of_memory", "timeout")
    if name != "stack":
        assert status == "died"


def test_system_exit(arena: Arena) -> None:
    seen = arena.attack(cube=RAN + "import sys\nsys.exit(0)")
    assert seen.marks == lost("test_cube", "error")


def test_exit_in_a_tested_function(arena: Arena) -> None:
    code = "def cube(x):\n    os.write(1, b'ATTACK RAN')\n    os._exit(0)"
    assert arena.attack(cube="import os\n" + code).marks == lost("test_cube", "died")


@pytest.mark.parametrize("name", ["SystemExit", "KeyboardInterrupt", "GeneratorExit"])
def test_exceptions_that_are_no_errors(arena: Arena, name: str) -> None:
    code = f"def cube(x):\n    os.write(1, b'ATTACK RAN')\n    raise {name}(0)"
    assert arena.attack(cube="import os\n" + code).marks == lost("test_cube", "error")


def test_killing_itself(arena: Arena) -> None:
    # Process 1 of its namespace cannot: the signal is ignored, the rest goes on.
    code = RAN + "import signal\nos.kill(os.getpid(), signal.SIGKILL)\n" + CUBE
    assert arena.attack(cube=code).marks["test_square"] == FULL["test_square"]
