"""Real web servers on the loopback interface: nginx, Caddy and `feedtool serve`, each as a process of its own."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from conftest import Project

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
NGINX = """\
{user}{brotli}daemon off;
worker_processes 1;
pid {here}/pid;
error_log stderr;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {here}/body;
    proxy_temp_path {here}/proxy;
    fastcgi_temp_path {here}/fastcgi;
    uwsgi_temp_path {here}/uwsgi;
    scgi_temp_path {here}/scgi;
    include {here}/site.conf;
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered; headers by names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(address: str, target: str, method: str = "GET", **headers: str) -> Answer:
    """Ask for a target just as it is written; `_` in the names of headers stands for `-`."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    try:
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        found: dict[str, str] = {}
        for name, value in response.getheaders():
            key = name.casefold()
            found[key] = f"{found[key]}, {value}" if key in found else value
        return Answer(status=response.status, headers=found, body=response.read())
    finally:
        connection.close()


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def until(true: Callable[[], object], what: str, seconds: float = 30) -> None:
    """Wait until something is true."""
    turn = threading.Event()
    for _ in range(int(seconds * 50)):
        if true():
            return
        turn.wait(0.02)
    raise AssertionError(f"waited {seconds} s for {what}")


def program(name: str) -> str:
    """Return the path of a program, of the environment of these tests or the system's; skip where there is none."""
    found = shutil.which(name, path=f"{sysconfig.get_path('scripts')}:{os.environ['PATH']}:/usr/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


@contextmanager
def running(command: list[str], log: Path, port: int = 0, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; the block begins when its port, where one is named, answers."""
    stream: IO[bytes]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            command, stdout=stream, stderr=stream, cwd=log.parent, env={**os.environ, "NO_COLOR": "1", **environment}
        )
        try:
            if port:
                until(lambda: _answers(process, port, log), f"{command[0]} at port {port}")
            yield process
        finally:
            process.terminate()
            process.wait(20)


def _answers(process: subprocess.Popen[bytes], port: int, log: Path) -> bool:
    assert process.poll() is None, log.read_text("utf-8", "replace")
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@contextmanager
def nginx(project: Project, here: Path, port: int = 0) -> Iterator[str]:
    """Serve a project by nginx, with the configuration that feedtool writes, and yield the address."""
    command, port = program("nginx"), port or free_port()
    with_brotli = ["--brotli"] if BROTLI.exists() else []
    site = here / "site.conf"
    project.run("webserver", "nginx", "--listen", f"127.0.0.1:{port}", *with_brotli, "--to", str(site))
    user = "user root;\n" if os.getuid() == 0 else ""  # else its workers are nobody, who may not read the folder
    brotli = f"load_module {BROTLI};\n" if with_brotli else ""
    (here / "nginx.conf").write_text(NGINX.format(here=here, user=user, brotli=brotli), encoding="utf-8")
    arguments = [command, "-e", "stderr", "-p", str(here), "-c", str(here / "nginx.conf")]
    with running(arguments, here / "log", port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def caddy(project: Project, here: Path, port: int = 0) -> Iterator[str]:
    """Serve a project by Caddy, with the configuration that feedtool writes, and yield the address."""
    command, port = program("caddy"), port or free_port()
    project.run("webserver", "caddy", "--listen", f"http://127.0.0.1:{port}", "--to", str(here / "site"))
    text = "{\n\tadmin off\n\tauto_https off\n\tpersist_config off\n}\n" + (here / "site").read_text("utf-8")
    (here / "Caddyfile").write_text(text, encoding="utf-8")
    arguments = [command, "run", "--config", str(here / "Caddyfile"), "--adapter", "caddyfile"]
    with running(arguments, here / "log", port, HOME=str(here), XDG_DATA_HOME=str(here)):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def serve(project: Project, here: Path, port: int = 0) -> Iterator[str]:
    """Serve a project by `feedtool serve` and yield the address."""
    port = port or free_port()
    arguments = [sys.executable, "-m", "feedtool", "serve", "--config", str(project.root / "feedtool.toml")]
    with running([*arguments, "--port", str(port)], here / "log", port):
        yield f"http://127.0.0.1:{port}"


SERVERS = {"nginx": nginx, "caddy": caddy, "serve": serve}
