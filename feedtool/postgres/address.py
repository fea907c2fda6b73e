"""ADDRESS: where a database is, as messages may say it, and how a connection to it is held.

Sources: PostgreSQL, connection URIs and the parameters of libpq, https://www.postgresql.org/docs/current/libpq-connect.html.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedtool.errors import UsageError
from feedtool.problem import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

_HELD = {
    "connect_timeout": "10",
    "application_name": "feedtool",
    "keepalives_idle": "60",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}
"""A server that went away without a word is missed within two minutes, also while a turn is waited for."""


def held(said: Mapping[str, object]) -> dict[str, object]:
    """Return the parameters of a connection: those that an address says, and of the others what is usual here.

    Raises:
        UsageError: the parts of a password seem to have been taken for something else.

    """
    port, beside = str(said.get("port", "")), f"{said.get('host', '')}{said.get('dbname', '')}"
    if "@" in beside or (not port.replace(",", "").isdigit() and port):
        raise not_understood()
    return {**_HELD, **said}


def not_understood(reason: str = "") -> UsageError:
    """Return an error that does not repeat an address, since nobody knows where in it the password is."""
    return UsageError(
        f"is no address of a database{f': {reason}' if reason else ''}",
        place=Place(field="site.shelf"),
        expected="postgresql://USER@HOST/NAME",
        hint="put the password into PGPASSWORD or ~/.pgpass; in the address /, @ and the like are %2F, %40",
    )


def place_of(said: Mapping[str, object]) -> Place:
    """Return the place of a database for messages, of the parameters of its connection: no user, no password."""
    host, port, name = (str(said.get(key, "")) for key in ("host", "port", "dbname"))
    host = "local socket" if not host or host.startswith("/") else host
    return Place(file=f"postgresql://{host}{f':{port}' if port else ''}{f'/{name}' if name else ''}")
