"""The preference centre does not let people leave everything.

A menu of topics is fine, as long as one of its choices is to get no commercial mail at all. What the page offers
cannot be seen in the message, so the config must say it: `preference_centre` and `global_opt_out`.

Fix: add "Unsubscribe from all marketing mail" to the page, and declare `global_opt_out = true`.
"""

from collections.abc import Iterator

from mailcheck.api import Bad, Citation, Finding, Good, Message, NotEvaluated, Rule, Severity, Span

_C = {"message_class": "commercial"}
_PAGE = '<body><p>Sale!</p><a href="https://acme.com/p/k3">Manage your email preferences</a></body>'

rule = Rule(
    __name__,
    title="No way to leave everything",
    severity=Severity.WARNING,
    owner="developer",
    applies_to=("commercial", "unknown"),
    cites=(Citation("statute", "15 U.S.C. 7704(a)(3)(B)", "https://www.law.cornell.edu/uscode/text/15/7704"),),
    examples=(
        Bad(
            _PAGE,
            at="https://acme.com/p/k3",
            context={**_C, "preference_centre": True, "global_opt_out": False},
        ),
        Good(_PAGE, context={**_C, "preference_centre": True, "global_opt_out": True}),
        Good(_PAGE, context={**_C, "preference_centre": False}),
        Good(_PAGE, context=_C, note="not declared: not evaluated"),
    ),
)


@rule.message
def check(message: Message) -> Iterator[Finding]:
    context = message.context
    if context.preference_centre is False or context.global_opt_out:
        return
    if context.global_opt_out is None:
        raise NotEvaluated("the config does not say whether people can leave everything (context.global_opt_out)")
    yield rule.finding(
        "the preference centre, as declared, offers no choice to leave all commercial mail",
        at=context.declared_at.get("global_opt_out") or _preferences(message),
        key="no global choice",
    )


def _preferences(message: Message) -> Span:
    """The link to the preference centre, or the first way out."""
    ways = [way for way in message.opt_outs if way.part != "header"]
    return next((way.span for way in ways if way.kind == "preferences"), ways[0].span if ways else message.body)
