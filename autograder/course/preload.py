"""Which modules a warm process imports for a course.

Nothing slow is imported here: the warm process starts while nbgrader is being loaded.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from traitlets.config import PyFileConfigLoader

from autograder.course.within import within

LIBRARIES = {
    "keras": ("keras", "keras.layers"),
    "matplotlib": ("matplotlib.pyplot", "matplotlib_inline.backend_inline"),
    "numpy": ("numpy", "numpy.testing"),
    "pandas": ("pandas",),
    "scipy": ("scipy",),
    "sklearn": ("sklearn",),
    "tensorflow": ("tensorflow", "keras", "keras.layers"),
}


def likely_source(root: Path) -> Path:
    """The folder of sources, as nbgrader_config.py in `root` alone would have it.

    nbgrader also reads other files; `collect.load_course` knows better, but later.
    """
    name = "source"
    # A bad file is `load_course`'s to complain about.
    with suppress(Exception, SystemExit), within(root):
        config = PyFileConfigLoader("nbgrader_config.py", str(root)).load_config()
        name = str(config.CourseDirectory.get("source_directory", name))
    return root / name


def wanted_modules(source: Path) -> tuple[str, ...]:
    """Modules that a warm process should import for a course's folder of sources.

    What any assignment uses counts, notebooks and helpers alike: students use
    in one exercise what they met in another.
    """
    paths = [*source.rglob("*.ipynb"), *source.rglob("*.py")]
    text = "\n".join(path.read_text("utf-8", "replace") for path in paths)
    found = [
        name
        for library, names in sorted(LIBRARIES.items())
        if re.search(rf"(import|from) {library}\b", text)
        for name in names
    ]
    if re.search(r"%run .*\.ipynb", text):  # which reads notebooks: a second each
        found += ["nbformat", "fastjsonschema"]
    return tuple(dict.fromkeys([*found, "matplotlib_inline.backend_inline"]))
