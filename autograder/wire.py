"""Frames between the grader, the supervisor and a submission's process.

A frame is a kind (1 byte), a length (4 bytes) and a UTF-8 JSON object. Nothing
else crosses the border: no pickle, no code, nothing longer than the reader
allows. The module uses the standard library alone, because it also runs inside
the sandbox.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

HEAD = struct.Struct("!BI")
ORDER, DONE, FLAG, VERDICT = 1, 2, 3, 4


class WireError(Exception):
    """The other side ended, or sent something that is not a frame."""


def pack(kind: int, message: dict[str, Any]) -> bytes:
    """The bytes of one frame."""
    body = json.dumps(message).encode()
    return HEAD.pack(kind, len(body)) + body


def unpack(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`; `WireError` for anything else."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise WireError("not JSON") from error
    if not isinstance(message, dict):
        raise WireError("not a JSON object")
    return message


def send(sock: socket.socket, kind: int, message: dict[str, Any]) -> None:
    """Send one frame; `WireError` when nobody reads any more."""
    try:
        sock.sendall(pack(kind, message))
    except OSError as error:
        raise WireError(str(error)) from error


def receive_exactly(sock: socket.socket, size: int) -> bytes:
    """Read `size` bytes; `WireError` when the stream ends before."""
    parts = bytearray()
    while len(parts) < size:
        try:
            part = sock.recv(min(1 << 20, size - len(parts)))
        except OSError as error:
            raise WireError(str(error)) from error
        if not part:
            raise WireError("the other side ended")
        parts += part
    return bytes(parts)


def receive(sock: socket.socket, limit: int) -> tuple[int, dict[str, Any]]:
    """Read one frame of at most `limit` bytes."""
    kind, size = HEAD.unpack(receive_exactly(sock, HEAD.size))
    if size > limit:
        raise WireError("the message is too long")
    return kind, unpack(receive_exactly(sock, size))
