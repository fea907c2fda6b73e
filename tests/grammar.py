"""The grammar of Atom as RFC 4287 has it in Appendix B: an oracle that we did not write."""

from __future__ import annotations

from lxml import etree

from conftest import CASES

_GRAMMAR = etree.parse(CASES / "atom.rng")
_RELAX_NG = etree.RelaxNG(_GRAMMAR)
_NAMES = {"atom": "http://www.w3.org/2005/Atom", "s": "http://www.ascc.net/xml/schematron"}
_RULES = [
    (etree.XPath(f"//{rule.get('context')}[not({said.get('test')})]", namespaces=_NAMES), str(said.text))
    for rule in _GRAMMAR.iterfind(".//s:rule", _NAMES)
    for said in rule.iterfind("s:assert", _NAMES)
]


def faults_in(document: bytes) -> list[str]:
    """Return what the grammar and its Schematron rules find wrong with an Atom document."""
    tree = etree.ElementTree(etree.fromstring(document))
    found = [] if _RELAX_NG.validate(tree) else [str(error) for error in _RELAX_NG.error_log]
    return found + [text for broken, text in _RULES if broken(tree)]
