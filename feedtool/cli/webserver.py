"""`feedtool webserver`: the configuration of nginx or Caddy for what is built."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedtool import config
from feedtool.cli.options import config_option
from feedtool.cli.printing import output, say
from feedtool.errors import DeliveryError, UsageError
from feedtool.files import write_whole
from feedtool.problem import Place
from feedtool.webserver import hosting_of

if TYPE_CHECKING:
    from feedtool.webserver import Hosting


@click.command("webserver")
@click.argument("server", type=click.Choice(["nginx", "caddy"]), metavar="nginx|caddy")
@config_option
@click.option(
    "--root",
    type=click.Path(path_type=Path),
    help="The folder of the documents on the machine that serves them; else where they are written here.",
)
@click.option(
    "--listen",
    metavar="ADDRESS",
    multiple=True,
    help="Where to listen; else port 80 (nginx), or the host of the feeds' address, with certificates (Caddy).",
)
@click.option("--brotli", is_flag=True, help="nginx has the module brotli_static.")
@click.option("--zstd", is_flag=True, help="nginx has the module zstd_static.")
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="A file; else standard output.")
def command(
    server: str,
    *,
    config_path: Path,
    root: Path | None,
    listen: tuple[str, ...],
    brotli: bool,
    zstd: bool,
    to: Path | None,
) -> None:
    """Write the configuration of a web server, so that it answers for the feeds as their readers need it.

    Types with charset, compressed files, Cache-Control by each feed's ttl, self and hub as Link, CORS, a policy that
    runs no script, redirects and 410 for what [delivery] says has moved or is gone.

    \b
    feedtool webserver nginx --to /etc/nginx/conf.d/feeds.conf
    feedtool webserver caddy --root /srv/feeds --to /etc/caddy/Caddyfile
    """  # noqa: D301 - click's own escape
    if server == "caddy" and (brotli or zstd):
        raise UsageError("Caddy needs no modules for brotli and zstd", hint="leave --brotli and --zstd out")
    hosting = hosting_of(config.load(config_path), root=root)
    for address in listen:
        if not address.strip() or set(address) & set(' ;{}"`\n'):
            raise UsageError(f"no address: {address!r}", place=Place(field="--listen"), expected="80, or [::]:8080")
    text = _written(server, hosting, listen, brotli=brotli, zstd=zstd)
    if not hosting.host:
        say("the address of the feeds is not known: set home or feeds in [site] for Link headers and the host's name")
    if to is None:
        output().write(text.encode())
        return
    try:
        write_whole(to, text.encode())
    except OSError as error:
        raise DeliveryError(f"cannot be written: {error.strerror}", place=Place(file=str(to))) from error


def _written(server: str, hosting: Hosting, listen: tuple[str, ...], *, brotli: bool, zstd: bool) -> str:
    from feedtool.webserver import caddy, nginx  # noqa: PLC0415 - only when the configuration is known to be right

    if server == "caddy":
        return caddy.written(hosting, listen=listen)
    return nginx.written(hosting, listen=listen, brotli=brotli, zstd=zstd)
