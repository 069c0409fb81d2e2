"""Workers that sleep for what a submission takes, for a simulation of many.

`python -m tools.grader.sleeping ADDRESS FOLDER COUNT` is COUNT workers of one thread in
one process, until it is killed; FOLDER has the certificates.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

_replies: dict[str, bytes] = {}


def hello(place: bytes) -> bytes:
    """What a worker that has no engine says."""
    from autograder.cluster import wire

    said = wire.Said("sleeping", "warm", "none", "", {})
    return wire.pack_reply(wire.Reply(said))


def sleep(seconds: float, path: str, name: str, data: bytes) -> bytes:
    """Sleep, and give the reply that a file has, whatever was asked."""
    time.sleep(seconds)
    return _replies.setdefault(path, Path(path).read_bytes())


async def host(address: str, folder: str, count: int) -> None:
    """Start the workers, a few at a time, and wait."""
    from distributed import Worker
    from distributed.security import Security

    security = Security(
        tls_ca_file=f"{folder}/ca.pem",
        tls_worker_cert=f"{folder}/cert.pem",
        tls_worker_key=f"{folder}/key.pem",
        require_encryption=True,
    )
    workers = [
        Worker(
            address,
            nthreads=1,
            security=security,
            memory_limit=0,
            dashboard=False,
            local_directory=folder,
        )
        for _ in range(count)
    ]
    for number in range(0, count, 20):
        await asyncio.gather(*workers[number : number + 20])
    await asyncio.gather(*(worker.finished() for worker in workers))


if __name__ == "__main__":
    asyncio.run(host(sys.argv[1], sys.argv[2], int(sys.argv[3])))
