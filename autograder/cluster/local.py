"""`python -m autograder.cluster.local N`: a cluster of this machine, in a process.

It says how to reach it in one line of JSON, and ends when its input does: also when
the grader that started it is killed. Only who has read that line can talk to it.
"""

from __future__ import annotations

import json
import sys

import dask
from distributed import LocalCluster
from distributed.security import Security

SILENCE = "60s"  # after which a worker that says nothing is given up
FAILURES = 100  # workers that may die with a notebook: its sandbox keeps it from that


def main(workers: int) -> None:
    """Start a scheduler and workers of one thread; wait for the end of the input."""
    dask.config.set(
        {
            "distributed.scheduler.worker-ttl": SILENCE,
            "distributed.scheduler.allowed-failures": FAILURES,
        }
    )
    security = Security.temporary()
    cluster = LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        host="127.0.0.1",
        protocol="tls://",
        security=security,
        dashboard_address=None,
        memory_limit=0,  # notebooks have limits of their own
    )
    with cluster:
        told = {
            "address": cluster.scheduler_address,
            "ca": security.tls_ca_file,
            "cert": security.tls_client_cert,
            "key": security.tls_client_key,
        }
        sys.stdout.write(json.dumps(told) + "\n")  # to the grader alone
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]))
