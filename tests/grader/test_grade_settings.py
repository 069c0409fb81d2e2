"""Every setting of nbgrader's configuration is obeyed, or refused before any mark."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from click.testing import CliRunner
from grading_support import (
    CONFIG,
    SQUARE,
    answer,
    check,
    handed_in,
    load,
    make_course,
    marked,
    source,
    submit,
    write_notebook,
)
from nbformat.v4 import new_code_cell, new_notebook

from autograder import cli
from autograder.course import settings
from autograder.course.assignment import load_assignment, load_course
from autograder.course.known_settings import KNOWN
from autograder.course.sanitise import sanitise
from autograder.engine.sandboxed import SandboxedEngine
from autograder.grade import grade_notebook
from autograder.marks.score import question
from autograder.records import CellOutcome, Limits, Refusal, Submission
from tools.grader.settings_table import with_table

pytestmark = pytest.mark.quick


def configured(root: Path, *lines: str) -> Path:
    """A course with more lines in its configuration."""
    make_course(root)
    (root / "nbgrader_config.py").write_text("\n".join([CONFIG, *lines]))
    return root


def asked(root: Path, *lines: str) -> settings.Settings:
    """What these lines of a configuration ask for."""
    return settings.read(load_course(configured(root, *lines)))


def test_is_every_setting_of_nbgraders_classes_known() -> None:
    """A setting that a new nbgrader brings must be decided about."""
    classes = settings.classes()
    for name, known in KNOWN.items():
        own = {
            trait
            for cls in classes[name].__mro__
            if cls.__module__.startswith(("nbgrader", "nbclient"))
            and hasattr(cls, "class_own_traits")
            for trait in cls.class_own_traits(config=True)
        }
        assert own - {"classes"} <= known.keys(), name


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("", "timeout", 30.0),
        ("c.Execute.timeout = 300", "timeout", 300.0),
        ("c.ExecutePreprocessor.timeout = 1200", "timeout", 1200.0),
        ("c.Execute.timeout = None", "timeout", None),
        ("c.Execute.timeout = -1", "timeout", None),
        ("c.Autograde.create_student = False", "strangers", False),
        ("c.AutogradeApp.create_student = False", "strangers", False),
        ("c.Autograde.exclude_overwriting = {'demo': ['a.py']}", "free", None),
        ("c.CourseDirectory.student_id = 'a*'", "students", "a*"),
        ("c.NbGrader.student_id = 'a*'", "students", "a*"),
        ("c.CourseDirectory.student_id_exclude = 'x,y'", "excluded", {"x", "y"}),
        ("c.CourseDirectory.notebook_id = 'p1'", "notebooks", "p1"),
        ("c.CourseDirectory.groupshared = True", "shared", True),
        ("c.CourseDirectory.groupshared = True", "permissions", 0o664),
        ("c.BaseConverter.permissions = 640", "permissions", 0o640),
        ("c.CourseDirectory.ignore.append('*.log')", "ignore", None),
        ("c.AssignLatePenalties.enabled = False", "late", False),
        ("c.BaseConverter.force = True", "force", True),
        ("c.Autograde.sanitize_preprocessors.pop(0)", "late", True),
        ("c.Execute.extra_arguments = ['--matplotlib=inline']", "notices", ()),
        ("c.MyOwnPlugin.anything = 1", "notices", ()),
        ("c.Exchange.root = '/srv/exchange'", "notices", ()),
        ("c.LimitOutput.max_lines = 5", "notices", ()),
    ],
)
def test_is_a_setting_obeyed(tmp_path: Path, line: str, field: str, value: Any) -> None:
    if "pop(0)" in line:
        line = (
            "from nbgrader.converters import Autograde as A\n"
            "steps = A.sanitize_preprocessors.default()\n"
            "c.Autograde.sanitize_preprocessors = steps[1:]"
        )
    found = getattr(asked(tmp_path, line), field)
    if field == "free":
        assert found == {"demo": ("a.py",)}
    elif field == "ignore":
        assert found[-1] == "*.log"
        assert "*.pyc" in found
    else:
        assert found == value


@pytest.mark.parametrize(
    ("line", "named", "advice"),
    [
        ("c.Execute.timeout_func = len", "Execute.timeout_func", "Execute.timeout"),
        ("c.Execute.enabled = False", "Execute.enabled", "remove it"),
        ("c.Execute.extra_arguments = ['-x']", "Execute.extra_arguments", "kernel"),
        (
            "c.ExecutePreprocessor.kernel_name = 'ir'",
            "kernel_name",
            "not installed here",
        ),
        ("c.Autograde.pre_convert_hook = print", "pre_convert_hook", "nbgrader"),
        ("c.BaseConverter.post_convert_hook = print", "post_convert_hook", "script"),
        ("c.NbGraderPreprocessor.enabled = False", "enabled", "remove it"),
        ("c.SaveAutoGrades.enabled = False", "SaveAutoGrades", "--no-gradebook"),
        ("c.OverwriteCells.enabled = False", "OverwriteCells", "source"),
        ("c.Autograde.autograde_preprocessors = []", "autograde_pre", "own steps"),
        (
            "c.Autograde.autograde_preprocessors.append('mine.Step')",
            "autograde_preprocessors",
            "own steps",
        ),
        ("c.CourseDirectory.assignment_id = 'demo'", "assignment_id", "command"),
        ("c.CourseDirectory.directory_structure = 'x'", "directory_", "{student_id}"),
        ("c.Exekute.timeout = 3", "Exekute", "Execute"),
        ("c.NbGrader.Execute.timeout = 3", "NbGrader.Execute", "c.Execute"),
        ("c.CourseDirectory.groupshared = 'of course'", "groupshared", "boolean"),
        ("c.Execute.timeout = 'long'", "timeout", "int"),
        ("c.AssignLatePenalties.plugin_class = 'no.Such'", "Penalties", "no"),
        ("c.IncludeHeaderFooter.header = 'no.ipynb'", "Footer", "no.ipynb"),
        ("raise SystemExit('I stop')", "nbgrader_config.py is wrong", "I stop"),
    ],
)
def test_is_a_setting_refused_in_one_sentence(
    tmp_path: Path, line: str, named: str, advice: str
) -> None:
    root = configured(tmp_path, line)
    submit(root, "ada", source())
    done = CliRunner().invoke(cli.main, ["grade", "demo", "--course", str(root)])
    assert done.exit_code == 2, done.output
    (said,) = done.output.strip().splitlines()
    assert named in said
    assert advice in said
    assert not (root / "gradebook.db").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("c.Execute.time_out = 3", "Execute.time_out (did you mean timeout?)"),
        ("c.Execute.interrupt_on_timeout = False", "has no effect here"),
        ("c.OverwriteCells.add_missing_cells = True", "has no effect here"),
    ],
)
def test_is_a_setting_without_effect_named(
    tmp_path: Path, line: str, said: str
) -> None:
    (sentence,) = asked(tmp_path, line).notices
    assert said in sentence


def test_do_limits_follow_the_configuration() -> None:
    long = settings.Settings(timeout=300.0)
    base = Limits()
    assert long.limits(base, None, None) == Limits(timeout=300.0, total=6000.0)
    assert long.limits(base, 5.0, None) == Limits(timeout=5.0, total=600.0)
    endless = settings.Settings(timeout=None)
    assert endless.limits(base, None, None) == Limits(timeout=600.0, total=600.0)
    assert endless.limits(base, None, 90.0) == Limits(timeout=90.0, total=90.0)


@pytest.mark.parametrize("begin", ["###BEGIN HIDDEN TESTS", "# <<secret"])
def test_does_no_message_show_a_hidden_line(tmp_path: Path, begin: str) -> None:
    end = "###END HIDDEN TESTS" if "BEGIN" in begin else "# secret>>"
    root = configured(
        tmp_path,
        *(
            []
            if "BEGIN" in begin
            else [
                "c.ClearHiddenTests.begin_test_delimeter = '<<secret'",
                "c.ClearHiddenTests.end_test_delimeter = 'secret>>'",
            ]
        ),
    )
    text = f"assert square(1) == 1\n{begin}\nassert square(7) == 49\n{end}"
    cells = [answer("square", SQUARE), check("test_square", 1, text)]
    write_notebook(root / "solutions/demo/demo.ipynb", new_notebook(cells=cells))
    (master,) = load(root).masters
    test = master.notebook.cells[1]
    failed = CellOutcome("error", ename="AssertionError", line=3)
    from autograder.course.sanitise import visible

    shown = visible(test.source, master.hidden)
    assert shown == "assert square(1) == 1"
    mark = question("test_square", 1.0, failed, None, test.source, shown)
    assert mark.message == "A check failed."
    released = nbformat.from_dict(master.notebook)
    released = nbformat.reads(nbformat.writes(released), 4)
    released.cells[1].source = shown
    _, flags = sanitise(nbformat.writes(released).encode(), master)
    assert flags == [], "the test as students get it was not edited"


def test_are_headers_and_steps_found_from_the_courses_folder(tmp_path: Path) -> None:
    root = configured(
        tmp_path / "course",
        "import os",
        "assert os.path.exists('here.txt') or not os.path.exists('nbgrader_config.py')",
        "c.IncludeHeaderFooter.header = 'header.ipynb'",
        "c.GenerateAssignment.preprocessors = ['nbgrader.preprocessors.LockCells', "
        "'steps.Shout', 'nbgrader.preprocessors.SaveCells']",
    )
    (root / "here.txt").write_text("")
    (root / "steps.py").write_text(
        "from nbgrader.preprocessors import NbGraderPreprocessor\n"
        "class Shout(NbGraderPreprocessor):\n"
        "    def preprocess(self, notebook, resources):\n"
        "        notebook.cells[0].source += '!'\n"
        "        return notebook, resources\n"
    )
    (master,) = load(root).masters
    assert master.notebook.cells[0].source == "# Powers!", "and there is no header step"
    (root / "nbgrader_config.py").write_text(
        f"{CONFIG}c.IncludeHeaderFooter.header = 'header.ipynb'\n"
    )
    head = marked(new_code_cell("import math"), "head", locked=True)
    write_notebook(root / "header.ipynb", new_notebook(cells=[head]))
    (master,) = load(root).masters
    assert master.notebook.cells[0].source == "import math"


def test_do_students_change_the_files_that_they_may(
    tmp_path: Path, engine: SandboxedEngine
) -> None:
    """And what nbgrader leaves out is left out."""
    root = configured(
        tmp_path,
        "c.Autograde.exclude_overwriting = {'demo': ['mine.py']}",
        "c.CourseDirectory.ignore = ['*.log']",
    )
    for name, text in (("mine.py", "value = 1"), ("theirs.py", "value = 1")):
        (root / "solutions" / "demo" / name).write_text(text)
    tests = [
        check("test_mine", 1, "import mine\nassert mine.value == 2"),
        check("test_theirs", 1, "import theirs\nassert theirs.value == 1"),
        check("test_log", 1, "import os\nassert not os.path.exists('run.log')"),
    ]
    cells = [answer("square", SQUARE), *tests]
    write_notebook(root / "solutions/demo/demo.ipynb", new_notebook(cells=cells))
    assignment = load_assignment(load_course(root), "demo")
    path = submit(root, "ada", handed_in(assignment, square=SQUARE))
    for name in ("mine.py", "theirs.py", "run.log"):
        (path.parent / name).write_text("value = 2")
    from autograder.course.submissions import submitted_files

    own, _ = submitted_files(Submission("ada", path.parent), assignment, 50)
    assert own == {"mine.py": b"value = 2"}
    (master,) = assignment.masters
    result, _ = grade_notebook(
        *("ada", path.read_bytes(), master, assignment.files, engine, Limits(), own)
    )
    assert [part.score for part in result.questions] == [1.0, 1.0, 1.0], result


def test_is_the_table_of_the_guide_that_of_the_code(root: Path) -> None:
    """If not: python -m tools.grader.settings_table."""
    page = (root / "book" / "grading_differences.md").read_text()
    assert with_table(page) == page


def test_is_a_cell_that_nbgrader_would_skip_refused(tmp_path: Path) -> None:
    notebook = source()
    notebook.cells[3].metadata["tags"] = ["skip-execution"]
    with pytest.raises(Refusal, match="skip-execution"):
        load(make_course(tmp_path, "demo", notebook))


def test_is_the_json_of_one_notebook_alone_on_standard_output(tmp_path: Path) -> None:
    """Sentences about settings go to the other stream."""
    root = configured(tmp_path, "c.OverwriteCells.add_missing_cells = True")
    path = submit(root, "ada", source())
    words = ["grade", "demo", str(path), "--course", str(root)]
    done = CliRunner().invoke(cli.main, words)
    assert json.loads(done.stdout)["submissions"][0]["score"] == 10.0
    assert "add_missing_cells has no effect" in done.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"grade_id": "test_cube"}, "Duplicate grade id: test_cube"),
        ({"points": float("nan")}, "gives nan points for test_square"),
        ({"schema_version": 1}, "run `nbgrader update` on it"),
        ({"points": None}, "None is not of type 'number'"),
        (None, "names no kernel"),
        (b"[]", "is not a notebook"),
        (b"[" * 100_000, "is not a notebook"),
    ],
)
def test_is_a_wrong_source_refused_in_one_sentence(
    tmp_path: Path, change: Any, said: str
) -> None:
    notebook = source()
    if isinstance(change, dict):
        notebook.cells[3].metadata["nbgrader"].update(change)
    elif change is None:
        notebook.metadata["kernelspec"] = None
    root = make_course(tmp_path)
    path = root / "solutions" / "demo" / "demo.ipynb"
    text = nbformat.v4.writes(notebook).encode()
    path.write_bytes(change if isinstance(change, bytes) else text)
    with pytest.raises(Refusal) as refused:
        load(root)
    assert said in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_do_two_runs_make_the_same_notebook(tmp_path: Path) -> None:
    """Of a source whose cells have no ids, too, as older ones do."""
    notebook = source()
    for cell in notebook.cells:
        del cell["id"]
    notebook.nbformat_minor = 4
    (master,) = load(make_course(tmp_path, "demo", notebook)).masters
    data = nbformat.v4.writes(notebook).encode()
    first, second = (nbformat.v4.writes(sanitise(data, master)[0]) for _ in range(2))
    assert first == second


def test_a_gradebooks_relative_path_is_in_the_courses_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_course(tmp_path / "course")
    monkeypatch.chdir(tmp_path)  # where --course names the folder
    lines = {
        "sqlite:///marks.db": f"sqlite:///{root}/marks.db",
        "sqlite:////srv/marks.db": "sqlite:////srv/marks.db",
        "sqlite:///:memory:": "sqlite:///:memory:",
        "postgresql://host/marks": "postgresql://host/marks",
    }
    for said, meant in lines.items():
        config = f"{CONFIG}c.CourseDirectory.db_url = {said!r}\n"
        (root / "nbgrader_config.py").write_text(config)
        assert load_course(Path("course")).db_url == meant
