"""Reach a cluster: one at an address, or one of this machine, started for the run."""

from __future__ import annotations

import ipaddress
import json
import os
import re
import subprocess
import sys
import sysconfig
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import autograder
from autograder.inert.text import plain
from autograder.records import Refusal

PATIENCE = 30  # seconds in which a cluster must answer
COMING = 120  # seconds in which its first worker must come
_LOCAL = re.compile(r"local:([1-9][0-9]{0,2})")


@dataclass(frozen=True)
class Cluster:
    """Where a cluster is, and what proves to it who we are."""

    address: str  # of its scheduler, or local:N
    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None


@dataclass
class Connection:
    """A cluster that can be used, and the process that it is in, if it is ours."""

    client: Any  # of Dask
    process: subprocess.Popen[str] | None = None

    def close(self) -> None:
        """Leave it; end what was started for it."""
        with suppress(Exception):  # whatever it is: we are leaving
            self.client.close(timeout=5)
        end(self.process)


def end(process: subprocess.Popen[str] | None) -> None:
    """End a cluster of ours: closing its input asks for that."""
    if process is None:
        return
    assert process.stdin is not None
    with suppress(OSError):
        process.stdin.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    assert process.stdout is not None
    process.stdout.close()


def connect(cluster: Cluster, network: bool) -> Connection:
    """Connect to a cluster; `Refusal` in a sentence where that cannot be."""
    try:
        from distributed import Client
        from distributed.security import Security

        from autograder.cluster import sealed
    except ImportError as error:
        raise Refusal(
            f"--cluster needs Dask, and {error.name} is not installed: "
            "pip install 'rectified[cluster]'"
        ) from error
    local = _LOCAL.fullmatch(cluster.address)
    process, told = start_local(int(local[1])) if local else (None, {})
    try:
        address = told.get("address") or checked(cluster, network)
        sealed.seal()
        given = {
            "tls_ca_file": told.get("ca") or _file(cluster.ca, "--tls-ca"),
            "tls_client_cert": told.get("cert") or _file(cluster.cert, "--tls-cert"),
            "tls_client_key": told.get("key") or _file(cluster.key, "--tls-key"),
        }
        secret = address.startswith("tls://")
        more = {name: value for name, value in given.items() if value is not None}
        try:
            security: Any = Security(require_encryption=secret, **more)
            if secret and not (security.tls_ca_file and security.tls_client_cert):
                raise Refusal(
                    f"{address} needs certificates: give --tls-ca, --tls-cert and "
                    "--tls-key, or name them in Dask's configuration"
                )
            client = Client(address, security=security, timeout=PATIENCE)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            said = plain(str(error).strip().splitlines()[0] if str(error) else error)
            raise Refusal(f"no cluster answers at {address}: {said[:300]}") from error
        return Connection(client, process)
    except BaseException:
        end(process)
        raise


def _file(path: Path | None, option: str) -> str | None:
    if path is None:
        return None
    if not path.is_file():
        raise Refusal(f"there is no file {path}, which {option} names")
    return str(path.resolve())


def checked(cluster: Cluster, network: bool) -> str:
    """The address with its protocol; `Refusal` if what goes there could be read."""
    address = cluster.address
    if "://" not in address:
        address = f"{'tls' if has_tls(cluster) else 'tcp'}://{address}"
    parts = urlsplit(address)
    try:
        port, host = parts.port, parts.hostname
    except ValueError:
        port = host = None
    if parts.scheme not in ("tcp", "tls") or not host or not port:
        raise Refusal(
            f"{cluster.address} is no address of a cluster: write tls://HOST:PORT, "
            "tcp://127.0.0.1:PORT or local:N"
        )
    if parts.scheme == "tcp":
        if not loopback(host):
            raise Refusal(
                f"{address} leaves this machine unencrypted, with students' work and "
                "hidden tests: start the cluster with TLS and write tls://"
            )
        if network:
            raise Refusal(
                f"with --network notebooks could give orders to {address}: start the "
                "cluster with TLS and write tls://"
            )
    return address


def has_tls(cluster: Cluster) -> bool:
    """Whether certificates are named, here or in Dask's configuration."""
    import dask.config

    found = dask.config.get("distributed.comm.tls.client.cert", None)
    return cluster.cert is not None or bool(found)


def loopback(host: str) -> bool:
    """Whether a host is this machine, by a path that never leaves it."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def start_local(workers: int) -> tuple[subprocess.Popen[str], dict[str, str]]:
    """Start a cluster of this machine; the process, and how to reach it."""
    # Nothing is imported from where you stand, nor other code than this.
    words = [sys.executable, "-P", "-m", "autograder.cluster.local", str(workers)]
    home = str(Path(autograder.__file__).parent.parent)
    paths = [os.environ.get("PYTHONPATH", "")]
    if home != sysconfig.get_path("purelib"):
        paths.insert(0, home)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            words,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env=environment,
            text=True,
            start_new_session=True,
        )
        assert process.stdout is not None
        told = process.stdout.readline()
        if told:
            return process, json.loads(told)
        end(process)
        log.seek(0)
        lines = log.read().decode("utf-8", "replace").strip().splitlines()
        why = plain(lines[-1])[:300] if lines else "it ended at once"
        raise Refusal(f"no cluster could be started here: {why}")
