"""Particulars of the company are missing.

A company must give its registered name, number, part of the United Kingdom and registered office in business
letters, order forms and on its websites, e-mail included; a provider of online services its geographic address.

Fix: add a line such as "Acme Ltd, registered in England and Wales no. 01234567, 96 Euston Road, London NW1 2DB".
"""

import re
from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Confidence, Finding, Good, Message, NotEvaluated, Rule, Severity
from mailcheck_rules._shared.postal import good, of_sender, seen
from mailcheck_rules._shared.ways_out import bodies, require_whole

_UK = {"jurisdictions": ("uk",), "message_class": "commercial"}
_OFFICE = "96 Euston Road, London NW1 2DB"

rule = Rule(
    __name__,
    title="Company particulars incomplete (UK)",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    owner="marketer",
    jurisdictions=("uk", "gb"),
    cites=(
        Citation("regulation", "Electronic Commerce (EC Directive) Regulations 2002, reg 6"),
        Citation("regulation", "Company, Limited Liability Partnership and Business Regulations 2015, regs 24-25"),
        Citation("regulation", "Privacy and Electronic Communications Regulations 2003, reg 23"),
    ),
    examples=(
        Bad("<body><p>Sale!</p><p>Acme Ltd</p></body>", at="<body>", context=_UK),
        Bad(f"<body><p>Sale!</p><p>Acme Ltd, {_OFFICE}</p></body>", at="Acme Ltd", context=_UK, note="no number"),
        Good(f"<body><p>Acme Ltd, {_OFFICE}. Registered in England no. 01234567.</p></body>", context=_UK),
        Good(f"<body><p>Sale!</p><p>Corner Books, {_OFFICE}</p></body>", context=_UK, note="no company"),
        Good("<body><p>Sale!</p><p>Acme Ltd</p></body>", note="British law was not declared"),
    ),
)

_COMPANY = re.compile(r"(?<!\w)(?:Ltd|Limited|PLC|plc|LLP|Cyfyngedig|CIC)(?!\w)")
_NUMBER = re.compile(
    r"(?<!\w)(?:company|registered|reg|number|no)\b[^|\d]{0,60}?(?<!\w)(?:\d{7,8}|(?:SC|NI|OC|SO|NC)\d{6})(?!\w)",
    re.IGNORECASE,
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    if not list(bodies(message)):
        raise NotEvaluated("the message has no body to read")
    shown = good(seen(of_sender(message)))
    text = " ".join(run.text for run in message.runs if run.seen.verdict != "hidden")
    if not shown:
        require_whole(message)
        yield rule.finding("no geographic address of the sender", at=message.body, key="address")
    elif _COMPANY.search(text) and not _NUMBER.search(text):
        require_whole(message)
        yield rule.finding("the company's registered number is missing", at=shown[0].span, key="number")
