"""Build the wheel, install it where nothing else is, and use it there: `make wheel`.

The package stands at the top level of the repository, so tests find it there whether or not the wheel holds all of it,
and development packages hide a missing dependency.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = """\
Lighthouse Keeper Retires After Forty Years Of Light

By Asha Rao
Published: December 24, 2025 15:21:46 IST

The last keeper of the light at Kallar point handed over his keys on Wednesday, and nobody was there to take them.
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command and return what it printed.

    Raises:
        subprocess.CalledProcessError: it failed.

    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run([*map(str, command)], cwd=cwd, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> None:
    """Build, install, use; an exception says what failed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
        (wheel,) = folder.glob("*.whl")
        venv.create(folder / "env", with_pip=True)
        python = folder / "env" / "bin" / "python"
        run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=folder)
        (folder / "page.txt").write_text(PAGE, encoding="utf-8")
        feedtool = python.with_name("feedtool")
        for form in ("rss", "atom"):
            run(feedtool, "export", "page.txt", "--format", form, "--to", f"{form}.xml", cwd=folder)
        run(feedtool, "init", "--yes", cwd=folder)
        (folder / "page.txt").rename(folder / "seeds" / "page.txt")
        run(feedtool, "build", cwd=folder)
        run(feedtool, "validate", "rss.xml", "atom.xml", "output", "--fail-on", "warning", cwd=folder)
        run(feedtool, "explain", "seeds/page.txt", cwd=folder)
        print(f"{wheel.name}: installed alone, it exports, builds, validates and explains")


if __name__ == "__main__":
    main()
