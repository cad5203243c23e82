"""What rules see in sentences about invented companies and drugs, one way of saying a thing after the other."""

import re
from pathlib import Path

import pytest

import kg.nlp.rules
from kg.model import Document, Entity, Mention, Section
from kg.nlp.rules import RULES
from kg.nlp.rules.context import Context
from kg.nlp.values import ValueKind, find_values
from kg.terms import EntityType, SectionKind

Q = "Quantrexa Pharmaceuticals, Inc."
ISSUER = f"{Q} (Nasdaq: QTRX) announced news about QTX-101. "


@pytest.mark.parametrize(
    ("body", "fact"),
    [
        pytest.param("", ("listedAs", Q, "NASDAQ:QTRX"), id="ticker"),
        pytest.param("", ("develops", Q, "QTX-101"), id="own-product"),
        pytest.param(
            "QTX-101 is being evaluated in a Phase 2 trial in patients with gout.",
            ("studiedFor", "QTX-101", "gout"),
            id="study",
        ),
        pytest.param(
            "It plans to start a Phase 3 study of QTX-101 in severe asthma.",
            ("studiedFor", "QTX-101", "severe asthma"),
            id="planned-study",
        ),
        pytest.param("The FDA has approved QTX-101 for gout.", ("approvedFor", "QTX-101", "gout"), id="approval"),
        pytest.param(
            "The FDA granted orphan drug designation to QTX-101 for sarcoidosis.",
            ("hasDesignation", "QTX-101", "orphan drug"),
            id="orphan",
        ),
        pytest.param(
            "QTX-101 has received fast track designation from the FDA.",
            ("hasDesignation", "QTX-101", "fast track"),
            id="fast-track",
        ),
        pytest.param("QTX-101 is a monoclonal antibody that binds CD38.", ("targets", "QTX-101", "CD38"), id="target"),
        pytest.param(
            "QTX-101 is given in combination with bortezomib.",
            ("combinedWith", "QTX-101", "bortezomib"),
            id="combination",
        ),
        pytest.param(
            "QTX-101 utilizes lutetium-177 as its payload.", ("hasComponent", "QTX-101", "lutetium-177"), id="payload"
        ),
        pytest.param(
            "QTX-101 is tested in the Phase 2 trial (NCT01234567).",
            ("hasTrial", "QTX-101", "NCT01234567"),
            id="registry-number",
        ),
        pytest.param(
            "QTX-101 is based on our QuanTor platform.", ("usesPlatform", "QTX-101", "QuanTor platform"), id="platform"
        ),
        pytest.param(
            "The Company has entered into a research collaboration with Belmora Therapeutics GmbH.",
            ("partnersWith", Q, "Belmora Therapeutics GmbH"),
            id="collaboration",
        ),
        pytest.param(
            "Belmora Therapeutics GmbH has been selected as a supplier of QTX-101.",
            ("manufactures", "Belmora Therapeutics GmbH", "QTX-101"),
            id="supplier",
        ),
        pytest.param(
            "QTX-101 is manufactured by Belmora Therapeutics GmbH.",
            ("manufactures", "Belmora Therapeutics GmbH", "QTX-101"),
            id="manufactured-by",
        ),
        pytest.param(
            "Quantrexa has licensed QTX-101 to Belmora Therapeutics GmbH.",
            ("licensesTo", Q, "Belmora Therapeutics GmbH"),
            id="licensed-to",
        ),
        pytest.param(
            "QTX-101 was licensed from the University of Bergholm.",
            ("licensesTo", "University of Bergholm", Q),
            id="licensed-from",
        ),
        pytest.param(
            "Quantrexa has acquired Belmora Therapeutics GmbH for $20 million.",
            ("acquires", Q, "Belmora Therapeutics GmbH"),
            id="acquisition",
        ),
        pytest.param(
            "Belmora Therapeutics GmbH is a wholly owned subsidiary of Quantrexa.",
            ("subsidiaryOf", "Belmora Therapeutics GmbH", Q),
            id="subsidiary",
        ),
        pytest.param(
            "Quantrexa was awarded a grant of $3 million by the National Institutes of Health.",
            ("funds", "National Institutes of Health", Q),
            id="grant",
        ),
        pytest.param(
            "Quantrexa closed a Series B financing of $40 million.", ("raised", Q, "USD 40000000"), id="series-b"
        ),
        pytest.param(
            '"We are glad," said Ingrid Solheim, chief executive officer of Quantrexa.',
            ("holdsRole", "Ingrid Solheim", Q),
            id="said",
        ),
        pytest.param(
            "Belmora Therapeutics GmbH, based in Hamburg, makes vials.",
            ("basedIn", "Belmora Therapeutics GmbH", "Hamburg"),
            id="based-in",
        ),
        pytest.param("", ("basedIn", Q, "OSLO, Norway"), id="dateline"),
        pytest.param(
            "Belmora Therapeutics GmbH, of Hamburg, Germany, and Norhall Biologics, of Basel, said they entered a collaboration.",
            ("partnersWith", "Belmora Therapeutics GmbH", "Norhall Biologics"),
            id="seats-between-partners",
        ),
        pytest.param(
            "Through our partnership with Belmora Therapeutics GmbH, we save time.",
            ("partnersWith", Q, "Belmora Therapeutics GmbH"),
            id="our-partnership",
        ),
        pytest.param(
            "QTX-101 is licensed from Finland-based drug developer Belmora Corporation.",
            ("licensesTo", "Belmora Corporation", Q),
            id="seated-licensor",
        ),
        pytest.param(
            "QTX-101 is licensed from Finland-based drug developer Belmora Corporation.",
            ("basedIn", "Belmora Corporation", "Finland"),
            id="seated",
        ),
        pytest.param(
            "Quantrexa has licensed QTX-101 to Belmora Therapeutics GmbH.",
            ("develops", "Belmora Therapeutics GmbH", "QTX-101"),
            id="licensee-develops",
        ),
        pytest.param(
            "Quantrexa has completed its $5 billion acquisition of Belmora Therapeutics GmbH.",
            ("acquires", Q, "Belmora Therapeutics GmbH"),
            id="amount-before-acquisition",
        ),
        pytest.param(
            "Quantrexa has received a task order from BARDA valued at up to $21.9 million.",
            ("funds", "BARDA", Q),
            id="task-order",
        ),
        pytest.param(
            "Belmora Therapeutics GmbH raised $15 million in a Series A financing.",
            ("raised", "Belmora Therapeutics GmbH", "USD 15000000"),
            id="another-raises",
        ),
        pytest.param(
            "Belmora Therapeutics GmbH is private. Its lead candidate is BLM-7, a vaccine.",
            ("develops", "Belmora Therapeutics GmbH", "BLM-7"),
            id="its-candidate",
        ),
        pytest.param(
            "Belmora Therapeutics GmbH has tested BLM-7 in gout.",
            ("develops", "Belmora Therapeutics GmbH", "BLM-7"),
            id="anothers-product",
        ),
        pytest.param(
            "Annika Berg, Ph.D., Chief Operating Officer, Belmora BioPharma, was glad.",
            ("holdsRole", "Annika Berg", "Belmora BioPharma"),
            id="company-after-title",
        ),
        pytest.param(
            "In a second study it is combined with BRANDIXA (examplimab), Belmora Therapeutics GmbH's anti-PD-1 therapy.",
            ("develops", "Belmora Therapeutics GmbH", "examplimab"),
            id="anothers-brand",
        ),
        pytest.param(
            "Quantrexa launched ZEXULA for both gout and asthma.", ("develops", Q, "ZEXULA"), id="brand-in-capitals"
        ),
        pytest.param(
            "QTX-101 is a bispecific antibody targeting CD137 and OX40.",
            ("targets", "QTX-101", "OX40"),
            id="two-targets",
        ),
        pytest.param(
            "The university's Moffat Cancer Center agreed. Moffat has entered into a research collaboration with Quantrexa.",
            ("partnersWith", "Moffat Cancer Center", Q),
            id="short-name-of-a-hospital",
        ),
        pytest.param(
            "Belmora RadioPharma will manufacture 67Cu-BLM-bisABC for Norhall Biologics.",
            ("develops", "Norhall Biologics", "67Cu-BLM-bisABC"),
            id="made-for-another",
        ),
        pytest.param(
            "Belmora RadioPharma will manufacture 67Cu-BLM-bisABC for Norhall Biologics.",
            ("manufactures", "Belmora RadioPharma", "67Cu-BLM-bisABC"),
            id="isotope-code",
        ),
        pytest.param(
            "Belmora Holdings, Inc., the parent company of Norhall Biologics, was glad.",
            ("subsidiaryOf", "Norhall Biologics", "Belmora Holdings, Inc."),
            id="parent",
        ),
        pytest.param(
            "Vestby, Inc. signed a deal. Vestby has acquired Norhall Biologics.",
            ("acquires", "Vestby, Inc.", "Norhall Biologics"),
            id="name-without-its-legal-form",
        ),
        pytest.param(
            "Annika Berg, Ph.D., Belmora Therapeutics' chair, and Bo Lund, Ph.D., its chief executive officer, will leave.",
            ("holdsRole", "Bo Lund", "Belmora Therapeutics"),
            id="its-chief",
        ),
        pytest.param(
            "Investors put $19 million more into the company: Vestby Capital will invest $19 million in privately held Belmora Therapeutics.",
            ("raised", "Belmora Therapeutics", "USD 19000000"),
            id="invested-in",
        ),
        pytest.param(
            "QTX-101 is being studied for the prevention of COVID-19.",
            ("studiedFor", "QTX-101", "COVID-19"),
            id="covid",
        ),
        pytest.param(
            "Camvexia™ (maribavir) is in Phase 3 for gout.",
            ("studiedFor", "Camvexia", "gout"),
            id="brand-of-a-known-drug",
        ),
        pytest.param(
            "BrandixaTM (ofatumumab), a new medicine from Belmora Therapeutics and Norhall Biologics, is sold.",
            ("develops", "Norhall Biologics", "Brandixa"),
            id="trademark-in-letters",
        ),
        pytest.param(
            "Harlow University agreed a deal with Norhall Biologics. The deal gives Norhall an exclusive worldwide license.",
            ("licensesTo", "Harlow University", "Norhall Biologics"),
            id="deal-gives-a-license",
        ),
        pytest.param(
            "Example Biotech Trust agreed. EBT has signed a research collaboration with Norhall Biologics. EBT is glad.",
            ("partnersWith", "Example Biotech Trust", "Norhall Biologics"),
            id="initials",
        ),
        pytest.param(
            "Annika Berg, Ph.D., is to become CEO of Quantrexa.", ("holdsRole", "Annika Berg", Q), id="is-to-become"
        ),
        pytest.param(
            "One highlight was FDA 'Fast Track' designation for QTX-101.",
            ("hasDesignation", "QTX-101", "fast track"),
            id="quoted-designation",
        ),
        pytest.param(
            "Enrollment continues in the ROSEFIELD Phase 2 study of QTX-101. We await ROSEFIELD trial results and will start QTX-909.",
            ("hasTrial", "QTX-101", "ROSEFIELD"),
            id="trial-of-the-drug-beside-it",
        ),
    ],
)
def test_a_sentence_gives_its_fact(facts, body, fact):
    assert fact in facts(ISSUER + body)


@pytest.mark.parametrize(
    ("body", "relation"),
    [
        pytest.param("Quantrexa has no agreement with Belmora Therapeutics GmbH.", "partnersWith", id="no-agreement"),
        pytest.param(
            "Quantrexa plans to apply for orphan drug designation for QTX-101.", "hasDesignation", id="sought"
        ),
        pytest.param("QTX-101 has not been approved by the FDA for gout.", "approvedFor", id="not-approved"),
        pytest.param("Gout affects 8 million Americans and costs $5 billion a year.", "studiedFor", id="epidemiology"),
        pytest.param("The share price was $2.13 and cash was $30 million.", "raised", id="cash"),
        pytest.param(
            "The National Cancer Institute Fast Track award of $2 million supports QTX-101.",
            "hasDesignation",
            id="fast-track-grant",
        ),
        pytest.param(
            "Quantrexa has been awarded a Fast-Track Small Business Innovation Research (SBIR) contract for QTX-101 by the NCI.",
            "hasDesignation",
            id="fast-track-small-business",
        ),
        pytest.param(
            "A milestone payment of $30 million was received from Belmora Therapeutics GmbH.", "raised", id="milestone"
        ),
        pytest.param(
            "The FDA cleared the Investigational New Drug application for QTX-101 in gout.", "approvedFor", id="ind"
        ),
        pytest.param(
            "QTX-101 prolongs clearance of the drug in patients with gout.", "approvedFor", id="renal-clearance"
        ),
        pytest.param(
            "It is a company with a portfolio of drugs for highly resistant tumors.", "studiedFor", id="company"
        ),
        pytest.param(
            "The market will be ours once QTX-101 has secured regulatory approval by the FDA for gout.",
            "approvedFor",
            id="once-approved",
        ),
        pytest.param(
            "QTX-101 has received rare pediatric disease designation from the FDA.", "studiedFor", id="pediatric"
        ),
        pytest.param(
            "The news was praised by Principal Investigator Principal Sponsor, President of Advanced Example Applications.",
            "holdsRole",
            id="words-are-no-people",
        ),
        pytest.param("Quantrexa received a contract from BARDA for QTX-101.", "licensesTo", id="contract-no-license"),
        pytest.param(
            "Quantrexa retains the option to acquire a 50% ownership position in Belmora Therapeutics GmbH.",
            "acquires",
            id="option-on-a-share",
        ),
        pytest.param(
            "QTX-101 is used in adults with the exception of those who have gout.", "studiedFor", id="exception"
        ),
        pytest.param(
            "Quantrexa was awarded a Phase II SBIR grant for QTX-101 in gout.", "hasTrial", id="phase-of-a-grant"
        ),
    ],
)
def test_a_sentence_gives_no_such_fact(facts, body, relation):
    assert [f for f in facts(ISSUER + body) if f[0] == relation] == []


def test_of_two_companies_before_a_subsidiary_the_nearer_is_one(facts):
    found = facts(
        ISSUER + "Belmora Therapeutics GmbH and Norhall Biologics, a wholly owned subsidiary of Vestby Ltd., met."
    )
    assert {f for f in found if f[0] == "subsidiaryOf"} == {("subsidiaryOf", "Norhall Biologics", "Vestby Ltd.")}


def test_gross_and_net_proceeds_and_their_dollars_are_one_financing(facts):
    found = facts(
        ISSUER
        + "Quantrexa raised gross proceeds of DKK 475 million (approximately $85 million) and net proceeds of DKK 442 "
        "million (approximately $79 million) in a rights offering."
    )
    assert [f[2] for f in found if f[0] == "raised"] == ["DKK 475000000"]


def test_a_university_raises_no_money(facts):
    told = facts(
        f"{ISSUER}Its seed funding of $4 million was led by Norhall Ventures. "
        "The University of Oslo closed a $2 million term loan for a new building."
    )
    assert {(s, amount) for r, s, amount in told if r == "raised"} == {(Q, "USD 4000000")}


def test_money_received_from_a_funder_is_funding(facts):
    told = facts(f"{ISSUER}The Company received $1.2 million from the National Cancer Institute to test QTX-101.")
    assert ("funds", "National Cancer Institute", Q) in told


def test_every_rule_is_listed():
    """The scorers' columns name the rules: one that is not listed would be no evidence."""
    folder = Path(kg.nlp.rules.__file__).parent
    used = set().union(*(re.findall(r'"([a-z]+/[a-z-]+)"', path.read_text()) for path in folder.rglob("*.py")))
    assert used == set(RULES)
    assert len(RULES) == len(set(RULES))


def test_places_in_a_document():
    """A context finds sections, sentences, values and an entity's sentences by where they stand."""
    text = "Acme Bio tests AB-12. It paid $5 million on May 3, 2021.\n\nAcme Bio is old."
    parts = (Section(kind=SectionKind.BODY, start=0, end=56), Section(kind=SectionKind.ABOUT, start=58, end=74))
    document = Document(id="t", sha256="0" * 64, text=text, sections=parts)
    acme = Entity(
        id="e1", type=EntityType.COMPANY, name="Acme Bio", mentions=(Mention(start=0, end=8), Mention(start=58, end=66))
    )
    context = Context(document, [acme], ["e1"], [(0, 21), (22, 56), (58, 74)], find_values(text))
    assert [context.section_at(n) for n in (0, 55, 57, 58, 99)] == [parts[0], parts[0], None, parts[1], None]
    assert [s.start if (s := context.sentence_at(n)) else None for n in (0, 21, 30, 74)] == [0, None, 22, None]
    assert [s.start for s in context.sentences_with(acme)] == [0, 58]
    assert [v.value for v in context.values(ValueKind.MONEY, 22, 56)] == ["USD 5000000"]
    assert context.values(ValueKind.MONEY, 0, 33) == []  # not whole within it
    assert context.within(60, SectionKind.ABOUT)
    assert not context.within(57, SectionKind.ABOUT, SectionKind.BODY)
