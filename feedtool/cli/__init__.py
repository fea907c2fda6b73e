"""The command line: parse, call the pipeline, print, exit.

stdout is data, stderr is talk.  Exit codes: 0 done, 1 some articles set aside or an invalid feed found, 2 wrong usage
or configuration, 3 nothing could be done.  A command is imported only when it runs, since start-up time counts where
cron runs it every few minutes.
"""

from __future__ import annotations

import importlib
from typing import Any

import click

from feedtool import __version__

COMMANDS: dict[str, str] = {
    "init": "Make a commented feedtool.toml and the folders.",
    "import": "Bring any source into articles/.",
    "build": "Sources to articles to feeds, delivered (for cron).",
    "export": "One feed from any source, no configuration needed.",
    "validate": "Say what is wrong with feeds, by rule and place.",
    "watch": "Build again whenever something changes.",
    "serve": "Serve what was built, for preview and small sites.",
    "doctor": "Examine a live feed and say how to mend it.",
    "record": "Print, replace or withdraw an article by its id.",
    "webserver": "Write the configuration of nginx or Caddy.",
    "explain": "Say why a field, a time or a rule is what it is.",
}
"""Every command and its line in the help; each is the function `command` of a module of its name."""


class Terminated(KeyboardInterrupt):
    """SIGTERM came: what was done is kept, as when a person interrupts."""


class Lazy(click.Group):
    """A group that imports a command when it is called, and turns what feedtool raises into a message and a code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """Return the commands in the order in which they are met."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"feedtool.cli.{cmd_name.replace('import', 'import_')}")
        command: click.Command = module.command
        for option in command.params:
            if isinstance(option, click.Option):
                name = max(option.opts, key=len).lstrip("-").replace("-", "_")
                option.envvar = option.envvar or f"FEEDTOOL_{cmd_name}_{name}".upper()
                option.show_envvar = True
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, and say which one may have been meant where there is none."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib  # noqa: PLC0415 - only for mistakes

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            raise click.UsageError(
                f"there is no command {args[0]!r}" + (f"; did you mean {near[0]!r}?" if near else ""), ctx
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - the signature is click's
        """Run a command; an error raised on purpose is shown and becomes the exit code."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, Exception) as error:
            code = ended(error, as_json=bool(ctx.obj))
            if code is None:
                raise
            ctx.exit(code)


def ended(error: BaseException, *, as_json: bool = False) -> int | None:
    """Say what ended a command, and return its exit code; None for what is not meant for people."""
    if isinstance(error, KeyboardInterrupt):
        terminated = isinstance(error, Terminated)
        click.echo(f"{'terminated' if terminated else 'interrupted'}; what was done is kept", err=True)
        return 143 if terminated else 130  # as a shell says of a program that a signal ended
    if isinstance(error, BrokenPipeError) or not isinstance(error, Exception):
        return None  # click ends quietly: whoever read the output has seen enough
    from feedtool.cli.printing import code_of  # noqa: PLC0415 - only for errors

    return code_of(error, as_json=as_json)


@click.group(
    cls=Lazy,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "show_default": True,
        "max_content_width": 100,
    },
)
@click.version_option(__version__, "-V", "--version", message="feedtool %(version)s")
def main() -> None:
    """Article sources of any kind in, valid RSS and Atom feeds out.

    \b
    feedtool export page.txt --format atom      one feed, no configuration
    feedtool init && feedtool build             a site's feeds, again and again
    """  # noqa: D301 - click's own escape
