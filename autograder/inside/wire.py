"""Frames between the grader, the supervisor and a submission's process.

A frame is a kind (1 byte), a length (4 bytes) and a UTF-8 JSON object, which is
sealed between the grader and a submission's process. Nothing else crosses the
border: no pickle, no code, nothing longer than the reader allows. The module uses
the standard library alone, because it also runs inside the sandbox.
"""

from __future__ import annotations

import _hashlib
import _json
import json
import os
import socket
import struct
from collections.abc import Callable
from types import SimpleNamespace
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


def sealer(
    key: bytes,
) -> tuple[Callable[[dict[str, Any]], bytes], Callable[[bytes], Any]]:
    """A function that seals a message, and one that opens what was sealed.

    Student code shares its process and its socket with ours. It can take bytes off
    the socket or put some on it, but without `key` it cannot read a test before its
    turn or forge a report. Both functions use nothing but functions written in C,
    because it may have replaced those of `json`.
    """
    digest, shake = _hashlib.hmac_digest, _hashlib.openssl_shake_256
    integer, random, join = int.from_bytes, os.urandom, "".join
    # As `json.dumps` and `json.loads` call them.
    make_encoder: Any = _json.make_encoder
    make_scanner: Any = _json.make_scanner
    text = _json.encode_basestring_ascii
    encode = make_encoder(None, None, text, None, ":", ",", False, False, True)
    decode = make_scanner(
        SimpleNamespace(
            strict=True,
            object_hook=None,
            object_pairs_hook=None,
            parse_float=float,
            parse_int=int,
            parse_constant={"NaN": float("nan")}.get,
        )
    )

    def masked(nonce: bytes, text: bytes) -> bytes:
        size = len(text)
        mask = integer(shake(key + nonce).digest(size), "big")
        return (integer(text, "big") ^ mask).to_bytes(size, "big")

    def seal(message: dict[str, Any]) -> bytes:
        nonce = random(16)
        body = nonce + masked(nonce, join(encode(message, 0)).encode())
        return digest(key, body, "sha256") + body

    def unseal(data: bytes) -> Any:
        tag, body = data[:32], data[32:]
        if digest(key, body, "sha256") != tag:
            raise WireError("a broken seal")
        return decode(masked(body[:16], body[16:]).decode(), 0)[0]

    return seal, unseal


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
