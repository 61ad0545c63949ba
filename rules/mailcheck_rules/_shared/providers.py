"""Which mailbox providers would refuse a message for what a rule found."""

from mailcheck.api import Context, Message, requirements


def refusals(context: Context, rule_id: str) -> str:
    """What to add to a message: '; Gmail answers 4.7.32 or 5.7.32, Yahoo demands it too'. '' when nobody does."""
    demands = requirements(rule_id, context.providers, today=context.today, bulk=context.bulk)
    answers = [f"{demand.name} answers {' or '.join(demand.codes)}" for demand in demands if demand.codes]
    silent = [demand.name for demand in demands if not demand.codes]
    if silent:
        verb = ("demands" if len(silent) == 1 else "demand") + (" it too" if answers else " it")
        answers.append(f"{_listed(silent)} {verb}")
    return f"; {', '.join(answers)}" if answers else ""


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def too_old(message: Message, rule_id: str) -> str:
    """What to add to a message about mail that was delivered before any provider demanded what the rule checks.

    '; it came in on 2002-05-14, before providers asked for this (2024-02-01)'. '' for younger mail, and where the
    message does not say when it came in.
    """
    context = message.context
    received = message.headers.first_received if message.stage == "delivered" else None
    demands = requirements(rule_id, context.providers, today=None, bulk=context.bulk)
    if received is None or received.value is None or not demands:
        return ""
    came, since = received.value.date(), min(demand.since for demand in demands)
    return f"; it came in on {came}, before providers asked for this ({since})" if came < since else ""
