"""The kernel that a course names runs its notebooks, or the course is refused."""

from __future__ import annotations

import json
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner
from grading_support import CONFIG, answer, check, handed_in, load, make_course, submit
from nbformat.v4 import new_notebook

from autograder.cli import main

PLACE = """def place():
    import os, sys
    return os.path.basename(sys.prefix), os.environ.get("MARK"), "numpy" in sys.modules
"""
TEST = "import os, sys\nassert place() == ('another', '7', False), place()\n"
TEST += "assert os.path.basename(sys.prefix) == 'another'"


def source(**metadata: Any) -> nbformat.NotebookNode:
    """A notebook whose answer says which Python runs it."""
    cells = [answer("place", PLACE), check("test_place", 1, TEST)]
    return new_notebook(cells=cells, metadata=metadata)


@pytest.fixture
def kernels(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of kernels, beside another environment."""
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        root = Path(folder)
        root.chmod(0o755)
        monkeypatch.setenv("JUPYTER_PATH", str(root / "jupyter"))
        monkeypatch.setenv("XDG_CACHE_HOME", str(root / "cache"))
        yield root


def install(root: Path, name: str, python: str, *words: str, **more: Any) -> None:
    """Install a kernel for Jupyter to find."""
    words = words or ("-m", "ipykernel_launcher", "-f", "{connection_file}")
    spec = {"argv": [python, *words], "display_name": name, "language": "python"}
    place = root / "jupyter" / "kernels" / name / "kernel.json"
    place.parent.mkdir(parents=True)
    place.write_text(json.dumps(spec | more))


def another(root: Path) -> str:
    """The Python of another environment, with IPython."""
    venv.create(root / "another", with_pip=False)
    (there,) = (root / "another").glob("lib/*/site-packages")
    there.joinpath("far.pth").write_text(sysconfig.get_path("purelib"))
    return str(root / "another" / "bin" / "python")


def graded(course: Path, *words: str) -> Any:
    """What grading a class ends with."""
    line = ["grade", "demo", "--course", str(course), "--no-gradebook", *words]
    return CliRunner().invoke(main, line, catch_exceptions=False)


@pytest.mark.parametrize("how", ["its kernelspec", "the configuration"])
def test_does_the_kernel_of_another_environment_run_the_notebooks(
    kernels: Path, how: str
) -> None:
    install(kernels, "others", another(kernels), env={"MARK": "7"})
    named = {"name": "others", "display_name": "", "language": "python"}
    plain = how == "the configuration"
    notebook = source() if plain else source(kernelspec=named)
    course = make_course(kernels / "course", "demo", notebook)
    if plain:
        more = "c.ExecutePreprocessor.kernel_name = 'others'\n"
        (course / "nbgrader_config.py").write_text(CONFIG + more)
    honest = handed_in(load(course), place=PLACE)
    honest.metadata["kernelspec"] = {"name": "python3", "display_name": ""}
    submit(course, "ada", honest)
    submit(course, "bob", handed_in(load(course), place="def place():\n    return 1"))
    done = graded(course)
    assert done.exit_code == 0, done.output
    found = json.loads((course / "graded/demo/results.json").read_bytes())
    assert [part["score"] for part in found["submissions"]] == [1.0, 0.0]
    assert (found["engine"], found["sandbox"]) == ("cold", "bubblewrap")


@pytest.mark.parametrize(
    ("metadata", "why"),
    [
        ({"kernelspec": {"name": "gone"}}, "'gone', which is not installed here"),
        ({"kernelspec": {"name": "strange"}}, "'strange', which is not IPython's"),
        ({"kernelspec": {"name": "lost"}}, "/no/python, does not start"),
        ({"kernelspec": {"name": "spoken"}}, "'spoken', which is for esperanto"),
        ({"kernelspec": {"name": "ir"}}, "is in R: only Python"),
        ({"kernelspec": {"name": "julia-1.9"}}, "is in Julia: only Python"),
        ({"kernelspec": {"name": "bash"}}, "is in Bash: only Python"),
        ({"kernelspec": {"name": "xpython"}}, "'xpython', which is not installed"),
        ({"kernelspec": {"name": "x", "language": "R"}}, "is in R: only Python"),
        ({"language_info": {"name": "julia"}}, "is in julia: only Python"),
    ],
    ids=str,
)
def test_is_a_course_refused_whose_kernel_cannot_run_it(
    kernels: Path, metadata: dict[str, Any], why: str
) -> None:
    install(kernels, "strange", sys.executable, "-m", "strange")
    install(kernels, "lost", "/no/python")
    install(kernels, "spoken", sys.executable, language="esperanto")
    if "kernelspec" in metadata:
        metadata["kernelspec"].setdefault("display_name", "")
    course = make_course(kernels / "course", "demo", source(**metadata))
    done = graded(course)
    assert done.exit_code == 2
    assert done.output.count("\n") == 1
    assert why in done.output


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        {"language_info": {"name": "ipython"}},
        {"kernelspec": {"name": "mine", "display_name": "", "language": "python"}},
    ],
    ids=str,
)
def test_does_the_graders_own_python_run_what_names_no_other(
    kernels: Path, metadata: dict[str, Any]
) -> None:
    from autograder import run
    from autograder.records import Limits

    install(kernels, "mine", sys.executable)
    course = make_course(kernels / "course", "demo", source(**metadata))
    _, assignment = run.load("demo", run.Options(course, Limits()))
    assert assignment.outside.kernel is None
