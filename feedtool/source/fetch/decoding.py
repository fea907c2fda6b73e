"""Compressed bytes to bytes, never more than was allowed: a gzip bomb ends where the limit is.

Sources: RFC 9110 section 8.4.1 (gzip, deflate), RFC 1950 to 1952, RFC 7932 (br).
"""

from __future__ import annotations

import importlib
import zlib
from functools import cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_STEP = 2**18
_RATIO = 300
"""Text is a hundredth of its size at the very most; deflate can do 1,032, brotli far more."""
_UNSUSPECTED = 2**20


class DecodingError(Exception):
    """What came cannot be decoded: the reason, as the rest of a sentence."""


class Decoder(Protocol):
    """Takes compressed bytes, gives what they were, in steps of bounded size."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what `data` adds."""

    def finished(self) -> bool:
        """Whether the end was reached, or nothing came at all."""


class _Zlib:
    """gzip (members one after another), or zlib, or deflate without its header as some servers send it."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._stream = zlib.decompressobj(bits)
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        full = False
        while data or full:
            piece = self._step(data)
            full = len(piece) == _STEP
            yield piece
            data = self._next_member() if self._stream.eof else self._stream.unconsumed_tail

    def _step(self, data: bytes) -> bytes:
        try:
            piece = self._stream.decompress(data, _STEP)
        except zlib.error as error:
            if self._begun or self._bits != zlib.MAX_WBITS:
                raise DecodingError(f"its compression is broken: {error}") from None
            self._begun, self._stream = True, zlib.decompressobj(-zlib.MAX_WBITS)
            return self._step(data)
        self._begun = True
        return piece

    def _next_member(self) -> bytes:
        data = self._stream.unused_data
        if self._bits != _GZIP or not data.startswith(b"\x1f\x8b"):
            return b""  # padding, which gzip ignores too
        self._stream = zlib.decompressobj(_GZIP)
        return data

    def finished(self) -> bool:
        return self._stream.eof or not self._begun


class _Brotli:
    def __init__(self) -> None:
        self._module = importlib.import_module("brotli")
        self._stream = self._module.Decompressor()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = self._begun or bool(data)
        try:
            yield self._stream.process(data, output_buffer_limit=_STEP)
            while not self._stream.can_accept_more_data():
                yield self._stream.process(b"", output_buffer_limit=_STEP)
        except self._module.error as error:
            raise DecodingError(f"its compression is broken: {error}") from None

    def finished(self) -> bool:
        return self._stream.is_finished() or not self._begun


_GZIP = zlib.MAX_WBITS | 16
_DECODERS: dict[str, Callable[[], Decoder]] = {
    "gzip": lambda: _Zlib(_GZIP),
    "x-gzip": lambda: _Zlib(_GZIP),
    "deflate": lambda: _Zlib(zlib.MAX_WBITS),
    "br": _Brotli,
}


@cache
def accepted() -> str:
    """Return the value of Accept-Encoding: what can be decoded here without giving up the bound on its size."""
    try:
        brotli = importlib.import_module("brotli")
    except ImportError:
        return "gzip, deflate"
    bounded = hasattr(brotli.Decompressor, "can_accept_more_data")  # since 1.2
    return "gzip, deflate, br" if bounded else "gzip, deflate"


def decoded(pieces: Iterable[bytes], coding: str, *, largest: int) -> bytes:
    """Return the bytes that came in pieces under a Content-Encoding.

    Raises:
        DecodingError: they are not what that encoding says, end early, or are more than `largest`.

    """
    codings = [name for name in map(str.strip, coding.casefold().split(",")) if name not in ("", "identity")]
    if len(codings) > 1 or any(name not in _DECODERS or name not in f"x-gzip, {accepted()}" for name in codings):
        raise DecodingError(f"its encoding {coding!r} is not known")
    if not codings:
        return _gathered(((len(piece), piece) for piece in pieces), largest)
    decoder = _DECODERS[codings[0]]()
    content = _gathered(_decoded(pieces, decoder), largest)
    if not decoder.finished():
        raise DecodingError("it ends before its compression does")
    return content


def gunzip(data: bytes, *, largest: int) -> bytes:
    """Return what a gzip file holds.

    Raises:
        DecodingError: it is none, ends early, or holds more than `largest`.

    """
    return decoded([data], "gzip", largest=largest)


def _decoded(pieces: Iterable[bytes], decoder: Decoder) -> Iterator[tuple[int, bytes]]:
    """Yield what came over the wire so far, and the next decoded piece."""
    wire = 0
    for data in pieces:
        wire += len(data)
        for piece in decoder.feed(data):
            yield wire, piece


def _gathered(pieces: Iterable[tuple[int, bytes]], largest: int) -> bytes:
    content = bytearray()
    for wire, piece in pieces:
        content += piece
        if len(content) > _UNSUSPECTED and len(content) > wire * _RATIO:
            raise DecodingError(f"it grows to more than {_RATIO} times its size when decompressed")
        if len(content) > largest:
            raise DecodingError(f"it is larger than {largest:,} bytes")
    return bytes(content)
