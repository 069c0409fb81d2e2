"""Attacks where files, sockets and processes are the machine's: no namespaces.

Landlock, and root that becomes another user: with Landlock's help, and without.
"""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from grading_support import CUBE, FULL, RAN, Arena, changed_inside, lost

from autograder.engine import sandbox
from autograder.engine.sandboxed import SandboxedEngine
from autograder.inside import kernel

# All that the attacks use: another user may be unable to read this Python.
MODULES = ["numpy", "numpy.testing", "sqlite3", "mmap", "asyncio", "tarfile", "zipfile"]
MODULES += ["multiprocessing.connection", "multiprocessing.popen_fork", "fcntl"]
MODULES += ["encodings.cp437", "resource", "lzma", "bz2"]
NOBODY = 65534


@pytest.fixture(scope="module", params=["landlock", "user", "user without Landlock"])
def arena(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Arena]:
    """A place where an attacker is graded in that sandbox."""
    abi = kernel.landlock_abi()
    kind, _, without = request.param.partition(" ")
    if kind == "landlock" and abi < kernel.LANDLOCK_ABI:
        pytest.skip("this kernel has no Landlock that keeps signals inside")
    if kind == "user" and os.geteuid() != 0:
        pytest.skip("only root can become another user")
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(sandbox, "bubblewrap_works", lambda: "not allowed")
        if kind == "user":
            patch.setattr(kernel, "landlock_abi", lambda: 0)
            patch.setattr(sandbox, "others_read_python", lambda: True)
        if without:
            more = "\ndef landlock_abi():\n    return 0\n"
            inside = changed_inside(Path(folder), "kernel", more)
            patch.setattr(sandbox, "INSIDE", inside)
        with SandboxedEngine(MODULES, jobs=2, unsafe=True) as engine:
            assert (engine.sandbox, engine.name) == (kind, "warm"), engine.note
            yield Arena(tmp_path_factory.mktemp("arena"), engine, apart=True)


@pytest.fixture
def file(arena: Arena) -> Iterator[Path]:
    """A file of the grader's user in a folder that anyone may enter."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        path = Path(folder, "file")
        path.write_text("marks")
        path.chmod(0o640)
        yield path


def tries(*calls: str) -> str:
    """An answer that makes each call and says which of them did something."""
    code = f"""{RAN}
import ctypes, socket, struct
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *arguments):
    return libc.syscall(number, *arguments) >= 0
for number, attempt in enumerate([{", ".join(f"lambda: {c}" for c in calls)}]):
    try:
        print("REACHED" if attempt() is not False else "refused", number)
    except OSError as error:
        print("refused", number, error)
"""
    return code + CUBE


def test_files_of_the_machine_keep_what_is_said_of_them(
    arena: Arena, file: Path
) -> None:
    before, name = file.stat(), str(file)
    byte = f"{name!r}.encode()"
    seen = arena.attack(
        cube=tries(
            f"os.chmod({name!r}, 0o777)",
            f"call(90, {byte}, 0o777)",
            f"call(268, -100, {byte}, 0o777)",
            f"call(452, -100, {byte}, 0o777, 0)",
            f"os.utime({name!r}, (1, 1))",
            f"call(132, {byte}, None)",
            f"call(235, {byte}, None)",
            f"call(261, -100, {byte}, None)",
            f"os.chown({name!r}, 1, 1)",
            f"os.setxattr({name!r}, 'user.attack', b'x')",
        )
    )
    assert seen.marks == FULL
    assert "9 " in seen.text, "the last was not tried"
    after = file.stat()
    for value in ("st_mode", "st_mtime_ns", "st_uid", "st_gid", "st_ctime_ns"):
        assert getattr(after, value) == getattr(before, value), value
    assert os.listxattr(file) == []


def test_calls_that_change_files_are_refused(arena: Arena, file: Path) -> None:
    name = str(file)
    seen = arena.attack(
        cube=tries(
            f"os.chown({name!r}, -1, -1)",
            f"os.setxattr({name!r}, 'user.attack', b'x')",
            f"os.removexattr({name!r}, 'user.attack')",
            "__import__('fcntl').ioctl(os.open('x', 66), 0x40086602, bytes(8))",
            "__import__('fcntl').fcntl(os.open('y', 64), 1024, 0)",  # a lease
            "libc.inotify_init1(0) >= 0",
        )
    )
    assert "REACHED" not in seen.text
    assert seen.text.count("refused") == 6
    assert seen.marks == FULL


def test_named_sockets_of_the_machine(arena: Arena) -> None:
    with (
        tempfile.TemporaryDirectory(dir="/tmp") as folder,
        socket.socket(socket.AF_UNIX) as stream,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as datagrams,
    ):
        os.chmod(folder, 0o777)
        for sock, name in ((stream, "s"), (datagrams, "d")):
            sock.bind(f"{folder}/{name}")
            os.chmod(f"{folder}/{name}", 0o777)
            sock.setblocking(False)
        stream.listen()
        pair = "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0]"
        seen = arena.attack(
            cube=tries(
                f"socket.socket(socket.AF_UNIX).connect('{folder}/s')",
                f"{pair}.sendto(b'attack', '{folder}/d')",
                f"{pair}.connect('{folder}/d')",
                f"socket.socketpair()[0].connect('{folder}/s')",
                f"socket.socketpair()[0].sendmsg([b'x'], [], 0, '{folder}/s')",
            )
        )
        assert "REACHED" not in seen.text
        assert seen.text.count("refused") == 5
        assert seen.marks == FULL
        with pytest.raises(BlockingIOError):
            stream.accept()
        with pytest.raises(BlockingIOError):
            datagrams.recv(10)


def test_settings_of_other_processes(arena: Arena) -> None:
    # A process of the very user that the notebook runs as.
    user = NOBODY if arena.engine.sandbox == "user" else None
    words = ["/bin/sleep", "600"]
    process = subprocess.Popen(words, user=user, start_new_session=True)
    pid = process.pid
    limits = Path(f"/proc/{pid}/limits")
    try:
        before = limits.read_text()
        seen = arena.attack(
            cube=tries(
                f"call(302, {pid}, 0, ctypes.byref((ctypes.c_ulong * 2)(9, 9)), None)",
                f"os.setpriority(os.PRIO_PROCESS, {pid}, 19)",
                "os.setpriority(os.PRIO_USER, 0, 19)",
                f"os.sched_setaffinity({pid}, {{0}})",
                f"os.sched_setscheduler({pid}, os.SCHED_IDLE, os.sched_param(0))",
                f"call(314, {pid}, bytes([48, 0, 0, 0, 5] + [0] * 43), 0)",
                f"call(251, 1, {pid}, 0x6000)",
            )
        )
        other = psutil.Process(pid)
        assert (other.nice(), limits.read_text()) == (0, before)
        assert other.cpu_affinity() == sorted(os.sched_getaffinity(0))
        assert os.sched_getscheduler(pid) == os.SCHED_OTHER
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()
    assert "REACHED" not in seen.text
    assert seen.text.count("refused") == 7
    assert seen.marks == FULL


def test_shared_memory_of_the_machine(arena: Arena) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    segment = libc.shmget(0, 4096, 0o1666)
    assert segment >= 0
    try:
        seen = arena.attack(
            cube=tries(
                f"libc.shmat({segment}, None, 0) != -1",
                f"libc.shmctl({segment}, 0, None) == 0",
                "libc.semget(0, 1, 0o1600) >= 0",
            )
        )
    finally:
        removed = libc.shmctl(segment, 0, None)
    assert removed == 0, "the attack had removed it"
    assert "REACHED" not in seen.text
    assert seen.marks == FULL


HIDES = """
import mmap, socket, array, time
kept = []
pair = socket.socketpair()
for number in range(40):
    file = open(f"f{number}", "w+b")
    os.unlink(f"f{number}")
    file.write(bytes(4 << 20))
    file.flush()
    hide(file)
time.sleep(60)
"""


@pytest.mark.parametrize(
    ("hide", "status"),
    [
        ("kept.append(file)", "died"),
        ("kept.append(mmap.mmap(file.fileno(), 4096, access=1)); file.close()", "died"),
        (
            "pair[0].sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS,"
            " array.array('i', [file.fileno()]))])",
            "error",
        ),
    ],
    ids=["open", "mapped", "in a message"],
)
def test_files_in_no_folder(arena: Arena, hide: str, status: str) -> None:
    code = f"{RAN}def hide(file):\n    {hide}\n{HIDES}"
    assert arena.attack(cube=code).marks == lost("test_cube", status)


@pytest.mark.parametrize(
    "code",
    [
        "for number in range(20_000):\n    os.mkdir(f'folder-{number}')",
        "for _ in range(3000):\n    os.mkdir('deep')\n    os.chdir('deep')",
    ],
    ids=["many", "deep"],
)
def test_folders_without_end(
    arena: Arena, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        monkeypatch.setattr(tempfile, "tempdir", folder)
        seen = arena.attack(cube=f"{RAN}{code}\nimport time\ntime.sleep(60)")
        monkeypatch.undo()
        assert seen.marks == lost("test_cube", "died")
        assert os.listdir(folder) == []


@pytest.mark.parametrize(
    "leave",
    [
        "if os.fork():\n    time.sleep(60)\n"
        "os.setsid()\nif os.fork():\n    os._exit(0)",
        "import ctypes\nif ctypes.CDLL(None).syscall(56, 0x8011, 0, 0, 0, 0):\n"
        "    time.sleep(60)",
    ],
    ids=["orphan", "sibling"],
)
def test_memory_of_processes_that_are_no_descendants(arena: Arena, leave: str) -> None:
    code = f"import time\n{leave}\nkept = bytearray(b'x' * (500 << 20))\ntime.sleep(60)"
    seen = arena.attack(cube=RAN + code)
    assert seen.marks == lost("test_cube", "out_of_memory")


HONEST = """
import asyncio, multiprocessing, os, pathlib, resource, shutil, sqlite3, subprocess
import tarfile, tempfile, zipfile
pathlib.Path("a").write_text("a")
os.makedirs("folder/below")
shutil.copy("a", "b"), shutil.copy2("a", "c"), shutil.move("c", "folder/c")
shutil.copytree("folder", "other")
pathlib.Path("a").touch()
with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile() as file:
    file.write(b"x")
with zipfile.ZipFile("a.zip", "w") as archive:
    archive.write("a")
zipfile.ZipFile("a.zip").extractall("unpacked")
with tarfile.open("a.tar", "w") as archive:
    archive.add("folder")
tarfile.open("a.tar").extractall("unpacked")
base = sqlite3.connect("base.db")
base.execute("create table t (x)")
base.execute("insert into t values (1)")
base.commit()
async def shout():
    process = await asyncio.create_subprocess_exec("echo", "x", stdout=-1)
    return (await process.communicate())[0]
await shout()
here, there = multiprocessing.Pipe()
process = multiprocessing.Process(target=lambda: there.send(3))
process.start()
assert here.recv() == 3
process.join()
subprocess.run("cp -p a d && touch d && install -m 600 a e", shell=True, check=True)
np.savez("a.npz", a=np.ones(3))
np.memmap("a.map", "float32", "w+", shape=(1000,))[:] = 1
os.nice(1)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
print("all done")
"""


def test_does_honest_code_still_work(arena: Arena) -> None:
    seen = arena.attack(cube=RAN + HONEST + CUBE)
    assert "all done" in seen.text, seen.text
    assert seen.marks == FULL
