"""What our components leave on a spaCy ``Doc``: ``doc._.kg_document``, ``kg_reading``, ``kg_facts``."""

from __future__ import annotations

from spacy.tokens import Doc

for _name in ("kg_document", "kg_reading", "kg_facts"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)
