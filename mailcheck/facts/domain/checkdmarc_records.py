"""What checkdmarc reads in records that were looked up already: MTA-STS, TLS-RPT, and DMARC as a second opinion.

Only functions that raise, and only their exception classes: its sentences are not ours. Nothing here can reach a
network: report addresses are taken out before a DMARC record is shown to it, because it would look them up. It is
the heaviest of all imports, so no caller may come here for a record that is plainly in order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

State = Literal["none", "multiple", "broken", "found"]
Opinion = Literal["", "grammar", "duplicate tag", "tag value", "no DMARC record"]
_REPORTS: Final = re.compile(r"(?:^|;)[ \t]*ru[af][ \t]*=[^;]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PolicyRecord:
    """The record of one kind at a name: `text` the one that counts, `reason` in words what is wrong with it."""

    state: State
    text: str = ""
    reason: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


def read_mta_sts(texts: tuple[str, ...]) -> PolicyRecord:
    """The MTA-STS record among the TXT records of `_mta-sts.<domain>` (RFC 8461 section 3.1)."""
    chosen = _choose(texts, "v=STSv1")
    if chosen is not None:
        return chosen
    text = next(text for text in texts if text.startswith("v=STSv1"))
    from checkdmarc.mta_sts import InvalidSTSTagValue, MTASTSError, parse_mta_sts_record

    try:
        parsed = parse_mta_sts_record(text)
    except InvalidSTSTagValue:
        return PolicyRecord("broken", text, "its 'id' is not 1 to 32 letters or digits")
    except MTASTSError:
        return PolicyRecord("broken", text, "it is not written as 'v=STSv1; id=20260101000000;'")
    return PolicyRecord("found", text, tags={name: str(value) for name, value in parsed["tags"].items()})


def read_tls_rpt(texts: tuple[str, ...]) -> PolicyRecord:
    """The TLS report record among the TXT records of `_smtp._tls.<domain>` (RFC 8460 section 3)."""
    chosen = _choose(texts, "v=TLSRPTv1")
    if chosen is not None:
        return chosen
    text = next(text for text in texts if text.startswith("v=TLSRPTv1"))
    from checkdmarc.smtp_tls_reporting import SMTPTLSReportingError, parse_smtp_tls_reporting_record

    try:
        parsed = parse_smtp_tls_reporting_record(text)
    except SMTPTLSReportingError:
        return PolicyRecord("broken", text, "it is not written as 'v=TLSRPTv1; rua=mailto:reports@example.com'")
    values = {name: tag["value"] for name, tag in parsed["tags"].items()}
    return PolicyRecord("found", text, tags={n: v if isinstance(v, str) else ",".join(v) for n, v in values.items()})


def _choose(texts: tuple[str, ...], version: str) -> PolicyRecord | None:
    """The verdict that needs no parsing; None when there is exactly one record to parse."""
    mine = [text for text in texts if text.startswith(version)]
    if len(mine) > 1:
        return PolicyRecord("multiple", mine[0], f"there are {len(mine)} of them")
    if mine:
        return None
    meant = next((text for text in texts if version.lower() in text.lower()), "")
    if meant:
        return PolicyRecord("broken", meant, f"it does not begin with '{version}'")
    return PolicyRecord("none")


def dmarc_opinion(text: str, domain: str) -> Opinion:
    """What checkdmarc's grammar finds wrong with a DMARC record, its report addresses left out; '' for nothing."""
    from checkdmarc.dmarc import DMARCError, InvalidDMARCTag, InvalidDMARCTagValue, parse_dmarc_record
    from checkdmarc.dmarc import SPFRecordFoundWhereDMARCRecordShouldBe as SpfInstead

    try:
        parse_dmarc_record(_REPORTS.sub("", text), domain)
    except SpfInstead:
        return "no DMARC record"
    except InvalidDMARCTagValue:
        return "tag value"
    except InvalidDMARCTag:
        return "duplicate tag"
    except DMARCError:
        return "grammar"
    return ""
