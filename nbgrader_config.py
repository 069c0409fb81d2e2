"""nbgrader's view of this repository: run `nbgrader …` from its root."""

import importlib.util
from pathlib import Path

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "rectified"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"

# What stands in an answer cell until the learner replaces it.
c.ClearSolutions.code_stub = {
    "python": "# Replace the next line with your answer.\nraise NotImplementedError"
}
c.ClearSolutions.text_stub = "Write your answer here."

# Answers may train a small network on a slow machine; nothing should wait longer.
c.ExecutePreprocessor.timeout = 120

# Make the files that sources need but that are kept once, elsewhere: every command
# comes by here before it reads a source. Copies of this file find no such tool.
tool = Path(__file__).absolute().parent / "tools" / "exercises" / "copies.py"
if tool.exists():
    spec = importlib.util.spec_from_file_location("copies", tool)
    copies = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copies)
    copies.make(tool.parents[2])
