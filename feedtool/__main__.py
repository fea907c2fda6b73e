"""`python -m feedtool`."""

from feedtool.cli import main

main(prog_name="feedtool")
