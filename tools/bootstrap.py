"""Make the environment: `python3 tools/bootstrap.py .venv`.

It runs under whatever Python the machine calls `python3`, so it keeps to
syntax that old versions read, and imports nothing that may be missing.
Exit code 0 when the environment is complete, 1 with one sentence otherwise.
"""

import os
import subprocess
import sys

OLDEST, NEWEST = (3, 11), (3, 13)


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


def check_venv():
    """Refuse a Python without the modules that make an environment."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop(
            "this Python has no venv module; on Debian and Ubuntu install it "
            "with: sudo apt install python3-venv"
        )


def run(command, sentence):
    """Run `command`; end with `sentence` when it fails."""
    if subprocess.call(command) != 0:
        stop(sentence)


def main():
    """Create the environment named on the command line and fill it."""
    folder = sys.argv[1]
    check_python()
    check_venv()
    python = os.path.join(folder, "bin", "python")
    # A half-made or foreign environment is made anew; pip keeps its downloads.
    run(
        [sys.executable, "-m", "venv", "--clear", folder],
        "the environment could not be created: can " + folder + " be written?",
    )
    print("Installing the pinned packages into " + folder + " (about 3 GB) ...")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run(
        [*pip, "--progress-bar", "on", "--requirement", "requirements.txt"],
        "pip could not install requirements.txt (its message is above): check the "
        "network and the disk, then run the same command again",
    )
    run(
        [*pip, "--no-deps", "--no-build-isolation", "--editable", "."],
        "the autograder command could not be installed (pip's message is above)",
    )


if __name__ == "__main__":
    main()
