"""Fixtures of the grader's tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from grading_support import SECRET, Arena
from hypothesis import HealthCheck, settings

from autograder.engine.sandboxed import SandboxedEngine

# Dozens of examples in the suite, always the same; in `make fuzz` thousands, new ones.
_SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile(
    "suite",
    max_examples=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=_SLOW,
)
settings.register_profile(
    "fuzz", max_examples=2000, deadline=None, suppress_health_check=_SLOW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What runs find out about assignments is kept for these tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def engine() -> Iterator[SandboxedEngine]:
    """A warm engine with NumPy; it needs bubblewrap."""
    os.environ["GRADER_SECRET"] = SECRET
    modules = ["numpy", "numpy.testing", "matplotlib.pyplot"]
    with SandboxedEngine(modules, jobs=2) as engine:
        assert engine.sandbox == "bubblewrap", "no bubblewrap here; run: make system"
        yield engine


@pytest.fixture(scope="module", params=["apart", "beside"])
def arena(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    engine: SandboxedEngine,
) -> Arena:
    """A place where an attacker is graded between two honest neighbours.

    Its tests are judged apart, as a rule, or beside the answers, where they must be.
    """
    root = Path(tmp_path_factory.mktemp("arena"))
    return Arena(root, engine, apart=request.param == "apart")
