"""A check: what is demanded, why, how much it counts, what judges it, and how it is mended."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - in the type of a field
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from feedtool.doctor.visit import Visit


class Check(Struct, frozen=True, kw_only=True):
    """One row of the table.

    `judge` returns the fault in a sentence, "" where all is well, None where the check does not apply.  A fault of a
    `fatal` check leaves nothing more to say; it has no weight, since all the others stand on it.  `nginx`, `caddy` and
    `cloud` (S3 with CloudFront) are the mends there; where the mend is not the server's, `mend` says what it is.
    """

    code: str
    weight: int
    demand: str
    why: str
    judge: Callable[[Visit], str | None]
    mend: str = ""
    nginx: str = ""
    caddy: str = ""
    cloud: str = ""
    fatal: bool = False

    @property
    def mends(self) -> dict[str, str]:
        """The mends by where they are done; of what no server does, one for all."""
        rows = {"any": self.mend, "nginx": self.nginx, "caddy": self.caddy, "cloud": self.cloud}
        return {where: text for where, text in rows.items() if text}
