"""Little mail is spread over many addresses.

Spreading is how senders dodge blocks ("snowshoe"), and filters look for it. Each address also gets too little mail to
earn a reputation of its own.

Fix: send from one or two addresses, and find out why mail was blocked instead of moving on to the next address.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mailcheck.api import Bad, Citation, Domain, Finding, Good, NotEvaluated, Rule, Severity, opt


@dataclass(frozen=True)
class Options:
    daily_volume: int = opt(0, "messages a day from all sending addresses; 0: not told")
    failover_on_block: bool = opt(False, "whether the sender moves to another address when one is blocked")
    least_each: int = opt(1000, "messages a day that each address should have")
    networks: int = opt(3, "networks (/24) that are plausible below `large`")
    large: int = opt(100_000, "messages a day from which many networks are plausible")


_MANY = tuple(f"192.0.2.{number}" for number in range(40))
_NETWORKS = tuple(f"198.18.{number}.1" for number in range(5))

rule = Rule(
    __name__,
    title="Mail spread over addresses",
    severity=Severity.WARNING,
    owner="list-owner",
    options=Options,
    cites=(
        Citation("provider", "Google e-mail sender guidelines: ideally, send all messages from the same IP address"),
        Citation("convention", "M3AAWG sender best common practices"),
    ),
    examples=(
        Bad(domain="ex.test", context={"sending_ips": _MANY}, options={"daily_volume": 20_000}, at="ex.test"),
        Bad(domain="ex.test", context={"sending_ips": _NETWORKS}, options={"daily_volume": 20_000}),
        Bad(domain="ex.test", context={"sending_ips": _MANY[:2]}, options={"failover_on_block": True}),
        Good(domain="ex.test", context={"sending_ips": _MANY[:2]}, options={"daily_volume": 1_500}),
        Good(domain="ex.test", context={"sending_ips": _MANY}, options={"daily_volume": 2_000_000}),
        Good(domain="ex.test", context={"sending_ips": _MANY}, note="the volume was not told"),
    ),
)


@rule.domain
def check(domain: Domain, options: Options) -> Iterator[Finding]:
    ips = domain.context.sending_ips
    if options.failover_on_block:
        yield rule.finding(
            "the sender moves to another address when one is blocked", at=domain.named_at, key="failover on block"
        )
    if not ips or not options.daily_volume:
        raise NotEvaluated("the config names no sending_ips, or no daily_volume for this rule")
    each = options.daily_volume // len(ips)
    networks = {ip.rpartition(".")[0] for ip in ips if ":" not in ip}
    if len(ips) > 2 and each < options.least_each:
        yield rule.finding(
            f"{options.daily_volume} messages a day leave from {len(ips)} addresses, {each} from each",
            at=domain.named_at,
            key="addresses",
        )
    elif len(networks) > options.networks and options.daily_volume < options.large:
        yield rule.finding(
            f"{options.daily_volume} messages a day leave from {len(networks)} networks",
            at=domain.named_at,
            key="networks",
        )
