"""Strings that try to break out of a page, and knowledge in which every string of a document is one of them.

Each payload that gets a script to run sets ``window.pwned``, opens a dialog, or asks for an address.
"""

from __future__ import annotations

import json

from kg.model import Attributes, Document, Entity, Evidence, Knowledge, Money, Statement, ValueEvidence
from kg.terms import RELATIONS, EntityType, Modality, Phase, Relation, Status
from tests.knowledge import money

T, R = EntityType, Relation
_RUN = "window.pwned=1;alert(1)"
_AWAY = "http://example.invalid/x"
PAYLOADS: tuple[str, ...] = (
    # Elements with scripts
    f"<script>{_RUN}</script>",
    f"<SCRIPT>{_RUN}</SCRIPT>",
    f"<script src={_AWAY}></script>",
    f"<scr<script>ipt>{_RUN}</scr</script>ipt>",
    f"<script\n>{_RUN}</script\n>",
    f"<script/x>{_RUN}</script>",
    f"</script><script>{_RUN}</script>",
    f"--></script><script>{_RUN}</script>",
    f"<!--<script>{_RUN}//-->",
    f"]]><script>{_RUN}</script>",
    f"</style><script>{_RUN}</script>",
    f"</title><script>{_RUN}</script>",
    f"</textarea><script>{_RUN}</script>",
    f"</template><script>{_RUN}</script>",
    f"</noscript><script>{_RUN}</script>",
    f"</svg><script>{_RUN}</script>",
    f"</text></g></svg><script>{_RUN}</script>",
    # Elements with handlers
    f"<img src=x onerror={_RUN}>",
    f'<img src="x" onerror="{_RUN}">',
    f"<img src='x' onerror='{_RUN}'>",
    f"<IMG SRC=x OnErRoR={_RUN}>",
    f"<img/src=x/onerror={_RUN}>",
    f"<svg onload={_RUN}>",
    f"<svg><script>{_RUN}</script></svg>",
    f"<svg><animate onbegin={_RUN} attributeName=x dur=1s>",
    f"<body onload={_RUN}>",
    f"<details open ontoggle={_RUN}>",
    f"<input autofocus onfocus={_RUN}>",
    f"<video><source onerror={_RUN}></video>",
    f"<audio src=x onerror={_RUN}>",
    f"<marquee onstart={_RUN}>",
    f"<div style='animation:x' onanimationstart={_RUN}>",
    f"<iframe srcdoc='<script>parent.{_RUN}</script>'></iframe>",
    f"<iframe src=javascript:{_RUN}></iframe>",
    f"<math><mi xlink:href='javascript:{_RUN}'>x</mi></math>",
    # Out of attributes
    f'" onmouseover="{_RUN}" x="',
    f"' onmouseover='{_RUN}' x='",
    f'" autofocus onfocus="{_RUN}',
    f'"><svg onload={_RUN}>',
    f"'><svg onload={_RUN}>",
    f"` onerror={_RUN} `",
    f'"/><image href=x onerror={_RUN}>',
    # Out of strings of scripts
    f'";{_RUN};"',
    f"';{_RUN};'",
    f"\\';{_RUN};//",
    f'\\";{_RUN};//',
    f"`;{_RUN};`",
    f"${{{_RUN}}}",
    f"\u2028{_RUN}\u2029",
    "__proto__",
    "constructor",
    # Templates
    "{{ 7 * 7 }}{% raw %}{{ config }}",
    f"{{{{constructor.constructor('{_RUN}')()}}}}",
    # Addresses
    f"javascript:{_RUN}",
    f"data:text/html,<script>{_RUN}</script>",
    f"<link rel=stylesheet href={_AWAY}>",
    f"<img src={_AWAY}>",
    f"<base href={_AWAY}>",
    f"<meta http-equiv=refresh content='0;url={_AWAY}'>",
    f"<form action={_AWAY}><button autofocus>go</button></form>",
    f"<style>@import '{_AWAY}';</style>",
    f"red;background:url({_AWAY})",
    # Characters
    f"&lt;script&gt;{_RUN}&lt;/script&gt;",
    f"&#60;img src=x onerror={_RUN}&#62;",
    f"\u202e<script>{_RUN}</script>\u202c",
    f"<\u0000script>{_RUN}</script>",
    f"\ufeff<img src=x onerror={_RUN}>",
    "\x1b]0;title\x07\x1b[31m",
    '=HYPERLINK("http://example.invalid")',
)


def knowledge(payloads: tuple[str, ...] = PAYLOADS) -> Knowledge:
    """Each payload as name of a company, drug, disease, partner, funder and person; as title, sentence and file name."""
    documents, entities, statements = [], [], []
    for number, text in enumerate(payloads):
        document = f"d{number}"
        documents.append(
            Document(
                id=document,
                sha256=f"{number:064x}",
                text="",
                title=text,
                published=f"20{20 + number % 5}-0{1 + number % 9}-11",
                source=f"{text}.html",
            )
        )
        ids = {type_: f"{type_.value}/h{number}" for type_ in EntityType}
        entities += [Entity(id=id_, type=type_, name=text, aliases=(f"alias {text}",)) for type_, id_ in ids.items()]
        statements += _statements(number, text, document, ids)
    return Knowledge(
        documents=tuple(documents),
        entities=tuple(sorted(entities, key=lambda e: e.id)),
        statements=tuple(sorted(statements, key=lambda s: s.id)),
    )


def _statements(number: int, text: str, document: str, ids: dict[EntityType, str]) -> list[Statement]:
    proof = Evidence(
        document=document, start=number, end=number + len(text), quote=text, rule=text, trigger=text, news=True
    )
    value = ValueEvidence(attribute="date", document=document, start=0, end=4, text=text, quote=f"When: {text}")
    company, drug, disease = ids[T.COMPANY], ids[T.DRUG], ids[T.INDICATION]
    made: list[tuple[Relation, str, str, dict[str, object]]] = [
        (R.DEVELOPS, company, drug, {}),
        (R.STUDIED_FOR, drug, disease, {"phase": Phase.PHASE_1, "status": Status.ONGOING}),
        (R.STUDIED_FOR, drug, disease, {"phase": Phase.PHASE_2, "status": Status.PLANNED}),
        (R.APPROVED_FOR, drug, disease, {"agency": ids[T.AGENCY], "date": "2023"}),
        (R.HAS_DESIGNATION, drug, text, {"agency": ids[T.AGENCY], "indication": disease}),
        (
            R.PARTNERS_WITH,
            company,
            ids[T.UNIVERSITY],
            {"kind": text, "about": drug, "date": "2022-Q3", "territory": text, "royalties": text, "upfront": _paid()},
        ),
        (R.MANUFACTURES, ids[T.UNIVERSITY], drug, {}),
        (R.LICENSES_TO, company, ids[T.UNIVERSITY], {"about": drug, "territory": text}),
        (R.ACQUIRES, ids[T.UNIVERSITY], company, {"amount": _paid(), "date": "2024"}),
        (R.FUNDS, ids[T.AGENCY], company, {"amount": _paid(), "program": text, "about": drug}),
        (R.RAISED, company, "USD 8000000", {"kind": text, "date": "2021-H2"}),
        (R.TARGETS, drug, ids[T.TARGET], {}),
        (R.USES_PLATFORM, drug, ids[T.PLATFORM], {}),
        (R.HAS_TRIAL, drug, ids[T.TRIAL], {"phase": Phase.PHASE_1}),
        (R.HOLDS_ROLE, ids[T.PERSON], company, {"title": text}),
        (R.BASED_IN, company, ids[T.PLACE], {}),
        (R.LISTED_AS, company, text, {}),
        (R.HAS_MILESTONE, drug, "topline data", {"date": "2026-Q1", "status": Status.PLANNED, "indication": disease}),
        (R.HAS_MILESTONE, drug, text, {"date": "2022-05-05", "status": Status.COMPLETED}),
    ]
    return [
        Statement(
            id=f"{RELATIONS[relation].statement.lower()}/{number:08x}{n:08x}",
            relation=relation,
            subject=subject,
            object=object_,
            attributes=Attributes(**given),  # type: ignore[arg-type]
            modality=Modality.PLANNED if given.get("status") is Status.PLANNED else Modality.ASSERTED,
            confidence=0.9,
            evidence=(proof,),
            attribute_evidence=(value,) if "date" in given else (),
        )
        for n, (relation, subject, object_, given) in enumerate(made)
    ]


def _paid() -> Money:
    return money(2_000_000)


def outside(browser: object) -> list[str]:
    """The addresses that a browser has asked for since its log was last read, but for the page itself."""
    asked = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]  # type: ignore[attr-defined]
    urls = [m["params"]["request"]["url"] for m in asked if m["method"] == "Network.requestWillBeSent"]
    local = ("data:", "blob:", "chrome:", "about:")
    pages = [u for u in urls if u.startswith("file:") and u.endswith("/page.html")]
    return [u for u in urls if not u.startswith(local) and u not in pages]


def harmless(browser: object) -> None:
    """Fail where a payload ran, opened a dialog, asked for an address, or made the browser complain."""
    from selenium.common.exceptions import NoAlertPresentException

    try:
        alert = browser.switch_to.alert  # type: ignore[attr-defined]
        dialog = alert.text
        alert.accept()
    except NoAlertPresentException:
        dialog = None
    assert dialog is None, f"a dialog opened: {dialog}"
    assert browser.execute_script("return window.pwned") is None  # type: ignore[attr-defined]
    assert outside(browser) == []
    assert browser.get_log("browser") == []  # type: ignore[attr-defined]
