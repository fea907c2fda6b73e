"""POSTGRES: the shelf and its index in PostgreSQL, for archives that outgrow one machine.

What the folder `articles/` and its index are on one machine stands in tables: records as text, the line of each
article, and the columns that feeds are chosen by.  Several machines import and build at once; the database's own
constraints and locks see to it that no id is given twice and nothing is lost.
"""

from feedtool.postgres.catalogue import StoredCatalogue
from feedtool.postgres.database import Database
from feedtool.postgres.files import StoredFiles
from feedtool.postgres.ledger import StoredLedger
from feedtool.postgres.texts import StoredTexts

__all__ = ["Database", "StoredCatalogue", "StoredFiles", "StoredLedger", "StoredTexts"]
