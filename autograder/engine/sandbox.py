"""Which isolation this machine offers, and the command that enters it."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder import inside
from autograder.records import Outside, Refusal

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
HOME = "/submission"  # of a notebook in namespaces
# What finding a host by its name, and talking to it in secret, takes.
_NETWORK = (
    *("/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/host.conf"),
    *("/etc/gai.conf", "/etc/services", "/etc/protocols", "/etc/ssl", "/etc/pki"),
    "/etc/ca-certificates",
)
_PROXIES = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy")


@dataclass(frozen=True)
class Sandbox:
    """One kind of isolation."""

    name: str  # as it stands in results.json
    isolation: str  # what the program inside is told
    outside: Outside = field(default_factory=Outside)

    @property
    def title(self) -> str:
        """What stands in every result."""
        return f"{self.name}, network" if self.outside.network else self.name

    @property
    def python(self) -> str:
        """The interpreter that runs inside."""
        kernel = self.outside.kernel
        return kernel.python if kernel else os.path.abspath(sys.executable)

    def readable(self) -> list[str]:
        """Folders of the machine that a notebook needs to read."""
        kernel = self.outside.kernel
        prefixes = kernel.prefixes if kernel else (sys.prefix, sys.base_prefix)
        paths = [os.path.abspath(path) for path in prefixes]
        paths += ["/usr", "/bin", "/lib", "/lib64", "/sbin", *_SHARED]
        if self.isolation != "namespaces":
            paths.append(str(INSIDE))
            paths += [part.path for part in self.outside.shown]
            paths += _NETWORK if self.outside.network else ()
        return [path for path in dict.fromkeys(paths) if os.path.exists(path)]

    @property
    def below(self) -> str:
        """Where a notebook's folder is below its scratch: deep enough for any `..`."""
        ups = [part.place.split("/").count("..") for part in self.outside.shown]
        return "/".join(["above"] * max(ups, default=0))

    def bound(self) -> dict[str, str]:
        """Where bubblewrap shows what of the outside: places, and what is there."""
        visible = tuple(f"{path}/" for path in self.readable())
        found: dict[str, str] = {}
        for number, part in enumerate(self.outside.shown):
            home = os.path.join(HOME, self.below)
            if part.place.startswith("/"):
                if f"{part.path}/".startswith(visible):
                    continue
                place = self.placed(part.place)
            elif part.place.startswith(".."):
                place = os.path.normpath(os.path.join(home, part.place))
            else:
                place = f"/outside/{number}"
            found[place] = part.path
        if self.outside.network:
            found |= {path: os.path.realpath(path) for path in _NETWORK}
        return {place: path for place, path in found.items() if os.path.exists(path)}

    def placed_later(self) -> list[tuple[str, str]]:
        """What each notebook's own process must put in its place, and where it is."""
        found = []
        for number, part in enumerate(self.outside.shown):
            place = part.place
            if self.isolation != "namespaces":
                if not place.startswith("/"):
                    found.append((part.path, place))
            elif place.startswith("/"):
                if self.placed(place) != place:
                    found.append((self.placed(place), place))
            elif not place.startswith(".."):
                found.append((f"/outside/{number}", place))
        return found

    def placed(self, path: str) -> str:
        """Where a folder of the machine stands inside: not below what is replaced."""
        below = any(path.startswith(f"{folder}/") for folder in _REPLACED)
        return f"/outside{path}" if below and self.isolation == "namespaces" else path

    def tried(self) -> list[str]:
        """Where the self-test must not be able to write."""
        return [part.place for part in self.outside.shown][:50]

    def furnish(self, home: str) -> None:
        """Put into the warm process's home what libraries look for at their import."""
        for path, place in self.placed_later():
            if place.startswith("~/"):
                target = Path(home, place[2:])
                target.parent.mkdir(parents=True, exist_ok=True)
                target.symlink_to(path)
                if self.isolation == "user":  # who must pass through
                    os.chmod(home, 0o711)

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
            words += [*below_folders(place, made), "--ro-bind", path, place]
        words += ["--proc", "/proc", "--dev", "/dev"]
        words += ["--ro-bind", "/dev/null", "/dev/zero"]  # not as a device: refused
        return words

    def command(self, control: int, options: str) -> list[str]:
        """The command line of the warm process."""
        python = self.placed(self.python)
        if self.isolation != "namespaces":
            return [python, "-s", str(INSIDE / "warm.py"), str(control), options]
        words = ["bwrap", "--die-with-parent", "--new-session", "--clearenv"]
        words += ["--unshare-pid", "--unshare-ipc", "--unshare-uts"]
        words += [] if self.outside.network else ["--unshare-net"]
        words += ["--hostname", "grader"]
        if os.geteuid() == 0:
            # Root enters as root and gives it up inside, to a real other user.
            words += ["--cap-drop", "ALL"]
            words += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        else:
            words += ["--unshare-user", "--uid", "65534", "--gid", "65534"]
        words += self.view()
        home = os.path.join(HOME, self.below).rstrip("/")
        made: set[str] = set()
        words += below_folders(f"{home}/x", made)
        for folder in ("/tmp", "/grader"):
            words += ["--perms", "0755", "--dir", folder]
        for place, path in self.bound().items():
            words += [*below_folders(place, made), "--ro-bind", path, place]
        words += ["--perms", "1777", "--tmpfs", "/tmp"]
        for file in [*sorted(INSIDE.glob("*.py")), *font_lists()]:
            words += ["--ro-bind", str(file), f"/grader/{file.name}"]
        # What could be written there, all submissions would share.
        words += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]
        return [*words, python, "-s", "/grader/warm.py", str(control), options]

    def environment(self, threads: int, home: str) -> dict[str, str]:
        """All environment variables that exist inside."""
        kernel = self.outside.kernel
        folder = os.path.dirname(self.placed(self.python))
        words = {
            "PATH": f"{folder}:/usr/bin:/bin",
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
        if self.outside.modules:
            words["PYTHONPATH"] = ":".join(map(self.placed, self.outside.modules))
        if self.outside.network:
            if self.isolation != "namespaces":  # `sendmmsg` is refused there
                words["RES_OPTIONS"] = "single-request"
            for name in (*_PROXIES, *map(str.upper, _PROXIES)):
                if "@" not in os.environ.get(name, "@"):  # no password of yours
                    words[name] = os.environ[name]
        return words | dict(kernel.environment if kernel else {})


def below_folders(place: str, made: set[str]) -> Iterator[str]:
    """The folders that a place is in, as bubblewrap makes them, once each."""
    for parent in reversed(Path(place).parents):
        if str(parent) != "/" and str(parent) not in made:
            made.add(str(parent))
            yield from ("--perms", "0755", "--dir", str(parent))


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


def showing(kind: Sandbox, outside: Outside) -> Sandbox:
    """The isolation with that view of the outside; `Refusal` if it cannot have it."""
    for part in outside.shown:
        moved = part.place.startswith("/") and part.place != part.path
        if moved and kind.isolation != "namespaces":
            raise Refusal(
                f"only bubblewrap can show {part.path} at {part.place}, and this is "
                f"{kind.name}: give a place that begins with ../ or ~/"
            )
    if os.geteuid() == 0 and kind.isolation in ("namespaces", "user"):
        for path in (*(part.path for part in outside.shown), *outside.modules):
            if closed := closed_to_others(path):
                raise Refusal(
                    f"notebooks run as another user, who may not read {closed}: allow "
                    f"it with `chmod -R a+rX {path}`"
                )
    return replace(kind, outside=outside)


def closed_to_others(path: str) -> str:
    """What of a file or folder other users cannot read; "" if they can read it all."""
    for folder, _, files in os.walk(path):
        if os.stat(folder).st_mode & 0o005 != 0o005:
            return folder
        for name in files:
            file = os.path.join(folder, name)
            with contextlib.suppress(OSError):  # a link to nowhere
                if not os.stat(file).st_mode & 0o004:
                    return file
    return "" if os.stat(path).st_mode & 0o004 else path


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
