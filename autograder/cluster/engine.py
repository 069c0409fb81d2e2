"""Run notebooks on the workers of a Dask cluster.

Dask decides which worker runs what, and runs again what was lost with a worker. Here
stays what must be trusted: notebooks are put in order and marked here, and what comes
back is bytes that are taken apart as what comes out of a sandbox is.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from autograder.cluster import same, starting, wire
from autograder.cluster.starting import Cluster, Connection
from autograder.inert.text import plain
from autograder.records import (
    Execution,
    JudgeFailed,
    Limits,
    NotGraded,
    Refusal,
    Stopped,
    Task,
)

LEAST_JOBS, MOST_JOBS = 32, 2_000  # notebooks under way
START = 180.0  # seconds that a worker's engine may take to start
RETRIES = 2  # of Dask, for a task that ends with an exception
FAILED = "its worker failed; the log of the cluster says how"
KILLED = "the workers that ran it died, one after the other"
LOOK = 1.0  # seconds between looks at whether the cluster is still there


class ClusterEngine:
    """Workers of a cluster, each with a sandboxed engine of its own.

    Args:
        cluster: where it is.
        place: what each worker's engine is made of.
        jobs: notebooks under way; None for twice the threads of the workers.
    """

    def __init__(
        self, cluster: Cluster, place: wire.Place, jobs: int | None = None
    ) -> None:
        self.cluster, self.place = cluster, place
        self.name = "warm" if place.warm else "cold"
        self.note = self.sandbox = ""
        self.jobs = jobs or 1
        self._asked_jobs = jobs
        self._connection: Connection | None = None
        self._given_up = False
        self._lock = threading.Lock()
        self._courses: dict[tuple[int, int], tuple[Task, str]] = {}
        self._word = secrets.token_hex(8)
        self._packages = same.packages(())[0]
        self._moved = time.monotonic()  # when a task last ended

    def __enter__(self) -> ClusterEngine:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Connect, and let each worker that is there prove itself; `Refusal` if not."""
        network = self.place.outside.network
        self._connection = starting.connect(self.cluster, network)
        try:
            self._greet(self._connection.client)
        except Refusal:
            self.close()
            raise
        if self._given_up:
            self.close()
            raise Refusal("the engine was closed while it started")

    def close(self) -> None:
        """Leave the cluster; one that was started for this run ends."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        if connection.client.status == "running":
            for _, name in self._courses.values():
                with suppress(Exception):  # whatever it is: we are leaving
                    connection.client.unregister_worker_plugin(name)
        connection.close()

    def give_up(self) -> None:
        """Close for good, also while another thread is in `start`."""
        self._given_up = True
        self.close()

    def orders(self) -> tuple[Callable[..., bytes], Callable[..., bytes]]:
        """What workers are asked to do: to say what they are, and to run a notebook."""
        from autograder.cluster import tasks  # it needs Dask

        return tasks.hello, tasks.execute

    def _greet(self, client: Any) -> None:
        """Have an engine started on all workers, and hear what they are."""
        where = self.cluster.address
        try:
            client.wait_for_workers(1, timeout=starting.COMING)
            threads: dict[str, int] = client.nthreads()
        except (OSError, TimeoutError) as error:
            raise Refusal(
                f"no worker came to {where} within {starting.COMING} seconds"
            ) from error
        if client.scheduler.address.startswith("tls://"):
            for address in threads:
                if not address.startswith("tls://"):
                    shown = plain(address)[:100]
                    raise Refusal(f"the worker {shown} of {where} does not use TLS")
        asked = self._asked_jobs
        self.jobs = asked or min(MOST_JOBS, max(LEAST_JOBS, 2 * sum(threads.values())))
        data = wire.pack_place(self.place)
        greetings = [
            client.submit(self.orders()[0], data, workers=[address], pure=False)
            for address in threads
        ]
        for future in greetings:
            reply = self._answer(future, None, Limits(), START)
            if reply.said is None:
                raise Refusal(f"a worker of {where} said nothing of itself")

    def run(self, task: Task, limits: Limits) -> Execution:
        """Execute one notebook on some worker.

        Raises `NotGraded` where its worker could not, `Refusal` where a worker must be
        changed, `Stopped` when the cluster is lost.
        """
        data = wire.pack_task(task, limits)
        client = self._client()
        future = client.submit(
            self.orders()[1],
            self._course(task, client),
            data,
            pure=False,
            retries=RETRIES,
        )
        try:
            reply = self._answer(future, task, limits, limits.total + START)
        finally:
            future.release()
        if reply.failed:
            raise (JudgeFailed if reply.judge else NotGraded)(reply.failed)
        if reply.execution is None or reply.said is None:
            raise NotGraded("its worker gave no result")
        return reply.execution

    def _client(self) -> Any:
        connection = self._connection
        if connection is None or connection.client.status != "running":
            raise self._lost()
        return connection.client

    def _lost(self) -> Stopped:
        return Stopped(
            f"the cluster at {self.cluster.address} was lost; what was graded is kept, "
            "and the next run goes on from there"
        )

    def _course(self, task: Task, client: Any) -> str:
        """The name of a task's course, which all workers have by then."""
        from autograder.cluster import tasks

        key = (id(task.master), id(task.files))
        with self._lock:
            if key not in self._courses:
                modules: tuple[str, ...] = ()
                if self.place.outside.kernel is None:
                    preload = self.place.preload
                    modules = same.needs(task.master, task.files, preload)
                course = wire.Course(self.place, task.master, task.files, modules)
                plugin = tasks.CoursePlugin(wire.pack_course(course), self._word)
                try:
                    client.register_plugin(plugin)
                except Exception:  # whatever it is: a worker that died meanwhile, say
                    self._client()  # the others have it, unless the cluster is lost
                # With the task the two objects stay, and so do their ids.
                self._courses[key] = (task, plugin.name)
            return self._courses[key][1]

    def _answer(
        self, future: Any, task: Task | None, limits: Limits, patience: float
    ) -> wire.Reply:
        """What a worker answers, in the end."""
        data = self._wait(future, patience)
        self._moved = time.monotonic()
        try:
            reply = wire.read_reply(data, task, limits)
        except wire.WireError as error:
            raise NotGraded(f"its worker sent no valid reply ({error})") from error
        if reply.refused:
            raise Refusal(reply.refused)
        if reply.said is not None:
            self._hear(reply.said)
        return reply

    def _wait(self, future: Any, patience: float) -> object:
        """The result of a future, while the cluster is there and moves.

        Dask is not asked for it before it is there: a request that ends for its
        timeout would take others' with it.
        """
        from distributed.client import FutureCancelledError

        began, done = time.monotonic(), threading.Event()
        future.add_done_callback(lambda _: done.set())
        try:
            while not done.wait(LOOK):
                self._client()  # is it still there?
                if time.monotonic() - max(began, self._moved) > patience:
                    raise TimeoutError
            return future.result(timeout=patience)
        except (FutureCancelledError, asyncio.CancelledError) as error:
            raise self._lost() from error
        except TimeoutError as error:
            future.cancel()
            why = f"no worker answered within {patience:g} seconds"
            raise NotGraded(why) from error
        except Refusal:
            raise
        except Exception as error:  # whatever became of the task: it is not read
            self._client()
            raise NotGraded(reason(error)) from error

    def _hear(self, said: wire.Said) -> None:
        """Note what a worker is; `Refusal` if its libraries are not the others'."""
        with self._lock:
            for name, number in said.packages.items():
                if name not in self._packages:
                    self._packages[name] = _mine(name) or number
                known = self._packages[name]
                if number != known:
                    raise Refusal(
                        f"the worker {said.worker} has {name} {number}, where the "
                        f"others and the grader have {known}: marks could differ"
                    )
            kinds = {*filter(None, self.sandbox.split(" or ")), said.sandbox}
            self.sandbox = " or ".join(sorted(kinds))
            if said.engine == "cold":
                self.name, self.note = "cold", self.note or said.note


def _mine(name: str) -> str:
    """The version of a package here; "" where it is not installed."""
    from importlib import metadata

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def reason(error: Exception) -> str:
    """Why a task ended with an exception, which is never unpickled."""
    told = error.args[0] if error.args else b""
    # Dask's name for a task whose workers died, one after the other.
    return KILLED if isinstance(told, bytes) and b"KilledWorker" in told else FAILED
