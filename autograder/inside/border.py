"""Questions and answers between two processes, over one socket.

A frame is two lengths, a JSON object and raw bytes. Either side may ask while it is
being asked: an answer calls a function that its test gave it. Sizes are checked
before anything is read, and what is not of the format ends the conversation.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable
from typing import Any

from faults import CannotCross, Malformed, NoAnswer, Shared
from models import Models
from reading import Decoder
from values import Encoder

HEAD = struct.Struct("!IQ")
MOST_TEXT = 32 << 20
MOST_BYTES = 512 << 20
MOST_BUFFERS = 100_000
AT_ONCE = 1 << 16  # bytes
DEEPEST = 40  # questions within questions


class Border:
    """One side of a border.

    `handle` answers a question: a message and a decoder for its buffers in, a
    message and an encoder of its buffers out. `refer` and `resolve` make and read
    references to what is no data.
    """

    def __init__(
        self,
        sock: socket.socket,
        side: str,
        refer: Callable[[Any], Any],
        resolve: Callable[[list], Any],
        handle: Callable[[dict[str, Any], Decoder], tuple[dict[str, Any], Encoder]],
    ) -> None:
        self.sock, self.refer, self.resolve, self.handle = sock, refer, resolve, handle
        self.models = Models(side)
        self.count = self.depth = 0
        self.broken = ""
        self.ahead = memoryview(b"")  # what was read beyond a frame
        self.reading = False  # a value, during which nothing is asked
        self.lock = threading.RLock()

    def encoded(self, make: Callable[[Encoder], Any], known: list) -> tuple:
        """What `make` makes of an encoder, and the encoder.

        Models that share weights are referred to, because copies would not share.
        """
        encoder = Encoder(self.refer, known, self.models)
        try:
            return make(encoder), encoder
        except Shared:
            encoder = Encoder(self.refer, known)
            return make(encoder), encoder

    def send(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        """Send one frame."""
        sizes = [len(data) for data in buffers]
        body = json.dumps(message | {"sizes": sizes}).encode()
        if len(body) > MOST_TEXT or sum(sizes) > MOST_BYTES:
            raise CannotCross("a value is too large to cross")
        try:
            parts = [HEAD.pack(len(body), sum(sizes)) + body, *buffers]
            # The other side wakes up for each part that is sent.
            for data in [b"".join(parts)] if sum(sizes) < AT_ONCE else parts:
                self.sock.sendall(data)
        except OSError as error:
            raise NoAnswer("it has ended") from error

    def exactly(self, size: int) -> memoryview:
        """Read `size` bytes."""
        view, place = memoryview(bytearray(size)), 0
        while place < size:
            part = self.ahead or self.more()
            count = min(len(part), size - place)
            view[place : place + count] = part[:count]
            self.ahead = part[count:]
            place += count
        return view

    def more(self) -> memoryview:
        """What comes next, if need be more than is asked for."""
        try:
            part = self.sock.recv(AT_ONCE)
        except OSError as error:
            raise NoAnswer("it has ended") from error
        if not part:
            raise NoAnswer("it has ended")
        return memoryview(part)

    def receive(self) -> tuple[dict[str, Any], list[memoryview]]:
        """Read one frame; `Malformed` for what is none."""
        size, rest = HEAD.unpack(self.exactly(HEAD.size))
        if size > MOST_TEXT or rest > MOST_BYTES:
            raise Malformed("it is too long")
        body, data = self.exactly(size), self.exactly(rest)
        try:
            message = json.loads(bytes(body))
        except (ValueError, RecursionError) as error:
            raise Malformed("it is not JSON") from error
        sizes = message.get("sizes") if isinstance(message, dict) else None
        if not isinstance(sizes, list) or len(sizes) > MOST_BUFFERS:
            raise Malformed("it is no message")
        buffers, place = [], 0
        for length in sizes:
            if type(length) is not int or not 0 <= length <= rest - place:
                raise Malformed("its sizes are wrong")
            buffers.append(data[place : place + length])
            place += length
        return message, buffers

    def ask(
        self,
        message: dict[str, Any],
        make: Callable[[Encoder], Any] = lambda encoder: None,
    ) -> tuple[dict[str, Any], Decoder]:
        """Ask the other side; its message, and a decoder for its buffers.

        `make` encodes what goes with the question; the answer may refer to it.
        """
        with self.lock:
            if self.broken:
                raise NoAnswer(self.broken)
            if self.reading:
                raise Malformed("a value that has to be asked about itself")
            self.count += 1
            number = self.count
            body, encoder = self.encoded(make, [])
            try:
                self.send(message | {"ask": number, "body": body}, encoder.buffers)
                while True:
                    reply, buffers = self.receive()
                    if "ask" in reply:
                        self.reply(reply, buffers)
                    elif reply.get("answer") == number:
                        known = encoder.kept
                        return reply, Decoder(buffers, self.resolve, known, self.models)
                    else:
                        raise Malformed("it answers what nobody asked")
            except (Malformed, NoAnswer) as error:
                self.broken = self.broken or str(error)
                raise NoAnswer(self.broken) from None

    def reply(self, question: dict[str, Any], buffers: list[memoryview]) -> None:
        """Answer one question."""
        if self.depth >= DEEPEST:
            raise Malformed("it asks too deeply")
        self.depth += 1
        try:
            decoder = Decoder(buffers, self.resolve, (), self.models)
            message, encoder = self.handle(question, decoder)
            try:
                self.send(message | {"answer": question["ask"]}, encoder.buffers)
            except CannotCross as error:
                node = Encoder(self.refer).node(error)
                self.send({"back": [], "error": node, "answer": question["ask"]}, [])
        finally:
            self.depth -= 1

    def serve_one(self) -> None:
        """Wait for one question and answer it."""
        with self.lock:
            message, buffers = self.receive()
            if "ask" not in message:
                raise Malformed("it is no question")
            self.reply(message, buffers)
