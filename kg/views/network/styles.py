"""How things look: a colour and a shape for each type, the same for everyone's eyes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kg.terms import EntityType, Relation

T, R = EntityType, Relation
# Colours that differ for colour-blind people too (Okabe and Ito, 2008), each with a shape of its own.
NODES: Mapping[EntityType, tuple[str, str]] = MappingProxyType(
    {
        T.COMPANY: ("#0072B2", "square"),
        T.UNIVERSITY: ("#009E73", "triangle"),
        T.AGENCY: ("#D55E00", "star"),
        T.NONPROFIT: ("#CC79A7", "hexagon"),
        T.DRUG: ("#E69F00", "dot"),
        T.INDICATION: ("#A63A5B", "diamond"),
        T.PLATFORM: ("#56B4E9", "triangleDown"),
        T.TARGET: ("#7A7A7A", "ring"),
        T.TRIAL: ("#6A5AA8", "bar"),
        T.PERSON: ("#B8860B", "person"),
        T.PLACE: ("#8C9BA5", "pin"),
    }
)
PLURALS: Mapping[EntityType, str] = MappingProxyType(
    {
        T.COMPANY: "Companies",
        T.UNIVERSITY: "Universities",
        T.AGENCY: "Agencies",
        T.NONPROFIT: "Nonprofits",
        T.DRUG: "Drugs",
        T.INDICATION: "Diseases",
        T.PLATFORM: "Platforms",
        T.TARGET: "Targets",
        T.TRIAL: "Trials",
        T.PERSON: "People",
        T.PLACE: "Places",
    }
)
# Lines between organizations have a colour and a pattern each (dashes in pixels); all others are plain.
LINES: Mapping[Relation, tuple[str, tuple[int, ...]]] = MappingProxyType(
    {
        R.PARTNERS_WITH: ("#0072B2", ()),
        R.LICENSES_TO: ("#AA4499", (14, 3)),
        R.ACQUIRES: ("#D55E00", (9, 3, 2, 3)),
        R.SUBSIDIARY_OF: ("#D55E00", (2, 3)),
        R.FUNDS: ("#008A63", (6, 4)),
        R.MANUFACTURES: ("#B27500", (10, 3, 2, 3, 2, 3)),
    }
)
