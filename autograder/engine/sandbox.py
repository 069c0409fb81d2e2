"""Which isolation this machine offers, and the command that enters it."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder import inside
from autograder.records import Refusal

INSIDE = Path(inside.__file__).resolve().parent  # what runs in a sandbox
# Not /dev/zero: mapped, it is memory that no process shows.
DEVICES = ("/dev/null", "/dev/random", "/dev/urandom")
_SHARED = (
    "/etc/ld.so.cache",
    "/etc/fonts",
    "/etc/localtime",
    "/etc/alternatives",
    "/var/cache/fontconfig",
)

_REPLACED = ("/tmp", "/proc", "/dev", "/submission", "/grader")


@dataclass(frozen=True)
class Sandbox:
    """One kind of isolation."""

    name: str  # as it stands in results.json
    isolation: str  # what the program inside is told

    def readable(self) -> list[str]:
        """Folders of the machine that a notebook needs to read."""
        own = [os.path.abspath(path) for path in (sys.prefix, sys.base_prefix)]
        paths = [*own, "/usr", "/bin", "/lib", "/lib64", "/sbin"]
        paths += _SHARED
        if self.isolation != "namespaces":
            paths.append(str(INSIDE))
        return [path for path in dict.fromkeys(paths) if os.path.exists(path)]

    def placed(self, path: str) -> str:
        """Where a folder of the machine stands inside: not below what is replaced."""
        below = any(path.startswith(f"{folder}/") for folder in _REPLACED)
        return f"/outside{path}" if below and self.isolation == "namespaces" else path

    def font_lists(self) -> list[str]:
        """Where the program inside finds `font_lists`."""
        if self.isolation == "namespaces":
            return [f"/grader/{path.name}" for path in font_lists()]
        return [str(path) for path in font_lists()]

    def view(self) -> list[str]:
        """What bubblewrap is told to show: the system and Python, read-only."""
        made: set[str] = set()
        words: list[str] = []
        for path in self.readable():
            if os.path.islink(path) and path.startswith(("/lib", "/bin", "/sbin")):
                words += ["--symlink", os.readlink(path), path]
                continue
            place = self.placed(path)
            for parent in reversed(Path(place).parents):
                if str(parent) != "/" and str(parent) not in made:
                    made.add(str(parent))
                    words += ["--perms", "0755", "--dir", str(parent)]
            words += ["--ro-bind", path, place]
        words += ["--proc", "/proc", "--dev", "/dev"]
        words += ["--ro-bind", "/dev/null", "/dev/zero"]  # not as a device: refused
        return words

    def command(self, control: int, options: str) -> list[str]:
        """The command line of the warm process."""
        python = self.placed(os.path.abspath(sys.executable))
        if self.isolation != "namespaces":
            return [python, "-s", str(INSIDE / "warm.py"), str(control), options]
        words = ["bwrap", "--die-with-parent", "--new-session", "--clearenv"]
        words += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
        words += ["--hostname", "grader"]
        if os.geteuid() == 0:
            # Root enters as root and gives it up inside, to a real other user.
            words += ["--cap-drop", "ALL"]
            words += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        else:
            words += ["--unshare-user", "--uid", "65534", "--gid", "65534"]
        words += self.view()
        for folder in ("/tmp", "/submission", "/grader"):
            words += ["--perms", "0755", "--dir", folder]
        words += ["--perms", "1777", "--tmpfs", "/tmp"]
        for file in [*sorted(INSIDE.glob("*.py")), *font_lists()]:
            words += ["--ro-bind", str(file), f"/grader/{file.name}"]
        # What could be written there, all submissions would share.
        words += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]
        return [*words, python, "-s", "/grader/warm.py", str(control), options]

    def environment(self, threads: int, home: str) -> dict[str, str]:
        """All environment variables that exist inside."""
        words = {
            "PATH": f"{self.placed(os.path.abspath(sys.prefix))}/bin:/usr/bin:/bin",
            "HOME": home,
            "USER": "nobody",
            "LOGNAME": "nobody",
            "LANG": "C.UTF-8",
            "TERM": "xterm-color",
            "CLICOLOR": "1",
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "NBGRADER_EXECUTION": "autograde",
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "MPLCONFIGDIR": f"{home}/matplotlib",
            "IPYTHONDIR": f"{home}/ipython",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "TF_NUM_INTRAOP_THREADS": str(threads),
            "TF_NUM_INTEROP_THREADS": str(threads),
            "OMP_NUM_THREADS": str(threads),
            "OPENBLAS_NUM_THREADS": str(threads),
            "CUDA_VISIBLE_DEVICES": "-1",
        }
        if "LD_LIBRARY_PATH" in os.environ:
            words["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
        return words


def font_lists() -> list[Path]:
    """The lists of this machine's fonts that Matplotlib keeps for this user.

    Where there is none every warm process would spend a second on making one.
    """
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(os.environ.get("MPLCONFIGDIR") or Path(cache, "matplotlib"))
    try:
        return sorted(folder.glob("fontlist-*.json"))
    except OSError:  # a folder that is not ours to read
        return []


def make_font_list() -> None:
    """Let Matplotlib make its list of fonts, once a machine, if it can."""
    if not font_lists():
        words = [sys.executable, "-c", "import matplotlib.font_manager"]
        subprocess.run(words, capture_output=True)


def bwrap_environment(words: list[str], environment: dict[str, str]) -> list[str]:
    """Name the environment on bubblewrap's command line, after --clearenv."""
    sets: list[str] = []
    for name, value in environment.items():
        sets += ["--setenv", name, value]
    place = words.index("--clearenv") + 1
    return words[:place] + sets + words[place:]


NAMESPACES = Sandbox("bubblewrap", "namespaces")
LANDLOCK = Sandbox("landlock", "landlock")
USER = Sandbox("user", "user")  # of root, where nothing else is to be had
NONE = Sandbox("none", "none")


def bubblewrap_works() -> str:
    """Empty when bubblewrap can make namespaces here, otherwise the reason."""
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed"
    words = ["bwrap", "--unshare-pid", "--unshare-net", "--ro-bind", "/", "/"]
    if os.geteuid() != 0:
        words.append("--unshare-user")
    done = subprocess.run([*words, "/bin/true"], capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def others_read_python() -> bool:
    """Whether any user of this machine may use this Python."""
    folders = [
        folder
        for prefix in (sys.prefix, sys.base_prefix)
        for folder in (Path(prefix).resolve(), *Path(prefix).resolve().parents)
    ]
    return all(folder.stat().st_mode & 0o001 for folder in folders)


def choose(unsafe: bool) -> Sandbox:
    """The strongest isolation of this machine; `Refusal` where nothing holds."""
    if sys.platform == "win32":
        raise Refusal(
            "Windows offers neither isolation nor forking: grade inside WSL 2; "
            "`autograder report` works here"
        )
    if sys.platform == "linux":
        reason = bubblewrap_works()
        if not reason:
            return NAMESPACES
        from autograder.inside import kernel  # other systems cannot even import it

        abi = kernel.landlock_abi()
        if abi >= kernel.LANDLOCK_ABI:
            return LANDLOCK
        reason += (
            f"; Landlock {kernel.LANDLOCK_ABI} is needed and this kernel has {abi}"
        )
    else:
        reason = "macOS has no namespaces"
    if unsafe:
        root = sys.platform == "linux" and os.geteuid() == 0
        return USER if root and others_read_python() else NONE
    raise Refusal(
        f"no isolation is to be had here ({reason}); install bubblewrap and allow "
        "user namespaces, or accept that notebooks run as you: --unsafe-no-sandbox"
    )


def scratch_folder() -> str:
    """A new folder for a process that has no mounts of its own."""
    return tempfile.mkdtemp(prefix="autograder-")


def remove_folder(folder: str) -> None:
    """Remove a scratch folder, however deep or closed a notebook has left it."""
    mark, number = secrets.token_hex(8), 0  # a name that is not taken
    with contextlib.suppress(OSError):  # what cannot be removed must stop no class
        while entries := list(os.scandir(folder)):
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    os.unlink(entry.path)
                    continue
                os.chmod(entry.path, 0o700)
                for inner in list(os.scandir(entry.path)):
                    if inner.is_dir(follow_symlinks=False):
                        os.chmod(inner.path, 0o700)
                    number += 1
                    os.rename(inner.path, f"{folder}/{mark}-{number}")
                os.rmdir(entry.path)
        os.rmdir(folder)
