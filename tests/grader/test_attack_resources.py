"""Answers that take more than their share: time, memory, processes, disk, output."""

from __future__ import annotations

from dataclasses import replace

import pytest
from grading_support import CUBE, FULL, HASTY, MEAN, RAN, SMALL, Arena, Seen, lost


def test_endless_loop(arena: Arena) -> None:
    seen = arena.attack(HASTY, cube=RAN + "while True:\n    pass")
    assert seen.marks == lost("test_cube", "timeout")
    assert "4 seconds" in seen.result.questions[1].message


def test_endless_loop_in_a_tested_function(arena: Arena) -> None:
    loop = "def cube(x):\n    os.write(1, b'ATTACK RAN')\n    while True: pass"
    seen = arena.attack(HASTY, cube="import os\n" + loop)
    assert seen.marks == lost("test_cube", "timeout")


def test_sleep(arena: Arena) -> None:
    seen = arena.attack(HASTY, cube=RAN + "import time\ntime.sleep(3600)")
    assert seen.marks == lost("test_cube", "timeout")


def test_ignored_interrupts(arena: Arena) -> None:
    code = """
import signal
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
    signal.signal(number, signal.SIG_IGN)
while True:
    try:
        while True: pass
    except BaseException:
        pass
"""
    assert arena.attack(HASTY, cube=RAN + code).marks == lost("test_cube", "timeout")


def test_memory_bomb(arena: Arena) -> None:
    code = "kept = []\nwhile True:\n    kept.append(bytearray(b'x' * 2_000_000))"
    seen = arena.attack(cube=RAN + code)
    assert seen.marks == lost("test_cube", "out_of_memory")
    assert "400 MB" in seen.result.questions[1].message


def test_memory_bomb_spread_over_processes(arena: Arena) -> None:
    code = """
import time
for _ in range(8):
    if os.fork() == 0:
        kept = bytearray(os.urandom(1_000_000) * 80)
        time.sleep(60)
time.sleep(60)
"""
    seen = arena.attack(cube=RAN + code)
    assert seen.marks == lost("test_cube", "out_of_memory")


LIBC = """
import ctypes, socket, struct, time
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
def new(size, flags, number=-1):
    place = libc.mmap(None, ctypes.c_size_t(size), 3, flags, number, ctypes.c_long(0))
    return 0 if place == ctypes.c_void_p(-1).value else place
line = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0))
packet_filter = struct.pack("HxxxxxxP", 1, ctypes.addressof(line))
"""


@pytest.mark.parametrize(
    "call",
    [
        "libc.memfd_create(b'x', 0) >= 0",
        "libc.shmget(0, 1 << 30, 0o1600) >= 0",
        "libc.semget(0, 32000, 0o1600) >= 0",
        "libc.syscall(206, 60_000, ctypes.byref(ctypes.c_ulong())) == 0",  # io_setup
        "libc.inotify_init1(0) >= 0",
        "new(4096, 0x21)",  # shared, without a file
        "new(4096, 0x01, os.open('/dev/zero', os.O_RDWR))",  # the same
        "new(2 << 20, 0x40022)",  # huge pages that are kept aside
        "libc.vmsplice(os.pipe()[1], (ctypes.c_long * 2)(id(libc), 1), 1, 0) == 1",
        "libc.prctl(4, 0, 0, 0, 0) == 0",  # hidden from its supervisor
        "libc.prctl(1, 0, 0, 0, 0) == 0",  # outliving it
        "open('/proc/self/oom_score_adj', 'w').write('0')",
        "(os.chmod('/proc/self/task', 0o777), open('/proc/self/task/file', 'w'))",
        "socket.socketpair()[0].setsockopt(1, 26, packet_filter) is None",
    ],
)
def test_memory_that_no_process_shows(arena: Arena, call: str) -> None:
    code = f"""{LIBC}
try:
    print("REACHED" if {call} else "refused")
except OSError as error:
    print("refused", error)
"""
    seen = arena.attack(cube=RAN + code + CUBE)
    assert "refused" in seen.text
    assert seen.marks == FULL


@pytest.mark.parametrize(
    "code",
    [
        # Page tables of memory that is only read, and of which no page is its own.
        """
size = 400 << 30
place = libc.mmap(None, ctypes.c_size_t(size), 1, 0x4022, -1, ctypes.c_long(0))
for offset in range(0, size, 2 << 20):
    ctypes.c_char.from_address(place + offset).value
time.sleep(60)
""",
        # Messages on their way, in more sockets than one process may have.
        """
def fill():
    pairs = []
    while len(pairs) < 200:
        pairs.append(socket.socketpair())
        for end in pairs[-1]:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 22)
            end.setblocking(False)
            try:
                while True: end.send(bytes(32768))
            except BlockingIOError:
                pass
    time.sleep(60)
for _ in range(6):
    if os.fork() == 0:
        fill()
time.sleep(60)
""",
        # Pipes, after those that a user may have whole.
        """
def fill():
    ends = []
    while len(ends) < 440:
        read, write = os.pipe()
        os.set_blocking(write, False)
        try:
            while True: os.write(write, bytes(65536))
        except BlockingIOError:
            pass
        os.close(write)
        ends.append(read)
    time.sleep(60)
for _ in range(70):
    if os.fork() == 0:
        fill()
time.sleep(60)
""",
    ],
    ids=["page tables", "sockets", "pipes"],
)
def test_memory_beside_a_processs_pages(arena: Arena, code: str) -> None:
    limits = replace(SMALL, memory=256, processes=80, scratch=30)
    seen = arena.attack(limits, cube=RAN + LIBC + code)
    assert seen.marks == lost("test_cube", "out_of_memory")


def test_what_a_user_has_few_of(arena: Arena) -> None:
    code = """
import fcntl, os, resource, struct
terminals = []
try:
    while len(terminals) < 100:
        terminals += [os.openpty()]
except OSError:
    pass
print("terminals below 20:", 0 < len(terminals) < 20)
for pair in terminals:
    for end in pair:
        os.close(end)
most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
print("files below 1000:", most < 1000)
print("signals below 1000:", resource.getrlimit(resource.RLIMIT_SIGPENDING)[1] < 1000)
one, other = (os.open("locked", os.O_CREAT | os.O_RDWR) for _ in range(2))
lock = struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 1, 0)
fcntl.fcntl(one, fcntl.F_SETLK, lock)
if os.fork() == 0:
    kind = struct.unpack("hhqqi4x", fcntl.fcntl(other, fcntl.F_GETLK, lock))[0]
    os.write(1, b"locked: %d" % (kind != fcntl.F_UNLCK))
    os._exit(0)
os.wait()
"""
    seen = arena.attack(cube=RAN + code + CUBE)
    assert seen.text.count("below 20: True") + seen.text.count("below 1000: True") == 3
    assert "locked: 0" in seen.text
    assert seen.marks == FULL


def test_process_bomb(arena: Arena) -> None:
    code = "while True:\n    os.fork()"
    seen = arena.attack(cube=RAN + code)
    assert seen.marks["test_square"] == FULL["test_square"]
    assert seen.marks["test_mean"] == FULL["test_mean"]
    assert seen.marks["test_cube"][0] == 0


def test_number_of_processes_is_limited(arena: Arena) -> None:
    code = """
import time
made = 0
try:
    while made < 200:
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        made += 1
except BlockingIOError:
    print("stopped below 50:", made < 50)
"""
    seen = arena.attack(cube=RAN + code + CUBE)
    assert "stopped below 50: True" in seen.text
    assert seen.marks == FULL


def test_thread_bomb(arena: Arena) -> None:
    code = """
import threading
stop = threading.Event()
try:
    for count in range(2000):
        threading.Thread(target=stop.wait, daemon=True).start()
except RuntimeError:
    print("stopped below 50:", count < 50)
"""
    seen = arena.attack(cube=RAN + code + CUBE)
    assert "stopped below 50: True" in seen.text
    assert seen.marks == FULL


def test_disk_filling(arena: Arena) -> None:
    code = """
import errno
written = 0
for folder in (".", "/tmp", "/dev/shm"):
    try:
        with open(folder + "/big", "wb") as file:
            while True:
                written += file.write(b"x" * 100_000)
                file.flush()
    except OSError as error:
        print(errno.errorcode[error.errno])
print("all folders together below 9 MB:", written < 9_000_000)
"""
    seen = arena.attack(cube=RAN + code + CUBE)
    assert "all folders together below 9 MB: True" in seen.text
    assert seen.text.count("ENOSPC") == 3
    assert seen.marks == FULL


def test_many_small_files(arena: Arena) -> None:
    code = """
try:
    for number in range(1_000_000):
        open(f"file-{number}", "w").close()
except OSError:
    print("stopped below 10000:", number < 10_000)
"""
    seen = arena.attack(cube=RAN + code + CUBE)
    assert "stopped below 10000: True" in seen.text
    assert seen.marks == FULL


def test_open_files(arena: Arena) -> None:
    code = """
kept = []
try:
    while len(kept) < 3_000_000:
        kept.append(os.dup(0))
except OSError as error:
    print("stopped")
for number in kept:
    os.close(number)
"""
    seen = arena.attack(cube=RAN + code + CUBE)
    assert "stopped" in seen.text
    assert seen.marks == FULL


def size(seen: Seen) -> int:
    """Characters of everything the notebook's cells gave out."""
    return sum(
        len(str(output))
        for notebook in seen.graded.notebooks.values()
        for cell in notebook.cells
        for output in cell.get("outputs", [])
    )


def test_output_flood(arena: Arena) -> None:
    seen = arena.attack(cube=RAN + "print('x' * 5_000_000)\n" + CUBE)
    assert seen.marks == FULL
    assert 50_000 <= size(seen) < 100_000
    assert "beyond the limit" in seen.text


def test_endless_output(arena: Arena) -> None:
    seen = arena.attack(HASTY, cube=RAN + "while True:\n    print('x' * 1000)")
    assert seen.marks == lost("test_cube", "timeout")
    assert size(seen) < 200_000


def test_output_flood_past_python(arena: Arena) -> None:
    code = "for _ in range(500):\n    os.write(2, b'x' * 10_000)\n"
    seen = arena.attack(cube=RAN + code + CUBE)
    assert seen.marks == FULL
    assert size(seen) < 200_000


def test_huge_rich_output(arena: Arena) -> None:
    code = "display({'text/html': 'x' * 5_000_000}, raw=True)\n"
    seen = arena.attack(cube=RAN + code + CUBE)
    assert seen.marks == FULL
    assert size(seen) < 100_000


def test_deeply_nested_rich_output(arena: Arena) -> None:
    code = """
nested = []
for _ in range(5000):
    nested = [nested]
display({'application/json': nested, 'text/plain': 'deep'}, raw=True)
"""
    seen = arena.attack(cube=RAN + code + CUBE)
    assert seen.marks["test_square"] == FULL["test_square"]
    assert seen.marks["test_mean"] == FULL["test_mean"]


def test_huge_error_text(arena: Arena) -> None:
    code = RAN + "def mean(values):\n    raise ValueError('x' * 5_000_000)"
    seen = arena.attack(mean=code)
    assert seen.marks == lost("test_mean", "error")
    assert len(seen.result.questions[2].message) < 5000
    assert size(seen) < 200_000


def test_time_bomb_in_a_thread(arena: Arena) -> None:
    # It goes off in another cell. Whatever that costs, it costs its author.
    code = "import threading\nthreading.Timer(0.0, os._exit, [3]).start()\n"
    seen = arena.attack(mean=RAN + code + MEAN + "\nimport time\ntime.sleep(1)")
    assert seen.marks == lost("test_mean", "died")
