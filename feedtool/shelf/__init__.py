"""SHELF: where articles stand and how they are found again.

`articles/` holds a record for each article that was imported, and the ledger: text, fit for git, of every id ever
given, so that an id follows its article for ever and a withdrawn one never comes back under another.
"""

from feedtool.shelf.folder import Intake, OnClash, Shelf, Taken
from feedtool.shelf.ledger import Ledger, adopt, adopted, free_id, known_again
from feedtool.shelf.line import Line
from feedtool.shelf.marks import Marks
from feedtool.shelf.same import By, apart, match, named

__all__ = [
    "By",
    "Intake",
    "Ledger",
    "Line",
    "Marks",
    "OnClash",
    "Shelf",
    "Taken",
    "adopt",
    "adopted",
    "apart",
    "free_id",
    "known_again",
    "match",
    "named",
]
