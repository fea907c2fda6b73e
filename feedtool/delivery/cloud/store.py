"""The one door by which the client of object stores enters: a bucket's objects, and its refusals in our words.

Nothing that a store answers is shown but the status, the code and the message: the rest may hold what signs requests.

Sources: RFC 9110 section 13 (If-Match, If-None-Match); the conditional writes of Amazon S3 (2024), Google Cloud Storage
(generations) and Azure (ETag), which obstore gives one face.
"""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from feedtool import __version__
from feedtool.errors import DeliveryError, UsageError
from feedtool.later import regex
from feedtool.problem import Place

try:
    import obstore
    from obstore import exceptions, store
except ModuleNotFoundError as error:
    raise UsageError(
        f"delivery to object storage needs {error.name}", hint="install it: pip install 'feedtool[cloud]'"
    ) from None

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from feedtool.delivery.cloud.access import Access

_UNREACHABLE = "the store cannot be reached"
_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 5.0
_STATUS = regex(r"status code: (\d+[ \w]*)")
_CODE = regex(r"<Code>(\w+)</Code>(?:.*?<Message>([^<]*)</Message>)?", re.DOTALL)
_WITHOUT_CREDENTIALS = ("Account must be specified", "://169.254.169.254/", "token request")
"""Signs that none were found: the last resort is the service that machines in a cloud ask for theirs."""
_CONFLICTS = (exceptions.AlreadyExistsError, exceptions.PreconditionError)


class ConflictError(Exception):
    """An object is not any more, or not yet, what it was when the run began."""


class Object(Struct, frozen=True, kw_only=True):
    """What stands in a bucket under one name; `version` where a store tells states apart by more than the tag."""

    tag: str
    content: bytes
    attributes: Mapping[str, str]
    version: str | None = None

    @property
    def state(self) -> dict[str, str]:
        """What a store tells this state of the object by."""
        return {"e_tag": self.tag, **({"version": self.version} if self.version else {})}


class Store:
    """A bucket, or what stands in it below a prefix."""

    def __init__(self, address: str, access: Access) -> None:
        self.address = address.rstrip("/")
        self._conditional = access.conditional
        self._down: DeliveryError | None = None
        with self._named("reached"):
            self._store = _opened(self.address, access)

    def place(self, name: str) -> str:
        """Return the address of an object."""
        return f"{self.address}/{name}"

    def listing(self, folder: str) -> tuple[dict[str, str], list[str]]:
        """Return the objects directly below a folder with their tags, and the folders below it.

        Raises:
            DeliveryError: the store does not say.

        """
        with self._named("listed", folder):
            found = obstore.list_with_delimiter(self._store, folder or None)
            tags = {row["path"]: row["e_tag"] or "" for row in found["objects"]}
            return tags, list(found["common_prefixes"])

    def get(self, name: str) -> Object | None:
        """Return an object; None where there is none.

        Raises:
            DeliveryError: the store does not say.

        """
        with self._named("read", name):
            try:
                got = obstore.get(self._store, name)
            except FileNotFoundError:
                return None
            meta = got.meta
            attributes = {str(key): str(value) for key, value in got.attributes.items()}
            return Object(
                tag=meta["e_tag"] or "", version=meta["version"], content=bytes(got.bytes()), attributes=attributes
            )

    def put(self, name: str, content: bytes, attributes: Mapping[str, str], *, over: Object | None) -> str:
        """Put an object in the place of `over`, or where there is none; return its tag.

        Raises:
            ConflictError: something else stands there.
            DeliveryError: the store does not take it; what stood there stays.

        """
        mode: Any = over.state if over else "create"
        with self._named("written", name):
            try:
                done = obstore.put(
                    self._store,
                    name,
                    content,
                    attributes=dict(attributes),
                    mode=mode if self._conditional else "overwrite",
                    use_multipart=False,
                )
            except _CONFLICTS:
                raise ConflictError from None
            except FileNotFoundError:
                if over is None:
                    raise
                raise ConflictError from None  # it was deleted meanwhile
            return done["e_tag"] or ""

    def remove(self, name: str) -> None:
        """Delete an object; none is no fault.

        Raises:
            DeliveryError: the store does not do it.

        """
        with self._named("deleted", name):
            try:
                obstore.delete(self._store, name)
            except FileNotFoundError:
                return

    @contextmanager
    def _named(self, done: str, name: str = "") -> Iterator[None]:
        """Turn what the client raises into an error that names the place and says no secret.

        A store that could not be reached, after all the retries, is not asked again in this run.
        """
        if self._down:
            raise self._down
        place = Place(file=self.place(name) if name else self.address)
        try:
            yield
        except exceptions.UnknownConfigurationKeyError as error:
            key = re.search(r"'(\w+)'", str(error))
            raise UsageError(
                f"{key[1] if key else 'something'} is no option of this store", place=Place(field="cloud.credentials")
            ) from None
        except (exceptions.BaseError, FileNotFoundError, ValueError) as error:
            reason, hint = _reason(error)
            failed = DeliveryError(f"cannot be {done}: {reason}", place=place, hint=hint)
            self._down = failed if reason == _UNREACHABLE else None
            raise failed from None


def _opened(address: str, access: Access) -> Any:  # noqa: ANN401 - one of three classes of the client
    said = {"endpoint": access.endpoint, "region": access.region} if address.startswith("s3") else {}
    if address.startswith("az"):
        said = {"endpoint": access.endpoint, "account_name": access.account}
    if address.startswith("gs"):
        said = {"base_url": access.endpoint}
    options = {name: value for name, value in said.items() if value} | _credentials(access)
    if access.endpoint.startswith("http:") and not access.allow_http:
        raise UsageError(
            f"{access.endpoint} is without TLS",
            place=Place(field="cloud.endpoint"),
            expected="https://…",
            hint="allow_http = true, if that is meant",
        )
    pause = timedelta(seconds=_LONGEST_PAUSE)
    return store.from_url(  # type: ignore[call-overload]  # one overload for each kind of store
        address,
        config=options,
        client_options={
            "timeout": timedelta(seconds=access.timeout),
            "connect_timeout": timedelta(seconds=min(access.timeout, 10)),
            "allow_http": access.allow_http,
            "user_agent": f"feedtool/{__version__}",
        },
        retry_config={
            "max_retries": access.retries,
            "retry_timeout": timedelta(seconds=access.timeout * (access.retries + 1)),
            "backoff": {"init_backoff": timedelta(seconds=_FIRST_PAUSE), "max_backoff": pause, "base": 2},
        },
    )


def _credentials(access: Access) -> dict[str, str]:
    """Return the options of the store that environment variables of other names than the usual ones hold.

    Raises:
        UsageError: there is no such variable.

    """
    for option, variable in access.credentials.items():
        if variable not in os.environ:
            raise UsageError(
                "there is no environment variable of this name",
                place=Place(field=f"cloud.credentials.{option}"),
                expected="the name of a variable that holds it, never the secret itself",
            )
    return {option: os.environ[variable] for option, variable in access.credentials.items()}


def _reason(error: Exception) -> tuple[str, str]:
    """Return what is wrong, and what to try: the store's status, code and message, nothing else of what it said."""
    told = str(error)
    if any(sign in told for sign in _WITHOUT_CREDENTIALS):
        return "there are no credentials", "set them in the environment, as the store's own tools read them"
    status, code = _STATUS.search(told), _CODE.search(told)
    if status:
        words = ", ".join(filter(None, (code[1], code[2]))) if code else ""
        said = f"the store answers {status[1].strip()}" + (f" ({words.rstrip('.')})" if words else "")
        return said, _HINTS.get(status[1][:3], "")
    if "HTTP error" in told or "timed out" in told:
        return _UNREACHABLE, "check endpoint and region in [cloud], and the network"
    return told.partition("\n")[0].partition(": ")[2].partition("://")[0][:200] or type(error).__name__, ""


_HINTS = {
    "301": "another region in [cloud]",
    "400": "check region and endpoint in [cloud]",
    "403": "check the credentials, and what they are allowed to do: list, read, write and delete",
    "404": "make the bucket first",
    "501": "conditional = false in [cloud], if the store has no conditional writes and one builder only",
}
