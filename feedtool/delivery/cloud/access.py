"""How a bucket is reached: what the configuration says of object storage, and the addresses of buckets."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct, field

from feedtool.later import regex

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMES = ("s3", "gs", "az")
"""Amazon S3 and what speaks as it does, Google Cloud Storage, Azure Blob Storage."""

_ADDRESS = regex(r"(?:s3|gs|az)://[a-z0-9][a-z0-9._-]+(?:/[^\s?#@]*)?")


class Access(Struct, frozen=True, kw_only=True):
    """What holds for every bucket.

    `endpoint`     the address of a store that is not its maker's own (MinIO, R2, Ceph …).
    `allow_http`   whether that may be without TLS.
    `account`      of Azure: the storage account.
    `credentials`  options of the store, and the names of the environment variables that hold them.
    `encoding`     the content coding in which documents are kept, `""` for as they are.
    `conditional`  whether a document is replaced only if it is still the one that this run went out from.
    `timeout`, `retries`  seconds for one request, and how often it is repeated.
    """

    endpoint: str = ""
    region: str = ""
    allow_http: bool = False
    account: str = ""
    credentials: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    encoding: str = ""
    conditional: bool = True
    timeout: float = 30.0
    retries: int = 5


def is_bucket(address: str) -> bool:
    """Whether an address is that of a bucket, with a prefix or without; never with credentials in it."""
    return _ADDRESS.fullmatch(address) is not None
