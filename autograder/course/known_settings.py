"""Every setting of nbgrader's that could concern a mark, and what the grader does.

The guide's table is made from this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["obeyed", "no effect", "said", "refused"]


@dataclass(frozen=True)
class Known:
    """What becomes of one setting.

    It is "obeyed", has "no effect" on marks, is "said" to have none here although it
    has with nbgrader, or is "refused" with another value than nbgrader's own.
    """

    verdict: Verdict
    note: str = ""


def _all(verdict: Verdict, names: str, note: str = "") -> dict[str, Known]:
    return {name: Known(verdict, note) for name in names.split()}


SCRIPTS = "grade with nbgrader autograde, or do its work in a script and remove it"
NO_BOOK = "remove it; with --no-gradebook the gradebook is left alone"
STOPPED = "a stopped test gets 0, and the rest of the notebook is marked"
BACK = "a test that is missing is always put back and run"
_EXECUTE = {
    **_all("obeyed", "timeout", "seconds a cell, unless you say --timeout"),
    **_all("obeyed", "kernel_name", "an installed kernel of Python"),
    **_all(
        "refused", "timeout_func", "set one limit for all cells, as Execute.timeout"
    ),
    **_all("refused", "extra_arguments", "set up the kernel in a cell of the course"),
    **_all(
        "refused",
        "kernel_manager_class skip_cells_with_tag force_raise_errors",
        "remove it",
    ),
    **_all(
        "refused",
        "on_notebook_start on_notebook_complete on_notebook_error on_cell_start "
        "on_cell_execute on_cell_complete on_cell_executed on_cell_error",
        SCRIPTS,
    ),
    **_all("refused", "enabled", "every notebook is run here; remove it"),
    **_all("said", "interrupt_on_timeout error_on_timeout", STOPPED),
    **_all(
        "no effect",
        "allow_errors allow_error_names execute_retries startup_timeout iopub_timeout "
        "raise_on_iopub_timeout shell_timeout_interval shutdown_kernel record_timing "
        "store_widget_state ipython_hist_file coalesce_streams display_data_priority "
        "default_language",
    ),
}
_COURSE = {
    **_all(
        "obeyed",
        "course_id root db_url directory_structure source_directory release_directory "
        "submitted_directory autograded_directory groupshared",
    ),
    **_all("obeyed", "ignore", "of the course's files and of a submission's"),
    **_all("obeyed", "student_id", "these students, unless you say --student"),
    **_all("obeyed", "student_id_exclude"),
    **_all("obeyed", "notebook_id", "these notebooks, unless you say --notebook"),
    **_all("refused", "assignment_id", "name the assignment in the command alone"),
    **_all(
        "no effect",
        "include max_file_size max_dir_size feedback_directory solution_directory "
        "source_with_tests_directory",
    ),
}
_CONVERTER = {
    **_all("refused", "pre_convert_hook post_convert_hook", SCRIPTS),
    **_all("refused", "exporter_class", "remove it"),
    **_all("obeyed", "force", "the same as --force"),
    **_all("obeyed", "permissions"),
}
_RELEASE = {**_all("obeyed", "enabled"), **_all("no effect", "default_language")}

# By class, then by setting.
KNOWN: dict[str, dict[str, Known]] = {
    "CourseDirectory": _COURSE,
    "Autograde": {
        **_CONVERTER,
        **_all("obeyed", "create_student", "False: strangers are not graded"),
        **_all("obeyed", "exclude_overwriting", "the student's version counts"),
        **_all(
            "refused",
            "sanitize_preprocessors autograde_preprocessors",
            "leave nbgrader's own steps in it and no others",
        ),
    },
    "Execute": _EXECUTE,
    "GenerateAssignment": {
        **_all("obeyed", "preprocessors", "the steps up to SaveCells"),
        **_all("no effect", "create_assignment no_database force permissions"),
        **_all("no effect", "exporter_class"),
        **_all("refused", "pre_convert_hook post_convert_hook", SCRIPTS),
    },
    "IncludeHeaderFooter": {**_RELEASE, **_all("obeyed", "header footer")},
    "InstantiateTests": {
        **_RELEASE,
        **_all(
            "obeyed",
            "autotest_filename autotest_delimiter hashed_delimiter use_salt "
            "enforce_metadata comment_strs sanitizers",
        ),
    },
    "LockCells": {
        **_RELEASE,
        **_all(
            "no effect",
            "lock_all_cells lock_grade_cells lock_readonly_cells lock_solution_cells",
        ),
    },
    "ClearSolutions": {
        **_RELEASE,
        **_all(
            "obeyed",
            "begin_solution_delimeter end_solution_delimeter code_stub text_stub "
            "enforce_metadata",
        ),
    },
    "ClearHiddenTests": {
        **_all("no effect", "enabled enforce_metadata default_language"),
        **_all(
            "obeyed",
            "begin_test_delimeter end_test_delimeter",
            "no message shows a line between them",
        ),
    },
    "ClearMarkScheme": {
        **_all(
            "no effect",
            "enabled enforce_metadata check_attachment_leakage default_language",
        ),
        **_all("obeyed", "begin_mark_scheme_delimeter end_mark_scheme_delimeter"),
    },
    "ClearOutput": _RELEASE,
    "CheckCellMetadata": _RELEASE,
    "ComputeChecksums": _RELEASE,
    "SaveCells": _all("refused", "enabled", NO_BOOK),
    "SaveAutoGrades": _all("refused", "enabled", NO_BOOK),
    "OverwriteCells": {
        **_all("refused", "enabled", "the source's cells always count; remove it"),
        **_all("said", "add_missing_cells", BACK),
        **_all("no effect", "missing_cell_notification"),
    },
    "OverwriteKernelspec": _all(
        "refused", "enabled", "the source's kernel always counts; remove it"
    ),
    "AssignLatePenalties": _all("obeyed", "enabled plugin_class"),
    "LateSubmissionPlugin": _all("obeyed", "penalty_method"),
    "DeduplicateIds": _all("no effect", "enabled"),
    "IgnorePattern": _all("no effect", "enabled pattern", "stderr never costs points"),
    "LimitOutput": _all("no effect", "enabled max_lines max_traceback"),
    "ClearMetadataPreprocessor": _all("no effect", "enabled"),
}

# Classes that marks do not depend on: the exchange, the export, pages, logs.
ELSEWHERE = frozenset(
    _all(
        "no effect",
        "Application JupyterApp NbGrader NbGraderApp FormgradeApp Authenticator "
        "ExportApp ExportPlugin CsvExportPlugin ExtractorPlugin ZipCollectApp "
        "FileNameCollectorPlugin GenerateFeedback GenerateSolution Feedback Assign "
        "GenerateSourceWithTests GetGrades FilesWriter WriterBase Exporter "
        "TemplateExporter NotebookExporter HTMLExporter ValidateApp Validator "
        "DisplayAutoGrades AssignmentList CourseList ValidateAssignment "
        "Autograder",  # ours: see `outside`
    )
)

HEADINGS: dict[Verdict, str] = {
    "refused": "Refused",
    "said": "No effect, and every run says so",
    "obeyed": "Obeyed",
    "no effect": "No effect on marks",
}
_OF_ALL = {"default_language", "display_data_priority"}


def table() -> str:
    """The settings by what becomes of them, as lines of Markdown for the guide."""
    lines = ["| Settings of nbgrader | What `autograder` does |", "|---|---|"]
    for verdict, heading in HEADINGS.items():
        rows: dict[tuple[str, str], dict[str, list[str]]] = {}
        for name, settings in KNOWN.items():
            for setting, known in settings.items():
                if known.verdict == verdict and setting not in _OF_ALL:
                    row = rows.setdefault(("" if known.note else name, known.note), {})
                    row.setdefault(name, []).append(f"`{setting}`")
        for (_, note), places in rows.items():
            what = f"{heading}: {note}" if note else heading
            names = [f"`{name}`: {', '.join(own)}" for name, own in places.items()]
            lines.append(f"| {'; '.join(names)} | {what} |")
    return "\n".join(lines) + "\n"
