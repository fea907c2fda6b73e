"""`python -m benchmarks serve`: requests a second of `feedtool serve` and of nginx, one core each, in the same run.

Both serve what `feedtool build` made, nginx by the configuration that `feedtool webserver` writes.  wrk asks for one
feed of about 60 KB over 32 connections that are kept: with the validator it has (304), for gzip, and for all of it.
The two are asked in turn, several times, and the best run of each counts, since other programs only ever slow it down.
A rate is requests for each second of CPU that the server itself took, by the system's accounting: what one core would
answer if it had nothing else to do, whatever else runs at the moment; what came through in a second of the clock is
shown beside it.  Exit code 1 where a bar of the project is missed: 15,000 conditional requests a second, and a quarter
of nginx's.
"""

from __future__ import annotations

import argparse
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpus import make_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LEAST = 15_000
TIMES = 4
PATH = "/all.atom.xml"
_DONE = re.compile(r"(\d+) requests in")
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
_FAILED = re.compile(r"Non-2xx or 3xx responses|Socket errors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One way to ask, and the status that it is answered by."""

    name: str
    headers: tuple[str, ...]
    status: int


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def head(port: int, headers: Sequence[str] = ()) -> tuple[int, str]:
    """Return the status and the ETag of the feed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", PATH, headers=dict(row.split(": ", 1) for row in headers))
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, response.headers["ETag"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A server that answers: its process and its port."""

    pid: int
    port: int


@contextmanager
def running(command: Sequence[str], port: int, folder: Path) -> Iterator[Running]:
    """Run a server on one core and yield it when it answers."""
    pinned = [shutil.which("taskset") or "", "-c", "0", *command] if shutil.which("taskset") else list(command)
    process = subprocess.Popen(pinned, cwd=folder, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                head(port)
                break
            except OSError:
                time.sleep(0.05)
        yield Running(pid=process.pid, port=port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def nginx(folder: Path) -> tuple[list[str], int]:
    """Return the command that serves the project by nginx, and its port."""
    port = free_port()
    told = [
        sys.executable,
        "-m",
        "feedtool",
        "webserver",
        "nginx",
        "--listen",
        f"127.0.0.1:{port}",
        "--to",
        "site.conf",
    ]
    subprocess.run(told, cwd=folder, check=True)
    user = "user root;" if os.getuid() == 0 else ""
    temporary = "".join(f"{word}_temp_path {folder}/{word};" for word in ("proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; worker_processes 1; pid {folder}/pid; error_log /dev/null;\n"
        f"events {{ worker_connections 1024; }}\n"
        f"http {{ access_log off; keepalive_requests 1000000; client_body_temp_path {folder}/body; {temporary}\n"
        f"include {folder}/site.conf; }}\n",
        encoding="utf-8",
    )
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
    return [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "/dev/null"], port


def serve(_: Path) -> tuple[list[str], int]:
    """Return the command that serves the project by feedtool, and its port."""
    port = free_port()
    return [sys.executable, "-m", "feedtool", "serve", "--port", str(port)], port


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Requests that were answered for a second of the server's CPU, and in a second of the clock."""

    cpu: float = 0.0
    wall: float = 0.0

    def best(self, other: Rate) -> Rate:
        """Return the better of two, each by itself."""
        return Rate(cpu=max(self.cpu, other.cpu), wall=max(self.wall, other.wall))


def spent(pid: int) -> float:
    """Return the seconds of CPU that a process and its children took up to now (Linux)."""
    told = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    ticks = int(told[11]) + int(told[12])
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return ticks / os.sysconf("SC_CLK_TCK") + sum(spent(int(child)) for child in children)


def rate(server: Running, headers: Sequence[str], seconds: int) -> Rate:
    """Return how many requests are answered.

    Raises:
        SystemExit: some were not answered as they should.

    """
    wrk = [shutil.which("wrk") or "wrk", "-t1", "-c32", f"-d{seconds}s"]
    options = [word for row in headers for word in ("-H", row)]
    before = spent(server.pid)
    told = subprocess.run(
        [*wrk, *options, f"http://127.0.0.1:{server.port}{PATH}"], capture_output=True, text=True, check=True
    ).stdout
    taken = spent(server.pid) - before
    done, found = _DONE.search(told), _RATE.search(told)
    if done is None or found is None or _FAILED.search(told):
        raise SystemExit(f"requests failed:\n{told}")
    return Rate(cpu=int(done[1]) / taken, wall=float(found[1]))


def ways(port: int) -> list[Asked]:
    """Return how one server is asked: by its own validator, compressed, and whole."""
    _, etag = head(port)
    return [
        Asked(name="304", headers=(f"If-None-Match: {etag}",), status=304),
        Asked(name="200 gzip", headers=("Accept-Encoding: gzip",), status=200),
        Asked(name="200", headers=(), status=200),
    ]


def measured(servers: dict[str, Running], seconds: int, runs: int) -> dict[str, dict[str, Rate]]:
    """Return for each way the best rate of each server; they take turns."""
    asked = {name: ways(server.port) for name, server in servers.items()}
    best: dict[str, dict[str, Rate]] = {way.name: {} for way in next(iter(asked.values()))}
    for _ in range(runs):
        for number, way in enumerate(best):
            for name, server in servers.items():
                row = asked[name][number]
                if head(server.port, row.headers)[0] != row.status:
                    raise SystemExit(f"{name} does not answer {row.status}")
                best[way][name] = rate(server, row.headers, seconds).best(best[way].get(name, Rate()))
    return best


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print a Markdown table; exit 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks serve", description=__doc__)
    parser.add_argument("--seconds", type=int, default=3, help="how long each run takes")
    parser.add_argument("--runs", type=int, default=3, help="how often each server is asked in each way")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        make_project(folder, 13)
        subprocess.run([sys.executable, "-m", "feedtool", "build"], cwd=folder, check=True)
        servers = {}
        for start in (nginx, serve):
            command, port = start(folder)
            servers[start.__name__] = stack.enter_context(running(command, port, folder))
        best = measured(servers, options.seconds, options.runs)
        size = (folder / "output" / PATH[1:]).stat().st_size
    print(f"{size:,} bytes, 32 connections; requests for a second of CPU (in a second of the clock):\n")
    print("| answer | nginx | feedtool serve | nginx is |")
    print("| --- | ---: | ---: | ---: |")
    for way, row in best.items():
        cells = [f"{row[name].cpu:,.0f} ({row[name].wall:,.0f})" for name in ("nginx", "serve")]
        print(f"| {way} | {' | '.join(cells)} | {row['nginx'].cpu / row['serve'].cpu:.1f} x |")
    peer, ours = (best["304"][name].cpu for name in ("nginx", "serve"))
    if ours < LEAST or peer > TIMES * ours:
        raise SystemExit(f"missed: {LEAST:,} conditional requests a second, and a {TIMES}th of nginx's")


if __name__ == "__main__":
    main()
