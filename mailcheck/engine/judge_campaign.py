"""The messages of a run, side by side, before all rules about campaigns."""

from __future__ import annotations

from collections.abc import Iterable

from mailcheck.engine.judge import Judged
from mailcheck.engine.judge_subject import judge_subject
from mailcheck.engine.select import Chosen
from mailcheck.engine.settle import keep
from mailcheck.report import Verdict
from mailcheck.subjects.campaign import Campaign, SentMessage
from mailcheck.subjects.message import Message

ALL: str = "(all messages)"
"""Stands for a target where rules looked at the messages side by side."""
ALONE = "there is no other message in this run to look at beside this one"


def sent_message(message: Message, target: str) -> SentMessage:
    """What is kept of a message for the rules that look at all of them."""
    headers = message.headers
    fields = ("from", "to", "cc", "subject", "date")
    alike = "\n".join(header.value.strip() for name in fields if (header := headers.get(name)) is not None)
    found = headers.message_id
    return SentMessage(
        target=target,
        at=keep(found.span if found is not None else message.mail.root.span(0, 0)),
        message_id=found.value if found is not None else "",
        # Of a number, because the hash of a text is another in every process.
        likeness=hash(int.from_bytes(alike.encode(errors="surrogatepass"), "big")),
    )


def judge_campaign(campaign: Campaign, rules: Iterable[Chosen]) -> Judged:
    """Ask every rule about campaigns. Rules about other things are passed over."""
    asked = [chosen for chosen in rules if chosen.rule.target == "campaign"]
    if len(campaign.messages) < 2:
        return Judged(verdicts=[Verdict(chosen.rule.id, "not-evaluated", ALONE) for chosen in asked])
    return judge_subject(campaign, ALL, asked)
