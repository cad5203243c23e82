"""How documents say what organizations do with each other; ``kg.nlp.rules.patterns`` explains the slots."""

from __future__ import annotations

import re

from kg.terms import DealKind

KINDS = (
    (DealKind.CLINICAL, r"clinical (?:trial |study )?collaborat\w*"),
    (
        DealKind.LICENSING,
        r"licen[cs]\w*|rights to|grants? .{0,20}rights|sublicen\w*|option (?:agreement|to)|in-licen\w*|out-licen\w*|exclusive rights",
    ),
    (
        DealKind.MANUFACTURING,
        r"manufactur\w*|suppl(?:y|ier|ies)|fill and finish|fill-finish|produc(?:e|tion) (?:agreement|capacity)|CDMO|contract manufactur\w+|scale-?up",
    ),
    (
        DealKind.CO_DEVELOPMENT,
        r"co-?develop\w*|joint(?:ly)? develop\w*|co-?commerciali\w*|develop\w* (?:together|jointly|and commerciali[sz]\w+)|is developing with|develop(?:ing|ed)?\b[^.]{0,60}\b(?:with|partnership)",
    ),
    (
        DealKind.COMMERCIAL,
        r"distribut\w*|co-?promot\w*|commerciali[sz]\w*|market(?:ing)? (?:partner|agreement|rights)|sales agreement|sell\b|promot\w+",
    ),
    (
        DealKind.CLINICAL,
        r"clinical (?:trial )?(?:collaborat\w*|agreement|site|study agreement)|trial (?:is |was )?(?:conducted|sponsored|run) by|clinical supply|combination (?:trial|study)|companion diagnostic|diagnostic test",
    ),
    (
        DealKind.RESEARCH,
        r"research|discover\w*|collaborat\w*|microbiome study|feasibility|preclinical|academic|evaluat\w+|studies|study\b|consorti\w+|SPORE|sponsored",
    ),
)
PARTNER = (
    r"(?:(?:exclusive|worldwide|global|strategic|multi-year|definitive|new|research|collaborative|clinical|license|licensing|option|co-development|development|commercial|commercialization|supply|manufacturing|distribution|"
    r"licence|sublicen[cs]e|multi-programme?|non-exclusive|co-exclusive|option|feasibility|evaluation|consent|co-marketing|promotion|process|technology|transfer|manufacture|services|master|co-promotion|discovery|joint|and|collaboration|material transfer|trial|broad|long-term|major|separate|similar|amended|partnership|marketing|three-year|five-year|multi-target|immuno-oncology|asset purchase|sponsored|cooperative|R&D|/|,)\s+){0,9}"
    r"(?:agreements?|collaborations?|alliances?|partnerships?|deals?|joint ventures?|contracts?|relationships?|pacts?|memorandum of understanding|arrangements?)"
)
PARTNERSHIPS = (
    r"{ORG:b} (?:has been |was |is )?(?:appointed|named) (?:as )?(?:the |its |an? )?(?:[\w-]+ ){0,2}?(?:distributor|licensee|supplier|partner|agent)",
    r"(?:its|their) (?:[\w-]+ ){0,2}?partner,? {ORG:b}",
    r"{ORG:a} and {ORG:b} are (?:now |currently )?(?:jointly |co-)?(?:developing|co-developing|collaborating|working|conducting)",
    r"[Uu]nder (?:the|this|an?|their) [^,.<]{0,40}?agreement,? {ORG:b} (?:will|has|is|shall|receives|may)\b",
    r"{ORG:a} and {ORG:b}(?:,? [^.<]{0,40}?|, [^.;]{0,90}?,)? (?:have |has |today )*(?:announced? |said today that they |said |say )?(?:[^.<]{0,40}?)?(?:signed|entered into|agreed|formed|join(?:ed)? forces|established|partner(?:ed)?|collaborat\w+|teamed up|team up|announce|to collaborate|to develop|to co-develop|launch\w*)",
    r"{ORG:a} and {ORG:b} (?:[^.<]{0,30}?)?[Jj][Oo][Ii][Nn] [Ff][Oo][Rr][Cc][Ee][Ss]",
    rf"{{ORG:a}}[^.]{{0,160}}? (?:signed|entered(?: into)?|has|have|had|announced?s?|concluded|reached|established|expanded|extended|formed|executed|finali[sz]ed|inked|under|struck|maintains|through|in) (?:an? |the |its |their |today )?{PARTNER} (?:(?:[^.<]|<[DPITL]\d+>){{0,70}}? )?(?:with|between|from) (?:the |affiliates of |its partner )?{{ORG:b}}",
    rf"{PARTNER} (?:announced |signed |concluded |dated )?(?:(?:[^.<]|<[DPITL]\d+>){{0,60}}? )?(?:with|between) (?:the )?{{ORG:b}}",
    rf"{PARTNER} between {{ORG:a}} and {{ORG:b}}",
    r"{ORG:a}(?:['’]s?)? (?:[^\s.;:]+ ){0,4}?(?:collaborat\w+|partnership|alliance|agreement|relationship) with (?:the )?{ORG:b}",
    r"(?:collaborat\w+|partner(?:ed|ing|s)?|teamed up|work(?:s|ing)|ally|allied|cooperat\w+|co-develop\w*|jointly develop\w*) (?:[^.<]{0,60}? )?with (?:the |its partner |scientists at |researchers at )?{ORG:b}",
    r"(?:in|under) (?:an? |the )?(?:[^\s.;:]+ ){0,3}?(?:partnership|collaboration|alliance|conjunction|association) with (?:the )?{ORG:b}",
    r"(?:together|jointly|along) with (?:its )?(?:[\w-]+ )?(?:partner|collaborator|licensee|licensor),? {ORG:b}",
    r"(?:its|our|the [Cc]ompany['’]s|development|commercial|marketing|collaboration|manufacturing|strategic|commercialization|licensing) (?:[^\s.;:]+ ){0,3}?partners?,? (?:are |is |include |including )?{ORG:b}",
    r"(?:is|are|was|were) (?:co-)?developing (?:[^.<]{0,30} |<D\d+> )?(?:together )?with {ORG:b}",
    r"{ORG:b}(?:, [^,.<]{0,60},)? (?:has been |was |is |have been |were )?(?:selected|chosen|appointed|named|engaged|retained|commissioned|hired|contracted) (?:by {ORG:a} )?(?:as|to be|to) [^.]{0,40}?(?:exclusive |sole |its |the |a |an )*(?:distribut|supplier|manufactur|partner|licensee|produce|make|supply|commerciali|market|develop)",
    r"{ORG:a}[^.]{0,40}?(?<!been) (?:has |have )?(?:selected|chosen|chose|appointed|named|engaged|commissioned|contracted|enlisted|picked|tapped) (?:[^.<]{0,60}? )?{ORG:b}",
    r"(?:selected|appointed|commissioned|engaged|chosen) [^.]{0,80}?from {ORG:b}",
    r"{ORG:b} (?:will|is to|to) (?:build|develop|make|manufacture|supply|design|create|conduct|run|distribute|market|commerciali[sz]e|sell|lead|pay)[^.]{0,120}?(?:for|to|with) (?:the )?{ORG:a}",
    r"(?i:agreement)\b[^.;]{0,120}? by and (?:between|among) {ORG:a} and {ORG:b}",
    r"{ORG:b} [Tt]o [Bb]uild [^.]{0,60}?[Pp]artners",
    r"(?:relationship|long-standing relationship) with (?:the )?{ORG:b}",
    r"{ORG:a} (?:and|&) {ORG:b}[^.<]{0,40}? (?:[Cc]ollaborat|[Pp]artner|[Aa]lliance)",
    r"{ORG:b} [\w-]*\s?(?:[Cc]ollaboration|[Pp]artnership|[Aa]lliance)",
)
SUPPLY = (
    r"{ORG:s}[^.<]{0,120}? as (?:an? |the |its |our |exclusive |sole |primary |additional )*(?:supplier|manufacturer|producer|source|contract manufacturer)s? (?:of|for) (?:[^\s.;:]+ ){0,9}?{DRUG:o}",
    r"{ORG:s} (?:will |has agreed to |is to |to |currently |also |shall |has )*(?:manufactur(?:e|es|ing|ed)|suppl(?:y|ies|ied)|produc(?:e|es|ed|ing)|make|makes) (?:[^\s.;:]+ ){0,8}?{DRUG:o}",
    r"{DRUG:o}[^.]{0,110}? (?:is|was|will be|are|being|to be) (?:manufactured|supplied|produced|made)(?: (?:[^.<]|<[OL]\d+>){0,40}?)? (?:by|at) (?:[^\s.;:]+ ){0,3}?{ORG:s}",
    r"(?:manufactur\w+|fill and finish|supply|production|fill-finish|bulk manufactur\w+)(?: of {DRUG:o})? (?:is |are |was |will be |has been )?(?:carried out|performed|done|handled|undertaken|provided|conducted) by (?:[^\s.;:]+ ){0,3}?{ORG:s}",
    r"(?:manufactur\w+|supply) agreement (?:[^.<]{0,40}? )?with {ORG:s}(?:[^.]{0,60}? (?:for|of|to (?:make|manufacture|supply|produce)) (?:[^\s.;:]+ ){0,4}?{DRUG:o})?",
    r"{ORG:s} (?:will |to |shall |has agreed to )?(?:provid|suppl)(?:e|es|y|ies|ing) {ORG} with (?:[^\s.;:]+ ){0,6}?{DRUG:o}",
    r"{ORG:s}['’]s? (?:development of )?(?:further |additional )?(?:production|manufacturing|supply)(?: capabilit\w+| capacity)? (?:for|of) {DRUG:o}",
    r"contract (?:with|to) {ORG:s} (?:for the|to) (?:manufactur\w+|produc\w+|supply) (?:of )?(?:[^\s.;:]+ ){0,4}?{DRUG:o}",
)
LICENSES = (
    r"{ORG:b},? which (?:has |had )?licen[cs]ed [^.<]{0,60}?(?:{DRUG:about} )?from (?:the )?{ORG:a}",
    r"(?:[Pp]artners|[Cc]ompanies|[Ll]icensees)(?: that have licen[cs]ed [^.]{0,60}?| for [^.]{0,40}?)? include {ORG:b}",
    r"(?:granted|grants|granting|gives|gave|giving) {ORG:b},? (?:[^.;]{0,70}? )?(?:an? |the )?(?:[\w,-]+ ){0,4}?(?:licen[cs]e|exclusive rights|rights to|option)",
    # licensor a, licensee b
    r"{ORG:a}[^.;]{0,120}? (?:has |have |in turn |also |exclusively |had )*(?:licen[sc]ed|out-licen[sc]ed|granted|grants|will grant|sublicen[sc]ed|is granting|gave|licen[sc]es) (?:an? |the |its |it )?(?:[^.<;]{0,90}?)?(?:{DRUG:about}[^.<;]{0,60}? )?(?:rights [^.<;]{0,60}? )?to {ORG:b}",
    r"{ORG:a}[^.;]{0,80}? (?:has |have |in turn |also |had )*(?:granted|grants|granting|will grant|gave|gives) {ORG:b},? (?:[^.;]{0,60}? )?(?:an? |the )?(?:[^\s.;:]+ ){0,6}?(?:licen[cs]e|rights|option)",
    r"{ORG:b} (?:has |have |had |also |exclusively )*(?:in-)?(?:licen[cs]ed|obtained|acquired|purchased|bought|secured|received|holds|has|won|licenses|took|takes|gained|gains|in-licensed) (?:an? |the |its |worldwide |exclusive |global )*(?:(?:licen[cs]e|rights|option)[^.<]{0,80}? )?(?:(?:to |for |on )?(?:[^\s.;:]+ ){0,6}?{DRUG:about} )?(?:(?:[^.<]|<[TIP]\d+>){0,110}? )?from (?:the )?(?:(?!a |an |its |sales )[\w-]+ ){0,3}?{ORG:a}",
    r"{DRUG:about}[^.<]{0,60}? (?:is |was |has been |are |being )?(?:in-)?licen[cs]ed (?:exclusively |in \d{4} )?from (?:the )?{ORG:a}",
    r"(?:is|was|are) (?:in-)?licen[cs]ed from (?:the )?{ORG:a}",
    r"(?:under (?:an? |the )?(?:exclusive |worldwide )*)?(?:sub)?licen[cs]e (?:agreement )?(?:\([^)]*\) )?(?:for {DRUG:about} )?from {ORG:a}",
    r"licen[cs](?:e|ing) (?:of (?:[^\s.;:]+ ){0,5}?(?:{DRUG:about} )?)?(?:granted )?by {ORG:a} to {ORG:b}",
    r"{ORG:a}[^.;]{0,60}? (?:transfer(?:s|red)?|assign(?:s|ed)?) (?:[^.;]{0,60}? )?to {ORG:b}[^.;]{0,60}? (?:rights|licen[cs]e)",
    r"{ORG:a}[^.;]{0,60}? (?:give|transfer|assign)s? (?:[^.;<]{0,40}? )?rights (?:[^.;<]{0,60}? )?to {ORG:b}",
    r"licen[cs]ed (?:it|them|the (?:drug|vaccine|compound|rights)) to {ORG:b}",
    r"{ORG:b} [Ll]icen[cs]es {ORG:a}['’]s? (?:[^\s.;:]+ ){0,4}?{DRUG:about}",
    r"[Uu]nder [Ll]icen[cs]e [Tt]o {ORG:b}",
    r"{ORG:b} (?:has |have )?(?:exercised|exercises) (?:its |an? |the )?(?:[\w-]+ )?option (?:to (?:licen[cs]e|acquire) )?(?:[^.<]{0,60}?)(?:{DRUG:about} )?(?:[^.<]{0,40}? )?(?:from {ORG:a})?",
    r"{ORG:b} (?:gains|gets|receives|will receive|obtains|acquires|will have|has|to receive) (?:the |an? )?(?:exclusive |worldwide |global |commercial |sole |development )*(?:and )?(?:[\w-]+ )?(?:licen[cs]e|rights) (?:to|for) (?:[^\s.;:]+ ){0,4}?(?:{DRUG:about})?",
)
ACQUISITIONS = (
    r"{ORG:s}[^.;]{0,140}? (?:has |have |had |will |to |also |today |announced (?:that )?it (?:has |had )?)*(?:acquired|acquires?|acquiring|buying|bought|buys?|purchased?|purchases|complet(?:ed|es) (?:the |its )?(?:<M\d+> )?(?:acquisition|purchase|takeover) of|take over|takes over|taking over|agreed to (?:acquire|buy|purchase|merge with)|merge with|merged with|merges with)(?! by\b) (?:[^\s.;:]+ ){0,16}?\(?{ASSET:o}",
    r"(?:acquisition|purchase|takeover|buyout) of {ASSET:o} by {ORG:s}",
    r"{ORG:o}[^.<]{0,60}? (?:was|has been|is being|to be|will be|which was) (?:acquired|bought|purchased|taken over) by {ORG:s}",
    r"{ORG:s}[’']s? (?:[^\s.;:]+ ){0,3}?(?:acquisition|purchase|takeover) of {ASSET:o}",
    r"sale of (?:its |the )?{DRUG:o} to {ORG:s}",
    r"(?:sold|divested) (?:its |the |all rights to )?(?:[^\s.;:]+ ){0,3}?{DRUG:o} to {ORG:s}",
    r"{ORG:s} [Bb]uys {ASSET:o}",
)
OWNERSHIPS = (
    r"{ORG:s},? (?:which is |is |are |now |today )*(?:an? |the )?(?:[^\s.;:]+ ){0,3}?(?:wholly[- ]owned |majority[- ]owned |indirect )*(?<!parent.)(?:subsidiary|unit|division|affiliate|member|part|arm|business unit|business|operating company|component|company) (?:of|within|in) (?:the )?(?:Office of the )?{ORG:o}",
    r"{ORG:s},? (?:which is |is )?(?:wholly owned|owned|owned in full|fully owned|controlled|majority-owned) (?:in full )?by {ORG:o}",
    r"{ORG:o}['’]s? (?:[^\s.;:]+ ){0,3}?(?:wholly[- ]owned |majority-owned )?(?:subsidiary|unit|division|affiliate),? {ORG:s}",
    r"{ORG:o},? (?:which is |is )?the (?:[\w-]+ )?parent(?: company| organization| organisation)? of {ORG:s}",
    r"{ORG:o}(?:(?!<[OUAN])[^.;]){0,100}?\b(?:its|their) (?:[^\s.;:<]+ ){0,3}?(?:subsidiary|unit|affiliate|division),? {ORG:s}",
    r"{ORG:s}, (?:an? |the )?{ORG:o} (?:company|subsidiary|unit|business)\b",
    r"{ORG:s}: (?:The )?{ORG:o} Company",
    r"{ORG:s} \([^)]*\),? (?:an? |the )?(?:division|part|component|arm|agency) (?:of|within) (?:the )?{ORG:o}",
)
FUNDER = (
    r"(?:grants?|contracts?|task orders?|awards?|funding|non-dilutive funding|support|financial support|investment)"
)
FUNDINGS = (
    # funder f, recipient r
    rf"{{ORG:r}}[^.;]{{0,160}}? (?:has |have |had |also |been |was |were |will |today |announced (?:that )?it |that it )*(?:received?|receives|won|wins|awarded|secured|granted|obtained|selected for|been given) (?:[^.;]{{0,150}}? )?{FUNDER}(?: [^.;]{{0,90}}?)? (?:from|by|of|with) (?:the )?{{ORG:f}}",
    rf"(?:has |have |had |been |was |were )*(?:received?|receives|won|wins|awarded|secured|granted|obtained) (?:the [^.;]{{0,40}}? of )?(?:an? |the )?{{ORG:f}}[^.;]{{0,90}}? {FUNDER}",
    r"{ORG:r}[^.;]{0,80}? (?:has been |was |were |have been |is being )(?:also )?awarded (?:[^.;]{0,120}? )?by (?:the )?{ORG:f}",
    rf"{FUNDER}(?: of (?:up to )?<M\d+>)?,? (?:which )?(?:was |has been )?awarded to (?:the )?{{ORG:r}} by (?:the )?{{ORG:f}}",
    r"{ORG:f}[^.;]{0,100}? (?:has |have |will |also |had )*(?:awarded?|awards|granted?|grants|gave|given|provided?s?|funds?|funded|committed?|contributed?|is funding|is paying for|exercises?|exercised|backs|back|supports) (?:[^.;]{0,100}? )?(?:to )?(?:the )?{ORG:r}[^.;]{0,80}? (?:with|a|an|up|\$|grant|contract|<M|option|award|for|to)",
    r"{ORG:f}[^.;]{0,60}? (?:has |have )?(?:awarded?|awards|grants?|granted) (?:<M\d+> |an? )[^.;]{0,60}?to {ORG:r}",
    r"(?:supported|funded|financed|backed|paid for|underwritten|sponsored)(?: in (?:part|full)| entirely| mainly)? (?:by|through|under|with) (?:an? |the |<M\d+> |grants? |contracts? |funding |awards? )*(?:[^\s.;:]+ ){0,8}?(?:from |by |with |of )?(?:the )?{ORG:f}",
    r"(?:money|funds|funding|grants?|awards?|contracts?|tranche|support) (?:comes?|came|is|was|provided|received|awarded)?\s?(?:from|by) (?:the )?{ORG:f}",
    r"(?:received?|receives|secured|won) (?:up to |about |approximately |as much as )?<M\d+> (?:[^.;<]{0,40}? )?from (?:the )?(?:<L\d+>['’]s )?{ORG:f}",
    r"{ORG:f}[- ](?:supported|funded|backed|sponsored)",
    r"{ORG:f}[^.;<]{0,60}? (?:SBIR|STTR|SPORE|Fast[- ]Track|grant|contract|award)s?\b",
    rf"{FUNDER}(?: of (?:up to )?<M\d+>)? (?:from|by) (?:the )?{{ORG:f}}",
    r"{ORG:f}[^.;<]{0,40}? (?:[Bb]acks|[Ff]unds|[Aa]wards) {ORG:r}",
)
PROGRAM = re.compile(
    r"\b(?:(?:Fast[- ]Track\s)?(?:SBIR|STTR)|Fast[- ]Track\s(?:Small Business [\w ]+?\(\"?SBIR\"?\)|SBIR|STTR)|SPORE|CARB-X|CDMRP|U01|R01|P01|P50|R21|R44|R43|U19|Project BioShield|BioShield|Horizon 2020|Horizon Europe|Eurostars|EIC Accelerator|Small Business Innovation Research|Small Business Technology Transfer|Specialized Programs? of Research Excellence|Breakthrough Award|NeuroNEXT|Blueprint|HEAL Initiative|Fast[- ]Track (?=Award|Grant|contract))",
    re.IGNORECASE,
)
NEGATED = re.compile(
    r"(?i)\b(?:no|not|never|neither|without|nor|does not|has no|have no|is not|are not|terminated|ended)\b"
)
MAYBE = re.compile(
    r"(?i)\b(?:may|might|could|would|seek(?:s|ing)?|hopes? to|intends? to|plans? to|option to|considering|exploring|if)\b"
)
BANKS = re.compile(
    r"(?i)\b(?:underwrit\w+|book-?runn\w+|placement agent|broker|nominated adviser|financial advis\w+|investors?|led by|participat\w+|legal counsel|shareholders?|venture capital|register|cornerstone|sell to investors)\b"
)
TODAY = re.compile(
    r"(?i)\b(?:today|announce[sd]?|has (?:been )?(?:selected|signed|entered|appointed|awarded|granted|completed|acquired)|have (?:signed|entered|agreed)|said)\b"
)
