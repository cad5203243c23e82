"""Each class of names, with invented ones: what is found, and what is left alone."""

from __future__ import annotations

import itertools

import pytest

from kg.gazetteer import matcher
from kg.model import Document
from kg.nlp.recognition import recognize


def found(text: str, kind: str | None = None) -> set[str]:
    """The texts of the candidates of a type, or of all types."""
    document = Document(id="a", sha256="0" * 64, text=text)
    return {text[c.start : c.end] for c in recognize(document, matcher()) if kind in {None, str(c.type)}}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Phase 2 trial of Q-VELOR200 met its endpoint.", "Q-VELOR200"),
        ("Patients treated with Brenor-XR improved.", "Brenor-XR"),
        ("A single dose of Tamivor-3 was safe.", "Tamivor-3"),
        ("The safety of VelaxC in patients was confirmed.", "VelaxC"),
        ("Two doses of QVX-DeX4417 were given.", "QVX-DeX4417"),
        ("The company develops ZQV-2204 for asthma.", "ZQV-2204"),
        ("Treatment with QRL-881/Dranexil continues.", "QRL-881"),
        ("Treatment with QRL-881/Dranexil continues.", "Dranexil"),
        ("Norvantis markets Orvelto® for gout.", "Orvelto"),
        ("Norvantis markets Orvelto(R) for gout.", "Orvelto"),
        ("The antibody zelotamab is given monthly.", "zelotamab"),
        ("The cell therapy brenu-cel was infused.", "brenu-cel"),
    ],
)
def test_products_are_found_by_shape(text: str, name: str) -> None:
    assert name in found(text, "drug")


@pytest.mark.parametrize(
    "text",
    [
        "The news was sent over the Example Wire this morning.",
        "The company will present at BIO-Europe in November.",
        "The work is funded by grant ANR-16 of the agency.",
        "Tumors with the mutation G12C or V600E were included.",
        "The change p.Arg94Gln was found in one family.",
        "It is traded as a Form 10-K filer since Q3 2021.",
    ],
)
def test_wires_congresses_grants_and_mutations_are_no_products(text: str) -> None:
    assert not found(text, "drug")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It treats Alzheimer’s disease.", {"Alzheimer’s disease"}),
        ("It treats Alzheimer's disease.", {"Alzheimer's disease"}),
        ("It treats ovarian, fallopian tube and primary peritoneal cancers.",
         {"ovarian", "fallopian tube", "primary peritoneal cancers"}),
        ("A drug for breast and ovarian cancers.", {"breast", "ovarian cancers"}),
        ("A drug for ALS, CTCL, PTSD and GBM.", {"ALS", "CTCL", "PTSD", "GBM"}),
        ("A drug for Velmor syndrome (VMS). People with VMS are few.", {"Velmor syndrome", "VMS"}),
        ("It treats relapsed or refractory multiple myeloma.", {"relapsed or refractory multiple myeloma"}),
        ("It treats acute graft-versus-host disease.", {"acute graft-versus-host disease"}),
    ],
)  # fmt: skip
def test_indications(text: str, names: set[str]) -> None:
    assert found(text, "indication") == names


@pytest.mark.parametrize(
    "text",
    [
        "Mice had reduced tumor growth.",
        "The time to disease progression was measured.",
        "Tumor reduction was seen in mice.",
        "The diagnosis came late.",
    ],
)
def test_outcomes_are_no_indications(text: str) -> None:
    assert not found(text, "indication")


def test_adjectives_are_no_part_of_indications() -> None:
    assert "driven cancers" not in found("It is for kinase driven cancers.", "indication")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Norvantis Expands Orveltin Program in Gout\n\nNorvantis today announced results.", "Norvantis"),
        ("Ostraval Therapeutics, Inc. (NASDAQ: OSTV) announced results.", "Ostraval Therapeutics, Inc."),
        ("Velmor 12 Holdings, Inc. announced results.", "Velmor 12 Holdings, Inc."),
        ("Ada Quimby, former Business Officer of Ostraval Inc., spoke.", "Ostraval Inc."),
        ("The product was licensed from Dravelix last year.", "Dravelix"),
        ("Zenquora, a biotechnology company in Oslo, agreed.", "Zenquora"),
        ("Ostraval Therapeutics, Inc. agreed. Later Ostraval said no.", "Ostraval"),
        ("She joined Quendlar after ten years.", "Quendlar"),
    ],
)
def test_companies(text: str, name: str) -> None:
    assert name in found(text, "company")


@pytest.mark.parametrize(
    "text",
    [
        "Norvantis Expands Orveltin\n\nNorvantis today announced results.",
        "StudyThe results were announced today.",
        "Study Shows Benefit of Early Treatment\n\nThe results were published.",
    ],
)
def test_headlines_are_no_companies(text: str) -> None:
    assert found(text, "company") <= {"Norvantis"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dr. Zelma Quorvist spoke.", "Zelma Quorvist"),
        ("said Aldo Brenquist, Chief Executive Officer.", "Aldo Brenquist"),
        ("The board thanked Peter Q. Velmoor for his work.", "Peter Q. Velmoor"),
        ("Board Member Anna Quell-Dravic will speak.", "Anna Quell-Dravic"),
        ("Maria Velmoor M.D., Ph.D., joined.", "Maria Velmoor"),
        ("Ostraval Appoints Laura Quimbel as Director", "Laura Quimbel"),
    ],
)
def test_people(text: str, name: str) -> None:
    assert name in found(text, "person")


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The plant in Lausanne was closed.", "Lausanne", "place"),
        ("It is based in Oslo, Norway.", "Oslo, Norway", "place"),
        ("Sales in Japan rose.", "Japan", "place"),
        ("The filing with the SEC is public.", "SEC", "agency"),
        ("Data were shown at the American Society of Velmology.", "American Society of Velmology", "nonprofit"),
        ("It works with the University of California, San Francisco.",
         "University of California, San Francisco", "university"),
        ("She teaches at Velmoor University and Quell Medical Center.", "Quell Medical Center", "university"),
    ],
)  # fmt: skip
def test_places_and_institutions(text: str, name: str, kind: str) -> None:
    assert name in found(text, kind)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Phase 2 LANTERN trial began.", "LANTERN"),
        ("Results of the Phase 3 HORIZON-2 study are due.", "HORIZON-2"),
        ("The trial (BEACON-7) is open.", "BEACON-7"),
        ("See NCT01234567.", "NCT01234567"),
    ],
)
def test_trials(text: str, name: str) -> None:
    assert name in found(text, "trial")


@pytest.mark.parametrize(
    "text", ["LANTERN, a program for young scientists, began.", "The HORIZON program was renewed."]
)
def test_programs_are_no_trials(text: str) -> None:
    assert not found(text, "trial")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It is a telomere-targeting agent.", {"telomere"}),
        ("An anti-CD5 CAR-T product.", {"CD5"}),
        ("A PD-1/PD-L1 inhibitor.", {"PD-1", "PD-L1"}),
        ("It binds the IL-2 receptor.", {"IL-2 receptor"}),
    ],
)
def test_targets(text: str, names: set[str]) -> None:
    assert found(text, "target") >= names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Built on the Velmexa platform.", "Velmexa platform"),
        ("Built with Velmexa™ technology.", "Velmexa"),
        ("It uses a stem cell-based delivery platform.", "stem cell-based delivery platform"),
    ],
)
def test_platforms(text: str, name: str) -> None:
    assert any(name in one or one in name for one in found(text, "platform"))


def test_candidates_are_sorted_and_do_not_overlap() -> None:
    text = (
        "Ostraval Therapeutics, Inc. (NASDAQ: OSTV) of Oslo, Norway, tests ZQV-2204 in breast and lung cancers. " * 20
    )
    candidates = recognize(Document(id="a", sha256="0" * 64, text=text), matcher())
    assert all(one.end <= two.start for one, two in itertools.pairwise(candidates))


@pytest.mark.parametrize("text", ["A" * 100_000, "(" * 100_000, " " * 100_000, "Dr. J. " * 3_000, "", "\n"])
def test_odd_texts_are_read_to_their_end(text: str) -> None:
    assert not found(text)
