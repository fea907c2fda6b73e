"""What is put beside a document, compressed once, for web servers that would else do it at every request.

The same bytes give the same variants at any time and place, as long as the libraries are the same ones.

Sources: RFC 1952 (gzip), RFC 7932 (Brotli), RFC 8878 and 9659 (Zstandard on the web), RFC 9110 section 8.4.1.
"""

from __future__ import annotations

import zlib
from importlib.util import find_spec
from typing import TYPE_CHECKING

from msgspec import Struct

from feedtool.delivery.headers import ENCODINGS
from feedtool.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WORTH_IT = 1_000
"""A document of fewer bytes fits one packet as it is, and has no variants."""


class Coding(Struct, frozen=True, kw_only=True):
    """A content coding: its registered name, what compresses and what reads that, and the module that takes."""

    name: str
    compress: Callable[[bytes], bytes]
    decompress: Callable[[bytes], bytes]
    module: str = ""

    @property
    def suffix(self) -> str:
        """What is added to the name of a document."""
        return ENCODINGS[self.name]


def _gzip(content: bytes) -> bytes:
    """Compress without a name and a time; the byte that says on which system is 255, unknown, on all of them.

    The levels above zlib's own choice take twice the time for 1 % fewer bytes.
    """
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    packed = bytearray(packer.compress(content) + packer.flush())
    packed[9] = 255
    return bytes(packed)


def _gunzip(packed: bytes) -> bytes:
    return zlib.decompress(packed, 31)


def _brotli(content: bytes) -> bytes:
    """Compress at the level before the last, which takes half the time for 2 % more bytes."""
    import brotli  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra, without types

    packed: bytes = brotli.compress(content, mode=brotli.MODE_TEXT, quality=10)
    return packed


def _unbrotli(packed: bytes) -> bytes:
    import brotli  # noqa: PLC0415 - the same

    content: bytes = brotli.decompress(packed)
    return content


def _zstd(content: bytes) -> bytes:
    """Compress at the last level whose window browsers must have (8 MiB, RFC 9659)."""
    import zstandard  # noqa: PLC0415 - an extra

    return zstandard.ZstdCompressor(level=19).compress(content)


def _unzstd(packed: bytes) -> bytes:
    import zstandard  # noqa: PLC0415 - an extra

    return zstandard.ZstdDecompressor().decompressobj().decompress(packed)


CODINGS: dict[str, Coding] = {
    row.name: row
    for row in (
        Coding(name="gzip", compress=_gzip, decompress=_gunzip),
        Coding(name="br", compress=_brotli, decompress=_unbrotli, module="brotli"),
        Coding(name="zstd", compress=_zstd, decompress=_unzstd, module="zstandard"),
    )
}
"""Every coding that a document can be had in, by name."""


def check_installed(codings: Iterable[str]) -> None:
    """See that codings can be made here.

    Raises:
        UsageError: one cannot.

    """
    for coding in (CODINGS[name] for name in codings):
        if coding.module and find_spec(coding.module) is None:
            raise UsageError(
                f"compress = {coding.name!r} needs {coding.module}", hint="install it: pip install 'feedtool[compress]'"
            )


def wanted(size: int, codings: Iterable[str]) -> list[Coding]:
    """Return the codings that a document of so many bytes is to be had in."""
    return [CODINGS[name] for name in codings] if size >= WORTH_IT else []


def variants(content: bytes, codings: Iterable[str]) -> dict[str, bytes | None]:
    """Return what stands beside a document by the endings of the names; None where nothing may stand any more."""
    made: dict[str, bytes | None] = {coding.suffix: None for coding in CODINGS.values()}
    made.update((coding.suffix, coding.compress(content)) for coding in wanted(len(content), codings))
    return made


def decompressed(packed: bytes, coding: str) -> bytes:
    """Return what was compressed by a coding; as it is where that is unknown, or is not what was done."""
    if coding not in CODINGS:
        return packed
    try:
        return CODINGS[coding].decompress(packed)
    except Exception:  # noqa: BLE001 - each library has its own; a proxy may have decoded it already
        return packed
