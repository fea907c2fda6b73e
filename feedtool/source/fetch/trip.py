"""The way from the address that was asked for to the one that answers: redirects, their limits, and what lasts."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from msgspec import Struct, field

from feedtool.errors import SourceError
from feedtool.problem import Place
from feedtool.source.fetch.address import Address, redirected
from feedtool.source.fetch.fetched import StatusError

if TYPE_CHECKING:
    from feedtool.source.fetch.answer import Answer
    from feedtool.source.fetch.manners import Manners

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LASTING = frozenset({301, 308})


class Trip(Struct, kw_only=True):
    """Where we are on it, where we have been, how many seconds are left, and how far the moves were said to last."""

    asked: Address
    here: Address
    left: float
    been: list[str] = field(default_factory=list)
    lasting: bool = True
    moved_to: str = ""

    def redirect(self, answer: Answer, manners: Manners) -> bool:
        """Go where an answer leads; whether it leads anywhere.

        Raises:
            SourceError: it leads in a circle, too far, or where we do not go.

        """
        location = answer.headers.get("location", "")
        if answer.status not in _REDIRECTS or not location:
            return False
        self.been.append(self.here.url)
        target = redirected(self.here, location, downgrade=manners.downgrade)
        self._check(target, manners.redirects)
        self.here = target
        self.lasting = self.lasting and answer.status in _LASTING
        if self.lasting:
            self.moved_to = target.url
        return True

    def _check(self, target: Address, most: int) -> None:
        place = Place(file=self.asked.url)
        if target.url in self.been:
            circle = " → ".join([*self.been[self.been.index(target.url) :], target.url])
            raise SourceError(f"redirects lead in a circle: {circle}", place=place)
        if len(self.been) > most:
            raise SourceError(f"more than {most} redirects, the last one to {target.url}", place=place)


def refusal(url: str, status: int) -> StatusError:
    """Return the error that says what a server answered instead of the document."""
    try:
        phrase = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = str(status)
    message, hint = _SAID.get(status, ("", ""))
    error = StatusError(message or f"the server answers {phrase}", place=Place(file=url), expected="200 OK", hint=hint)
    error.status = status
    return error


_SAID = {
    204: ("the server answers without a document (204 No Content)", ""),
    401: ("the server asks for a password (401 Unauthorized)", ""),
    404: ("there is no such document (404 Not Found)", "check the address"),
    410: ("the document is gone for good (410 Gone)", "take the address out of the source"),
}


def busy(url: str, status: int, until: float) -> StatusError:
    """Return the error that says when a server wants to be asked again (seconds since 1970)."""
    try:
        moment = f"after {datetime.fromtimestamp(until, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError, OSError):
        moment = "in many years"
    error = StatusError(
        f"the server is busy ({status}) and asks to come back {moment}", place=Place(file=url), hint="try again then"
    )
    error.status = status
    return error


def asked_for(error: SourceError, url: str) -> SourceError:
    """Return an error that names the address that was asked for, and where that led if it happened there."""
    where = error.place.file
    if where and where != url:
        error.message = f"leads to {where}: {error.message}"
        error.place = Place(file=url)
    return error
