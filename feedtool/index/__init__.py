"""INDEX: what is known of the articles that are published, without their texts; feeds are chosen from it.

`Catalogue` is the seam: whatever asks which articles a feed has, how many there are, or which are to come, asks it.
"""

from feedtool.index.catalogue import Catalogue, Row, row_of
from feedtool.index.listed import Listed, Placed

__all__ = ["Catalogue", "Listed", "Placed", "Row", "row_of"]
