"""Make the environment: `python3 -m tools.setup.bootstrap FOLDER book|all`.

`book` is what makes the site, `all` is the whole lock; the second completes the first.
An environment of another lock or another Python is made anew. Without arguments it
only refuses a Python that is too old or too new.

It runs under whatever Python the machine calls `python3`, so it keeps to
syntax that old versions read, and imports nothing that may be missing.
Exit code 0 when the environment is complete, 1 with one sentence otherwise.
"""

import hashlib
import os
import re
import subprocess
import sys

OLDEST, NEWEST = (3, 11), (3, 13)
LOCK = "requirements.txt"
PARTS = {
    "book": ("about 300 MB", ["-r", "requirements/book.in", "-c", LOCK]),
    "all": ("about 3 GB with TensorFlow", ["-r", LOCK]),
}


def stop(sentence):
    """End with one sentence for the person at the terminal."""
    sys.stderr.write("rectified: " + sentence + "\n")
    sys.exit(1)


def check_python():
    """Refuse a Python that the pinned packages do not support."""
    found = sys.version_info[:2]
    if OLDEST <= found <= NEWEST:
        return
    stop(
        "Python {}.{} to {}.{} is needed and this is {}.{}; install one of them and "
        "name it: make PYTHON=python3.11 book".format(*OLDEST, *NEWEST, *found)
    )


def has_venv():
    """Say whether this Python has the modules that make an environment."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return False
    return True


def check_venv():
    """Refuse a Python without the modules that make an environment."""
    if not has_venv():
        stop(
            "this Python has no venv module; on Debian and Ubuntu install it "
            "with: sudo apt install python3-venv"
        )


def run(command, sentence):
    """Run `command`; end with `sentence` when it fails."""
    if subprocess.call(command) != 0:
        stop(sentence)


def origin(lock):
    """Return what an environment is made from: the lock's digest and the Python."""
    digest = hashlib.sha256(lock.encode("utf-8")).hexdigest()
    return "{} {}\n".format(digest, sys.version.split()[0])


def read(path):
    """Return a file's text, or nothing where there is no such file."""
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as file:
        return file.read()


def create(folder, lock):
    """Make an environment anew, with the installer that the lock names."""
    run(
        [sys.executable, "-m", "venv", "--clear", folder],
        "the environment could not be created: can " + folder + " be written?",
    )
    wanted = re.findall(r"^uv==\S+", lock, re.MULTILINE)
    run(
        [*pip(folder), *wanted],
        "pip could not install " + wanted[0] + " (its message is above): check the "
        "network and the disk, then run the same command again",
    )
    with open(os.path.join(folder, ".origin"), "w", encoding="utf-8") as file:
        file.write(origin(lock))


def pip(folder):
    """Return the start of a command that installs with pip."""
    python = os.path.join(folder, "bin", "python")
    return [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]


def use_index_of_pip(folder):
    """Let uv ask the package index that this machine's pip is told to ask.

    uv reads no configuration of pip's; a mirror named there may be the only way out.
    """
    python = os.path.join(folder, "bin", "python")
    listed = subprocess.run(
        [python, "-m", "pip", "config", "list"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        universal_newlines=True,
    ).stdout
    found = dict(re.findall(r"^(.+)\.index-url='(.*)'", listed, re.MULTILINE))
    for section in (":env:", "install", "global"):  # the first one counts
        if section in found:
            os.environ.setdefault("UV_DEFAULT_INDEX", found[section])


def install(folder, words):
    """Install packages with uv, or with pip where uv cannot."""
    uv = [os.path.join(folder, "bin", "uv"), "pip", "install", "--compile-bytecode"]
    uv += ["--python", os.path.join(folder, "bin", "python")]
    if not sys.stderr.isatty():
        uv.append("--quiet")
    if subprocess.call(uv + words) == 0:
        return
    print("uv could not install them (its message is above); pip, slower, tries ...")
    run(
        [*pip(folder), "--progress-bar", "on", *words],
        "the packages could not be installed (pip's message is above): check the "
        "network and the disk, then run the same command again",
    )


def main():
    """Make or complete the environment that the command line names."""
    check_python()
    if not sys.argv[1:]:
        return
    folder, part = sys.argv[1:]
    check_venv()
    lock = read(LOCK)
    size, words = PARTS[part]
    print("Installing the pinned packages into {} ({}) ...".format(folder, size))
    sys.stdout.flush()
    if read(os.path.join(folder, ".origin")) != origin(lock):
        create(folder, lock)
    use_index_of_pip(folder)
    install(folder, words)
    if part == "all":
        install(folder, ["--no-deps", "--no-build-isolation", "--editable", "."])
    open(os.path.join(folder, ".installed-" + part), "w").close()


if __name__ == "__main__":
    main()
