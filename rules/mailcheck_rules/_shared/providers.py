"""Which mailbox providers would refuse a message for what a rule found."""

from mailcheck.api import Context, requirements


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
