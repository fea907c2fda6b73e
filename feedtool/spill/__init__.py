"""SPILL: what a long run has to know of all that went by, and what need not fit into memory.

While it is little it stays in memory.  The rest goes to temporary files that have no name, so that nobody else sees
them and none is left behind, however the run ends.  They lie where the system keeps such files: in `TMPDIR`, where that
is set.
"""

from feedtool.spill.past import Past
from feedtool.spill.pile import Pile
from feedtool.spill.trove import Trove

__all__ = ["Past", "Pile", "Trove"]
