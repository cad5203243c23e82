"""What names look like: patterns for organizations, product codes, drugs, diseases, trials, platforms, people, places."""

from __future__ import annotations

import re

# Organizations ---------------------------------------------------------------------------------------------------------

_CAP = r"(?:[A-Z][\w®™'’+-]*|[a-z]{1,3}[A-Z][\w-]*|\d[A-Za-z][\w-]*)"
LEGAL = (
    r"(?:Inc(?:orporated)?\b\.?|Corp(?:oration)?\b\.?|Co\.,? Ltd\b\.?|Co\., Inc\b\.?|Ltd\b\.?|Limited\b|plc\b|PLC\b|LLC\b|L\.L\.C\.|LLP\b|L\.P\.|LP\b|GmbH(?: & Co\.? KG)?\b|"
    r"AG\b|S\.A\.S?\.?|SA\b|SAS\b|S\.?p\.?A\.?(?=[\s,;)])|S\.?r\.?l\.?\b|N\.V\.|NV\b|B\.V\.|BV\b|AB\b(?: \(publ\))?|ASA\b|A/S\b|Sp\. ?z ?o\.? ?o\.|d\.o\.o\.|s\.r\.o\.|Kft\.?|Sdn\.? Bhd\.?|ApS\b|Oyj?\b|K\.?K\.|KGaA\b|Pty\.? Ltd\.?|Pte\.? Ltd\.?|S\.E\.|SE\b|Co\.(?=[\s,]))"
)
COMPANY_LEGAL = re.compile(
    rf"(?<!\w)(?<!\w-)(?P<name>{_CAP}(?:[ -](?:(?:&|and|of|\+)[ ])?{_CAP}){{0,5}}),?[ ](?P<legal>{LEGAL})"
)
COMPANY_WORD = re.compile(
    rf"(?<!\w)(?<!\w-)(?P<name>{_CAP}(?:[ ](?:&[ ])?{_CAP}){{0,4}}[ ](?:Pharmaceuticals?|Pharma|Therapeutics|Bio[Ss]ciences?|Biotech(?:nology|nologies)?|"
    r"Biologics|Biopharma(?:ceuticals?)?|BioPharma|Biotherapeutics|Genetics|Genomics|Oncology|Medicines|Laboratories|Labs|Life Sciences|Sciences|"
    r"Vaccines|Diagnostics|Biosystems|Biomedical|Technologies|Technology|Healthcare|Health Sciences|Medical Systems|Capital(?: Partners| Strategy| Markets| Management)?|Partners|"
    r"Ventures|Investors|Securities|Advisors|Advisory Group|Holdings|Group|Immunotherapeutics|Neurosciences?|Neuroscience|Radio[Pp]harma(?:ceuticals)?|Radioisotopes|Isotopes|Bio[Tt]herapeutics|BioTechnology|Bio[Ss]olutions|Bio[Ll]abs?|Manufacturing|Bioscience|Biopharm|Medical|Systems|Consulting|Communications|Asset Management|Investment Partners|Innovation Technology))"
    r"(?![\w-])(?! (?:program|platform|trial|study|Program|Officer|Center|Institute|Department|Division|Conference|Congress|Summit|Meeting|Journal)\b)"
)
TICKER = re.compile(
    r"\((?:[^()]{0,40}?[;,] ?)?(?P<listing>(?:NASDAQ|Nasdaq|Nasdag|NYSE|AMEX|TSXV?|ASX|AIM|LSE|OTC|STO|SIX|Euronext|OMX|HKEX|SEHK|TASE|KOSDAQ|TSE|FWB|Frankfurt|XETRA|London)[A-Za-z .-]{0,25}: ?[A-Z0-9.]{1,7})[^()]*\)"
)
UNIVERSITY = re.compile(
    rf"(?<!\w)(?<!\w-)(?:(?:The )?(?:University|Universities|Institute|College|School|Centre|Center|Hospital|Institut|Universit[àéä]t?|Universidad) (?:of|for|de|d['’]) {_CAP}(?:(?:,? (?:and|of|for|at|&|de|in)| (?:and|of) the)? {_CAP}){{0,5}}(?:(?: {_CAP}){{0,3}} (?:Cancer|Medical|Research|Health|Sciences) (?:Center|Centre|Institute|Campus))?"
    rf"|(?:The )?{_CAP}(?: (?:(?:of|and|&|for|the) )?{_CAP}){{0,5}} (?:University(?: of {_CAP}(?: {_CAP})?)?(?: (?:Hospital|School of Medicine|Medical Center|College of Medicine)s?)?|Hospitals?(?: {_CAP})?|(?:Cancer|Medical|Research|Health|Epilepsy|Children['’]s Medical|Proton) (?:Center|Centre|Institute|College|School|Campus)|Institutes?(?: of {_CAP}(?: {_CAP})*| for {_CAP}(?: {_CAP})*)?|Clinic|College(?: of {_CAP}| {_CAP})?|School of (?:Medicine|Public Health)|Infirmary))(?![\w-])"
)
AGENCY = re.compile(
    rf"(?<!\w)(?<!\w-)(?:(?:U\.?S\.? |United States |UK |Federal |Brazilian |Japanese |Australian |French |German |Israeli |Chinese |European )?(?:Ministry|Department|Agency|Administration|Office|Bureau|Secretariat) (?:of|for) (?:the )?{_CAP}(?:(?:,? (?:and|of|for)| (?:and|of) the)? {_CAP}){{0,5}}"
    rf"|(?:National|Federal|State) {_CAP}(?: (?:(?:of|and|for|on) )?{_CAP}){{0,4}} (?:Agency|Administration|Authority|Commission|Council|Board|Ministry)"
    rf"|{_CAP}(?: {_CAP}){{0,3}} (?:Surveillance|Regulatory|Medicines|Drug|Health|Products) (?:Agency|Authority|Administration))(?![\w-])"
)
NONPROFIT = re.compile(
    rf"(?<!\w)(?<!\w-)(?:The )?{_CAP}(?: (?:(?:&|and|of|for|the) )?{_CAP}){{0,5}} (?:Foundation|Society|Association|Consortium|Alliance|Charity|Trust|Coalition|Initiative|Collaborative Group|Cooperative Group|Study Group|Oncology Group)"
    rf"(?: (?:for|of) {_CAP}(?: {_CAP}){{0,4}})?(?![\w-])"
)
HEADLINE_VERB = re.compile(
    r"(?<=\w)\s(?:Sign|Enter|Announce|Launch|Agree|Expand|Extend|Form|Establish|Join|Collaborate|Team|Complete|Report|Enroll|Dose)(?:\s|$)|"
    r"\s(?:Buys|Completes|Licenses|Announces|Acquires|Signs|Enters|Wins|Receives|Gets|Names|Appoints|Raises|Closes|Reports|Presents|Starts|Initiates|Launches|Sells|Takes|Joins|Establish(?:es)?|"
    r"Expands|Extends|Begins|Doses|Secures|Selects|Provides|Commences|Submits|Files|Obtains|Gains|Adds|Agrees|Unveils|Publishes|Discloses|Hires|Grants|Licensed|Acquired|Continue|Develop|Advance|Unlock|Represent|to)(?:\s|$)"
)
UNIVERSITY_TAIL = re.compile(
    r"(?P<name>.*(?:Cancer Cent(?:er|re)|Medical Cent(?:er|re)|School of Medicine|Hospital|University(?: of [A-Z]\w+)?))\s+(?:\w+\s+)*(?:Clinical|Program|Grant|Award|SPORE|Trial|Study|Contract|Agreement|Collaboration)\b"
)
COLLABORATOR = re.compile(
    r"(?:\b(?:partner(?:ed|ship|ing)?|collaborat\w+|developing|developed|agreement|licensed|alliance|acquired|purchased?|merger|together)\s+(?:it\s+|them\s+|jointly\s+)?(?:with|from|to|by)\s+|"
    r"(?m:^)(?=[A-Z][\w-]+ [A-Z][\w-]+ (?:[A-Z]{2,5} )?(?:Collaboration|Partnership|Alliance)\s*$))"
    r"(?P<name>[A-Z][a-z][\w-]*(?: [A-Z][a-z][\w-]+)?)(?=[\s,.;])(?! (?:County|Street|Road|Avenue))"
)
UNIVERSITY_WORDS = re.compile(
    r"\b(?:universit\w+|universidad|institut\w*|hospitals?|clinic|college|school|medical cent(?:er|re)|cancer cent(?:er|re)|cent(?:er|re) for|infirmary|academy|faculty|research cent(?:er|re))\b",
    re.IGNORECASE,
)
AGENCY_WORDS = re.compile(
    r"\b(?:agency|administration|ministry|department of|commission|authority|national institutes? o[fn]|centers for disease|government|bureau)\b",
    re.IGNORECASE,
)
NONPROFIT_WORDS = re.compile(
    r"\b(?:foundation|society|association|consortium|alliance|charity|trust|coalition|initiative|federation|cooperative group|oncology group)\b",
    re.IGNORECASE,
)
NO_COMPANY = re.compile(
    r"^(?:university|institute|foundation|hospital|college|agency|society|phase|company|the|this|about|form|table|figure|section|quarter|q[1-4]|fda|ema|nda|bla|ind|maa|cmc|gmp|cgmp|adc|car-?t|mrna|rna|dna|orphan drug.*|fast track.*|breakthrough.*|priority review.*|"
    r"prescription drug.*|new drug.*|biologics license.*|investigational.*|special protocol.*|board|executive|chief.*|president.*|vice.*|chairman.*|director.*|ceo|cfo|cmo|cso|coo|company.*|dose|cohort.*|"
    r"nasdaq.*|nyse.*|asx|aim|tsx|globe.*|business ?wire|pr ?newswire|united states.*|europe.*|north america|asia.*|america.*|hart-scott.*|form .*|securities.*act.*|securities and exchange.*|r&d|sg&a|ip|"
    r"phase .*|clinical.*|medicine|medicines|oncology|hematology.*|pipeline|overview|safety.*|financial.*|capitalization.*|strategy|proof.*|poc|ash|asco|esmo|aacr|development|platform|program.*|the company.*|"
    r"parkinson.*|alzheimer.*|hodgkin.*|duchenne.*|gaucher.*|pompe.*|crohn.*|huntington.*|covid.*|sars.*|hiv.*|ebola.*|rsv.*|street.*|economy.*|corporation|inc|ltd|limited|group|partners|trial|study|release|news|press|evp.*|svp.*|vp.*|coo|cbo|cto|phd|"
    r"investors?.*|media.*|contacts?.*|research|sciences?|technology|therapeutics|pharmaceuticals|biosciences|division.*|department of medicine|myeloma.*|life sciences?|common stock.*|regulation.*|rule.*|"
    r"monoclonal.*|antibod.*|agreement.*|board of directors.*|principal.*|head of.*|patients?.*|summary|background.*|key .*|annual .*|world.*|global.*|international|national|american|british|canadian|german|"
    r"(?:strategic|research|global|new|broad|exclusive) (?:alliance|partnership|collaboration).*|rns|cnw|accesswire|marketwire.*|corporate (?:communications|development|affairs).*|business development.*|(?:medical|regulatory|public|government) (?:affairs|relations).*|m\.?d\.?|ph\.?d\.?|mba|u\.?s\.?|u\.?k\.?|kosdaq|kospi|cse|fse|otc.*|amex|lse|tase|euronext.*|good (?:manufacturing|clinical|laboratory).*|(?:the )?(?:.* )?journal(?: of .*)?|(?:the )?lancet.*|annals of .*|coronavirus.*)$",
    re.IGNORECASE,
)

REGULATOR = re.compile(
    r"(?i)\bFDA\b|Food (?:and|&) Drug|Securities and Exchange|Medicines Agency|European Medicines|European Commission|Health Canada"
)

# Products --------------------------------------------------------------------------------------------------------------

CODE = re.compile(
    r"(?<![\w/$€£.])(?<!\w-)(?:[A-Z]{2,5}/[A-Z]{2,5}[- ]?\d{2,6}|\d[A-Z]{1,3}-\d{2,4}|[A-Z][a-z]{3,7}\d[A-Z]\b|(?:\d{2,3}[A-Z][a-z]-)?[A-Z][A-Za-z]{0,5}[- ]?\d{2,6}[A-Za-z]{0,3}(?:-[A-Z][A-Za-z0-9]{0,5})?|[A-Z]{1,3}\d[A-Z]\b|[A-Z]{2,6}-\d{1,5}[A-Za-z]?(?:-[A-Z][A-Za-z0-9]{0,4})?|[A-Z]{2,5}-[A-Z]{1,3}\d{1,4}|"
    r"[a-z]{1,3}[A-Z]{2,5}-[A-Z0-9]{2,8}|m?RNA-\d{3,5}|\d{2,3}[A-Z][a-z]-[A-Z]{2}[A-Za-z0-9-]{2,9}|[A-Z]{3,5}\d{2,4}[a-z]\d?|[A-Z]{2,4}[a-z]?-[A-Z]{3,6}-\d{2,4})(?![\w%]|-\d)"
)
NO_CODE = re.compile(
    r"^(?:COVID.*|SARS.*|H\dN\d|NCT\d+|Q[1-4].*|FY.*|Form.*|Phase.*|Rule.*|Section.*|Act.*|Act of.*|Part.*|Note.*|Page.*|Table.*|Figure.*|Grade.*|Cohort.*|Stage.*|Type.*|Day.*|Week.*|Month.*|Year.*|Item.*|Class.*|Group.*|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec) ?\d+|(?:USD|EUR|GBP|CHF|AUD|CAD|JPY|DKK|SEK|NOK|CNY|RMB|HKD|SGD|KRW|INR|ILS|NIS|NZD|PLN|BRL|ZAR|TWD|US|EU|UK|NY|CA|MA|PA|NJ|IL|TX|WI|MD|NC|In|Of|At|To|By|On|From|Since|And|Or|The|For|About|Over|Some|Up|Top|Age|Vol|No|Ext|Suite|Tel|Fax|RM|PO|Exhibit|Regulation|ISO|EN|ICH|Route|Room|Level|Floor|Article|Chapter|Annex|Study|Trial|Part|Step|Arm|Dose) ?-?\d.*|"
    r"S-[13]|F-1|10-[KQ].*|8-K.*|20-F|6-K|K-\d|CD\d+[a-z]?|IL-?\d+.*|HER\d|PD-?L?\d|CTLA-?\d|TNF.*|VEGF.*|EGFR.*|FGFR?\d*.*|GLP-?\d.*|CDK\d.*|BCL-?\d|JAK\d|IDH\d|FLT\d|SGLT\d|PCSK\d|PDE\d.*|SSTR\d|CXCR\d|CCR\d|KRAS.*|BRAF.*|HLA-.*|ICD-?\d+|"
    r"MET\d|T\d|B12|D\d|PM2.*|G\d{1,2}|A1C?|HBA1C|[A-Z]\d|QTc?[A-Z]?|MERS.*|HPV-?\d*|HIV-?\d|HSV-?\d|HCV|EV-?\d+|CO2|O2|N95|BRCA\d|P53|PMC\d+|WO\d+|EP\d+|US\d+|RX\d|SF-36|EQ-5D|HADS.*|ECOG.*|PI-?RADS.*)$",
    re.IGNORECASE,
)
TRADEMARK = re.compile(
    r"(?<!\w)(?<!\w-)(?P<name>[A-Z][\w-]*(?: [A-Z][\w-]*){0,2})\s?(?:[®™]|\((?:R|TM)\))(?P<more>(?: [A-Z][\w-]*\s?[®™]| ER\b| XR\b| SR\b| LAR\b| CR\b)?)"
)
# "BrandixTM": the sign in plain letters
PLAIN_TRADEMARK = re.compile(r"(?<![\w-])(?P<name>[A-Z][a-z]{3,15})TM\b")
# "Brandix (genericumab)"
BRAND_AND_GENERIC = re.compile(r"(?<![\w-])(?P<name>[A-Z][a-z]{3,15})\s\((?P<generic>[a-z]{5,25}(?: [a-z]{3,14})?)\)")
STEM = re.compile(
    r"(?<!\w)(?<!\w-)(?P<name>[A-Za-z]?[a-z]{2,}(?:mab|tinib|ciclib|parib|rafenib|metinib|lisib|zomib|stobart|clax|gliptin|gliflozin|glutide|relin|reotide|tecan|platin|taxel|rubicin|"
    r"citabine|trexed|trexate|nidazole|conazole|fungin|floxacin|mycin|cycline|penem|bactam|vudine|ciclovir|tegravir|previr|buvir|asvir|navir|capavir|amivir|xaban|gatran|grelor|vaptan|"
    r"setron|triptan|gepant|orexant|serod|piprazole|apine|peridone|azepam|zolam|barbital|giline|capone|stigmine|rsen|siran|leucel|parvovec|vec|repvec|cept|kinra|tide|alfa|kin\b|mestat|zamib|"
    r"lukast|terol|tropium|afil|entan|ciguat|sartan|vastatin|fibrate|cetrapib|dronate|parin|poetin|stim|ase alfa|ribase|lisase|semide|caine|fenacin|begron|dosin|steride|lutamide|terone|xifene|"
    r"folast|denoson|oxetine|faxine|zodone|racetam|gabalin|pitant|dopa|doxacin|saroxin|fenfluramine|caftor|rodsen|nersen|otene|calcet|stat|degib|tansine|vedotin|deruxtecan|tesirine|mafodotin|ozogamicin|govitecan))(?![\w-])"
)
NO_STEM = re.compile(
    r"^(?:stat|thermostat|hemostat|photostat|rheostat|peptide|nucleotide|polypeptide|oligonucleotide|neuropeptide|dinucleotide|glycopeptide|lipopeptide|riptide|accept|concept|except|intercept|precept|percept|"
    r"alfalfa|alfa|kin|mankin|napkin|bumpkin|pumpkin|akin|takin|skin|foreskin|munchkin|welkin|catkin|jerkin|lambkin|firkin|cytokin|interleukin|protestant|tapine|alpine|supine|pine|opine|rapine|chimpine|cocaine|cordocentesis|"
    r"landscape|beta-lactamase|riptide|stim|semide|insulin.*|phosphatide|azide|bactam|caine|.*ic?stat|biostat|state|estate|.*lastat)$",
    re.IGNORECASE,
)

# What a product carries, or is given with, is no product of the issuer.
ISOTOPE = re.compile(
    r"^(?:(?i:iodine|lutetium|actinium|gallium|copper|zirconium|technetium|fluorine|yttrium|radium|lead|thorium|astatine|indium|rhenium)-\d{2,3}m?|\d{2,3}m?-?[A-Z][a-z]?|[A-Z][a-z]?-\d{2,3}m?|"
    r"MMA[EF]|DM[14]|PBD|(?i:.*auristatin.*|.*cytotoxin.*|mertansine|calicheamicin|exatecan|pyrrolobenzodiazepine))$"
)
THERAPY = re.compile(r"(?i)radiation|radiotherapy|chemotherapy|standard of care|surgery|external beam")
NO_COMPANY_END = re.compile(
    r"(?i)\b(?:overview|program|platform|summary|profile|market|opportunity|study|trial|data|results|targeting|delivery|conjugates?|announcement|release|phase|strategy|demographics|markers|events|designation|disease|cancer|syndrome|application|report|grant|award|contract|agreement|act|prize|day|conference|meeting)$"
)

# Diseases --------------------------------------------------------------------------------------------------------------

SETTING = (
    r"(?:(?:relapsed|relapse|refractory|recurrent|metastatic|advanced|unresectable|locally advanced|newly diagnosed|early[- ]stage|late[- ]stage|stage [IVX\d]+|type [IV\d]+|chronic|acute|severe|moderate|mild|"
    r"moderate[- ]to[- ]severe|treatment[- ]resistant|drug[- ]resistant|multidrug[- ]resistant|castration[- ]resistant|hormone[- ]refractory|platinum[- ]resistant|high[- ]risk|primary|secondary|idiopathic|familial|hereditary|congenital|juvenile|pediatric|adult|"
    r"neovascular|wet|dry|invasive|non[- ]muscle invasive|triple[- ]negative|HER2[- ]positive|HR[- ]positive|squamous|non[- ]squamous|small cell|non[- ]small cell|clear cell|diffuse large|large|B[- ]cell|T[- ]cell|peripheral|cutaneous|"
    r"homozygous|heterozygous|post[- ]operative|opioid[- ]induced|antibiotic[- ]associated|R/R|uncontrolled|persistent|progressive|active|episodic|generalized|limited|extensive|resectable|hormone[- ]sensitive|transfusion[- ]dependent|decompensated|end[- ]stage|focal|localized|disseminated|"
    r"steroid[- ]dependent|non[- ]alcoholic|alcoholic|bacterial|viral|fungal|complicated|uncomplicated|inherited|ischemic|hemorrhagic|obstructive|epithelial|soft tissue|solid|malignant|relapsing[- ]remitting|symptomatic|bilateral|spinal|inherited|autoimmune|inflammatory)"
    r"(?:\s+(?:or|and|and/or)\s+|\s*/\s*|,\s+|\s+))"
)
DISEASE = re.compile(
    r"(?<!\w)(?<!\w-)(?P<name>(?:[A-Za-z][\w'’-]*\s+(?:(?:and|&)\s+(?=[a-z]+ (?:cancer|carcinoma)))?){0,4}?(?i:cancers?|carcinomas?|adenocarcinoma|lymphomas?|leuka?emias?|myeloma|sarcomas?|melanoma|glioblastoma|gliomas?|neuroblastoma|mesothelioma|blastoma|tumou?rs?|malignanc(?:y|ies)|"
    r"syndromes?|diseases?|disorders?|deficienc(?:y|ies)|dystroph(?:y|ies)|atroph(?:y|ies)|infections?|fibrosis|neuropath(?:y|ies)|nephropathy|retinopathy|myopathy|cardiomyopathy|encephalopath(?:y|ies)|anemia|thrombocytopenia|neutropenia|hypertension|hypotension|failure|degeneration|edema|"
    r"arthritis|dermatitis|hepatitis|colitis|pancreatitis|nephritis|uveitis|sclerosis|stroke|epilepsy|seizures?|migraine|depression|psoriasis|asthma|diabetes|obesity|angioedema|hemophilia|thalassemia|pneumonia|sepsis|amyloidosis|gout|lupus|scleroderma|endometriosis|acne|rosacea|alopecia|eczema|immunodeficienc(?:y|ies)|"
    r"diarrh(?:o)?ea|constipation|cough|pain|keratosis|porphyria|acidosis|acidemia|aciduria|phenylketonuria|hypercholesterolemia|dyslipidemia|hypoglycemia|osteoporosis|glaucoma|blindness|addiction|insomnia|narcolepsy|schizophrenia|dementia|ataxia|spasticity|cachexia|mucositis|neoplasms?))(?![\w-])"
)
PLAIN_DISEASE = re.compile(
    r"(?i)(?:\bsolid (?:tumou?rs?|cancers?)|\b(?:severe|chronic|acute|moderate|neuropathic|post-?operative|cancer) pain|\b(?:hematologic(?:al)?|B[- ]cell|T[- ]cell|solid tumou?r) malignanc(?:y|ies))$"
)
GENERIC_DISEASE = re.compile(
    r"^(?:(?:the|a|an|this|that|these|those|such|any|other|all|many|most|some|each|its|their|our|his|her|with|of|for|in|and|or|to|serious|rare|orphan|unmet|life-threatening|debilitating|devastating|fatal|common|first|new|several|certain|various|human|genetic|"
    r"associated|related|underlying|different|specific|chronic|acute|severe|multiple|major|other|catastrophic|target|broad range of|range of|known|novel|disease|patients?|adults?|children|people|primary|progressive|active|standard|advanced|metastatic|bacterial|viral|grade|lead|treat|treating|fight|"
    r"against|from|by|on|cell|high|low|clinical|complex|difficult|hard-to-treat|important|related|later|persistent|recurrent|relapsed?|refractory|resistant|relapse/resistant|similar|hematological|hematologic|blood|emerging|infectious|inflammatory|respiratory|eye|neurological|cardiovascular|PD|and)[\s/]+)*"
    r"(?:cancers?|tumou?rs?|diseases?|disorders?|infections?|syndromes?|deficienc(?:y|ies)|malignanc(?:y|ies)|failure|neoplasms?|degeneration|atrophy|seizures?|fibrosis|inflammation|injury|pain|edema|toxicity|death|toxicities|nausea|vomiting|fatigue|headache|fever|rash|neurotoxicity|cardiotoxicity|neuropathies|neurotoxicities|recurrence|metastas[ie]s|stress|obesity pandemic|bleeding|hemorrhage)$",
    re.IGNORECASE,
)
ADVERSE = re.compile(
    r"adverse (?:event|reaction|effect)|side effect|tolerab|toxicit|safety profile|were reported", re.IGNORECASE
)

# Trials, platforms, targets -------------------------------------------------------------------------------------------

REGISTRY = re.compile(r"\b(?:NCT\d{8}|ISRCTN\d{8}|ACTRN\d{14}|EudraCT(?: number)?:? ?\d{4}-\d{6}-\d{2}|jRCT\w{10})\b")
TRIAL_NAME = re.compile(
    r"(?<!\w)(?<!\w-)(?P<name>(?:[A-Z][A-Za-z]*[A-Z][A-Za-z]*|[A-Z]{4,})(?:[- ](?:[A-Z]{2,}|\d{1,3}|[IVX]{1,4}|OUT|DMD))*)(?=(?:\s*\([^)]{0,30}\))?,?\s+(?:(?:clinical|pivotal|registration(?:al)?|extension|open-label|Phase\s+\S+)\s+)*(?:trials?|study|studies)\b)"
)
TRIAL_APPOSITION = re.compile(
    r"(?<!\w)(?<!\w-)(?P<name>[A-Z]{2,}[A-Za-z]*(?:-[A-Z\d]+)*(?: [A-Z]{2,})?),\s+(?:an?|the|its|our)\s+(?:(?:[Pp]hase\s+[\dIVab/]+|[\w-]+)\s+){0,4}?(?:trial|study|program(?:me)?)(?=\s+(?:of|in|for|sponsored|that|which|with|to|at|comparing|evaluating)\b|[,.])"
)
TRIAL_NUMBER = re.compile(r"\b(?:study|trial)\s+(?P<name>[A-Z]{2,5}[ -]\d{2,6})\b(?!\s+(?:in|plus|versus|for)\b)")
TRIAL_PAIR = re.compile(
    r"(?<!\w)(?<!\w-)(?P<name>[A-Z]{4,}(?:-\d+)?)(?=\s+and\s+(?:[Pp]hase\s+\S+\s+)?[A-Z]{4,}(?:-\d+)?\s+(?:trials|studies))"
)
TRIAL_AFTER = re.compile(
    r"\b(?:trial|study|program(?:me)?)s?,?\s+(?:to be\s+)?(?:called|named|known as|dubbed|designated|code-named)\s+(?P<name>[A-Z][\w-]*(?: [A-Z][A-Z\d-]*)*)"
    r"|\b(?:awaits results from|results (?:of|from)|enrolled in|recruiting|enrolment in|enrollment in|the)\s+(?P<other>[A-Z]{5,}(?:-?\d+)?),\s+(?:a|its|the)\s+(?:\S+\s+){0,4}?(?:trial|study)"
)
NO_TRIAL = re.compile(
    r"^(?:PHASE|FDA|BARDA|USA|SBIR|SPORE|PASS|NIAID|CLINICAL|STUDY|TRIAL|PIVOTAL|COPD|PSMA|COVID|SARS|GMP|PDUFA|ADHD|PTSD|NASH|MASH|NSCLC|SCLC|DLBCL|mRNA|siRNA|AIDS|CTLA|CRISPR|SNDA|PHARMA|PLC)(?:[- ].*)?$",
    re.IGNORECASE,
)
PLATFORM = re.compile(
    r"(?<!\w)(?<!\w-)(?P<name>(?:[A-Z][\w®™-]*(?:\s[®™])?(?:\s\([A-Z]{2,6}\))?\s){1,4}?)(?P<kind>(?:[a-z-]+\s){0,2}(?:[Dd]elivery\s)?(?:[Pp]latform|[Tt]echnolog(?:y|ies))(?:\s[Tt]echnology|\s[Pp]latform)?)(?![\w-])"
)
PLATFORM_APPOSITION = re.compile(
    r"(?<!\w)(?<!\w-)(?P<name>[A-Z][\w-]*(?:\s[A-Z][\w-]*){0,2})\s?[®™]?,\s+(?:[\w'’]+(?:['’]s)?\s+|its\s+|the\s+|a\s+|an\s+){1,2}(?:[\w-]+\s){0,4}(?:platform|technology)\b"
)
PLATFORM_PHRASE = re.compile(
    r"(?<!\w)(?<!\w-)(?P<name>[A-Z][\w-]*[A-Za-z])\s?[®™]?,\s+(?:[A-Z][\w-]*['’]s?|its|our|the [Cc]ompany['’]s)\s+proprietary\s+(?:[\w-]+\s){0,4}?(?:system|process|engine|approach|class)\b"
    r"|\b(?:build|built|builds|based)\s+(?:up)?on\s+(?:its\s+|our\s+|the\s+)?(?:proprietary\s+)?(?P<other>[A-Z][\w-]*[A-Za-z])[®™]?\s+(?:proteins|molecules|scaffold)\b"
)
TARGET_BEFORE = re.compile(
    r"(?<!\w)(?<!\w-)(?P<name>[A-Za-z0-9αβγ][\w/αβγ-]*(?:\s(?:receptor|kinase|factor|protein|alpha|beta|ligand|channel|enzyme|synthase|oxidase|protease|polymerase|[A-Z\d]{1,3}))*)[\s-](?:inhibitors?|antagonists?|agonists?|modulators?|blockers?|degraders?|antibod(?:y|ies)|pathway inhibitor)\b"
)
TARGET_PREFIX = re.compile(
    r"(?<!\w)(?<!\w-)[Aa]nti-(?P<name>[A-Za-z][\w-]*)(?=\s+(?:\([^()]*\)\s+)?(?:monoclonal\s+)?(?:antibod|therap|drug|agent|mAb|fragment|bispecific|immuno))"
)
TARGETED = re.compile(
    r"(?<!\w)(?<!\w-)(?P<name>[A-Z][\w/]*\d?[A-Z\d]*)-(?:targeted|targeting|directed|positive|specific|binding|expressing)\b"
)
TARGET_VERB = re.compile(
    r"(?<![\w-])(?:inhibits|blocks|targets|targeting|binds(?: to)?|binding to|directed at|directed against|antagoni[sz]es|activates|inhibitor of|antagonist of|agonist of|modulator of|blocker of|antibody (?:to|against)|agonist at)\s+(?:the\s+|both\s+|human\s+|a\s+protein\s+called\s+)?"
    r"(?P<name>[A-Z][\w/-]*(?:\s(?:receptor|protein|[A-Z\d]{1,4}))?|[a-z][\w-]*(?:\s[a-z][\w-]*){0,3}\s(?:receptor|kinase|\d|protein|factor|channel|enzyme|synthase|oxidase|protease|antigen|ligand|IX|I|II|V))(?![\w-])"
)
NO_TARGET = re.compile(
    r"^(?:the|a|an|monoclonal|bispecific|antibody|antibodies|small[- ]molecule|molecule|novel|first|oral|potent|selective|dual|checkpoint|human|humanized|therapeutic|enzyme|kinase|protein|receptor|reversible|irreversible|pan|specific|investigational|conjugated|neutralizing|these|other|its|this|that|cancer|tumor|tumour|two|immune|drug|polyclonal|naked|class|proton|growth|full|partial|inverse|direct|covalent|targeted|multiple|several|natural|of|an?|viral|virus|cell|cells|disease|AI|V|"
    r"PDCs?|ADCs?|FDA|US|EU|cytotoxic|anti|therapy|treatment|orphan|clinical|patients?|market|Company|We|This|It|The|phase|safety|our)$",
    re.IGNORECASE,
)

# People and places ----------------------------------------------------------------------------------------------------

_NAME_WORD = (
    r"(?:[A-Z][a-zà-öø-ÿ'’]+(?:[A-Z][a-zà-ÿ]+)?|[A-ZÀ-Þ][a-zà-öø-ÿ]+-[A-Z][a-zà-ÿ]+|O['’][A-Z][a-z]+|Mc[A-Z][a-z]+)"
)
PERSON = rf"{_NAME_WORD}(?:\s[(\"“][A-Z][a-z]+[)\"”])?(?:\s(?:[A-Z]\.(?:\s?[A-Z]\.)?|{_NAME_WORD}|(?:van|von|de|der|den|da|di|la|le|du|del|bin|al|ter)(?:\s(?:der|den|la))?\s{_NAME_WORD})){{1,3}}"
DEGREES = r"(?:,?\s+(?:M\.?D\.?|Ph\.?\s?D\.?|MBA|M\.B\.A\.|MBBS|FRCP\w?|M\.?Sc\.?|B\.?Sc\.?|Pharm\.?D\.?|J\.?D\.?|CPA|DVM|D\.V\.M\.|MPH|M\.P\.H\.|DPhil|D\.Phil\.?|F\.R\.C\.S\.?|M\.?A\.?|M\.?S\.?|FACP|Dr\.?|B\.M\.|B\.Ch\.|MB|ChB|FACC|R\.N\.|RN)(?=[\s,.;)]|$))"
TITLED_PERSON = re.compile(rf"\b(?:Dr|Mr|Mrs|Ms|Prof|Professor|Sir)\b\.?\s+(?P<name>{PERSON})")
DEGREED_PERSON = re.compile(rf"(?<![\w.])(?P<name>{PERSON})(?={DEGREES})")
ROLE_WORDS = (
    r"(?:(?:co-?)?founder|(?:(?:executive|senior|corporate|group|global|interim|acting|non-executive|vice|deputy|independent|lead|managing|medical|scientific|clinical|associate|assistant|founding|principal)\s+)*"
    r"(?:president|chief\s+[\w&/, -]{2,60}?officer|chief executive|chair(?:man|woman|person)?|director|officer|head|vice\s+president|vp|evp|svp|ceo|cfo|cmo|cso|coo|cto|cbo|cco|treasurer|secretary|controller|general counsel|professor|investigator|partner|manager|leader|dean|physician|scientist|consultant|minister|commissioner|spokes\w+))"
)
PERSON_ROLE = re.compile(
    rf"(?<![\w.])(?P<name>{PERSON}){DEGREES}*,\s+(?:(?:the|its|our|a|[A-Z]\w+['’]s)\s+)?(?:[A-Za-z]+\s){{0,2}}?(?i:{ROLE_WORDS})\b"
)
ROLE_PERSON = re.compile(
    rf"\b(?i:{ROLE_WORDS})(?:\s+of\s+[A-Z][\w.& -]{{1,40}}?)?,?\s+(?:Dr\.?\s+|Mr\.?\s+|Professor\s+)?(?P<name>{PERSON})(?=[\s,.;:]|['’]s)"
)
APPOINTED_PERSON = re.compile(
    rf"\b(?:appoint(?:s|ed)|names|named|hires|hired|promotes|promoted|elects|elected|welcomes|welcomed)\s+(?:Dr\.?\s+)?(?P<name>{PERSON})(?={DEGREES}*,?\s+(?:as|to)\b)"
)
SAID_PERSON = re.compile(
    rf"\b(?:said|added|stated|commented|remarked|noted|explained|says|according to)\s+(?:Dr\.?\s+|Mr\.?\s+|Ms\.?\s+|Prof\.?\s+|Professor\s+)?(?P<name>{PERSON})"
)
_LAZY_PERSON = rf"{_NAME_WORD}(?:\s(?:[A-Z]\.(?:\s?[A-Z]\.)?|{_NAME_WORD})){{1,2}}?"
ROW_PERSON = re.compile(
    rf"(?:^|\t)(?P<name>{_LAZY_PERSON})(?P<degrees>{DEGREES}*),?\s+(?P<title>(?:[A-Z][\w&/]*[\s,]+){{0,3}}?(?i:{ROLE_WORDS})\b[^\t]*)"
)
ROW_ROLE = re.compile(
    rf"^\s*(?P<org>[A-Z0-9][\w&.,'’ -]*?)(?:\s*[-–—:;]\s+|\s?[-–—](?=(?:[A-Z][\w&/]*[\s,]+){{0,2}}?(?i:{ROLE_WORDS})\b(?! Pharma))|,?\s+(?=(?:VP|SVP|EVP|CEO|CFO|COO|CBO)\b))(?P<title>(?:[A-Z][\w&/]*[\s,]+){{0,4}}?(?i:{ROLE_WORDS})\b.*)$",
    re.DOTALL,
)
STATES = (
    r"(?:Alabama|Ala\.|AL|Alaska|AK|Arizona|Ariz\.|AZ|Arkansas|Ark\.|AR|California|Calif\.|CA|Colorado|Colo\.|CO|Connecticut|Conn\.|CT|Delaware|Del\.|DE|Florida|Fla\.|FL|Georgia|Ga\.|GA|Hawaii|HI|Idaho|ID|Illinois|Ill\.|IL|Indiana|Ind\.|IN|Iowa|IA|Kansas|Kan\.|KS|Kentucky|Ky\.|KY|Louisiana|La\.|LA|Maine|ME|Maryland|Md\.|MD|"
    r"Massachusetts|Mass\.|MA|Michigan|Mich\.|MI|Minnesota|Minn\.|MN|Mississippi|Miss\.|MS|Missouri|Mo\.|MO|Montana|Mont\.|MT|Nebraska|Neb\.|NE|Nevada|Nev\.|NV|New Hampshire|N\.H\.|NH|New Jersey|N\.J\.|NJ|New Mexico|N\.M\.|NM|New York|N\.Y\.|NY|North Carolina|N\.C\.|NC|North Dakota|ND|Ohio|OH|Oklahoma|Okla\.|OK|Oregon|Ore\.|OR|"
    r"Pennsylvania|Pa\.|PA|Rhode Island|R\.I\.|RI|South Carolina|S\.C\.|SC|South Dakota|SD|Tennessee|Tenn\.|TN|Texas|Tex\.|TX|Utah|UT|Vermont|Vt\.|VT|Virginia|Va\.|VA|Washington|Wash\.|WA|West Virginia|WV|Wisconsin|Wis\.|WI|Wyoming|WY|D\.C\.|DC|Ontario|Ont\.|ON|Qu[eé]bec|QC|British Columbia|B\.C\.|BC|Alberta|AB|Manitoba|Nova Scotia|Victoria|New South Wales|NSW|Queensland|"
    r"UK|U\.K\.|United Kingdom|England|Scotland|Wales|Ireland|France|Germany|Switzerland|Sweden|Denmark|Norway|Finland|Netherlands|The Netherlands|Belgium|Austria|Italy|Spain|Portugal|Israel|Japan|China|India|South Korea|Korea|Singapore|Taiwan|Australia|New Zealand|Canada|Brazil|Mexico|Argentina|Iceland|Poland|Hungary|Czech Republic|Luxembourg|Hong Kong|USA|U\.S\.|US)"
)
NO_PLACE = re.compile(
    r"(?:[A-Z][A-Za-z]{0,2}\.)+(?: ?[A-Z][A-Za-z]{0,2}\.?)*[A-Za-z]?|Company|Phase|Orphan|Avg|Data", re.IGNORECASE
)
FIRST_NAMES = frozenset(
    """james jim john robert bob rob michael mike david dave william bill richard rick thomas tom mark charles steven stephen steve paul daniel dan donald don george kenneth ken brian edward ed ronald ron anthony tony
    kevin jason matthew matt gary timothy tim jose larry jeffrey jeff frank scott eric andrew andy gregory greg joshua jerry dennis walter patrick pat peter harold douglas doug henry carl arthur ryan roger joe joseph
    juan jack albert jonathan jon justin terry gerald keith samuel sam ralph lawrence nicholas nick benjamin ben bruce adam harry fred wayne steve louis jeremy aaron randy howard eugene carlos russell victor martin
    ernest philip phil todd jesse craig alan allen glenn graham neil simon ian colin stuart nigel hugh mary patricia linda barbara elizabeth liz jennifer maria susan sue margaret dorothy lisa nancy karen betty helen
    sandra donna carol ruth sharon michelle laura sarah kimberly deborah jessica shirley cynthia angela melissa brenda amy anna rebecca virginia kathleen kate pamela martha debra amanda stephanie carolyn christine
    janet catherine frances ann anne joyce diane alice julie heather teresa doris gloria evelyn jean cheryl katherine joan ashley judith rose janice kelly nicole judy christina kathy theresa beverly denise tammy
    jane lori rachel marilyn andrea kathryn louise sara jacqueline wanda bonnie julia ruby lois tina phyllis norma paula diana annie lillian emily robin peggy crystal gladys rita dawn connie florence tracy edna
    tiffany carmen rosa cindy grace wendy victoria edith kim sherry sylvia josephine thelma shannon sheila ethel ellen elaine marjorie carrie charlotte monica esther pauline emma juanita anita rhonda hazel amber""".split()
)
DATELINE_CITY = re.compile(
    r"(?m)^(?:[A-Z]{2,}[^\n]{0,30}[-–—] )?(?P<name>[A-Z]{3,}(?: [A-Z]{3,}){0,2})(?= and [A-Z]{3,}[A-Z ]*, [A-Z])"
    r"|(?<=\d{4}, )(?P<after>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?= [-–—] [A-Z])"
)
_CITY = r"(?:[A-Z][A-Za-zà-ÿ.'’]+(?:[ -](?:[A-Z][A-Za-zà-ÿ.'’]+|(?:am|an|der|de|la|le|upon|in)\b)){0,3})"
CITY_STATE = re.compile(
    rf"(?<!\w)(?<!\w-)(?P<name>{_CITY},\s{STATES}(?:,\s(?:USA?|U\.S\.A?\.?|UK|U\.K\.|Canada|Australia))?)(?![\w])"
)
CITY_COUNTRY_PAREN = re.compile(rf"(?<!\w)(?<!\w-)(?P<name>{_CITY}\s\({STATES}\))")
BASED_CITY = re.compile(rf"(?<!\w)(?<!\w-)(?P<name>{_CITY}(?:,\s{STATES})?)-(?:based|headquartered)\b")
BASED_IN_CITY = re.compile(
    rf"\b(?:based|headquartered|located|headquarters|offices?|facilit(?:y|ies)|plant)\s+(?:are\s+|is\s+)?(?:in|at)\s+(?P<name>{_CITY}(?:,\s{STATES})?)"
)


def is_no_product(name: str) -> bool:
    """Whether a drug's name is that of an isotope, a payload or a kind of therapy, which nobody's pipeline holds.

    >>> is_no_product("iodine-131"), is_no_product("external beam radiation"), is_no_product("AB-101")
    (True, True, False)
    """
    return ISOTOPE.match(name) is not None or THERAPY.search(name) is not None
