"""Answers that take more than their share: time, memory, processes, disk, output."""

from __future__ import annotations

from grading_support import CUBE, FULL, HASTY, MEAN, RAN, Arena, Seen, lost


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


def test_memory_outside_resident_size(arena: Arena) -> None:
    code = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
refused = 0
for call in (lambda: libc.memfd_create(b"x", 0),
             lambda: libc.shmget(0, 1 << 30, 0o1600)):
    refused += call() == -1
print("refused", refused)
"""
    seen = arena.attack(cube=RAN + code + CUBE)
    assert "refused 2" in seen.text
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
