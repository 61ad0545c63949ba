"""From options to a report: the config, the rules, the look-ups, the mail, and the run over them."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from mailcheck.cli.progress import Progress, size
from mailcheck.engine.command_line import configured, found_config

if TYPE_CHECKING:
    from mailcheck.engine.baseline import Baseline
    from mailcheck.engine.config import Config
    from mailcheck.engine.domains import Lookups
    from mailcheck.engine.gallery import Gallery
    from mailcheck.engine.judge_mail import JudgedMail
    from mailcheck.engine.packs import Catalogue
    from mailcheck.engine.select import Plan
    from mailcheck.engine.wanted import Wanted
    from mailcheck.engine.witness import Witness
    from mailcheck.report import Report
    from mailcheck.source.mail import Mail
    from mailcheck.source.unread import Trouble

DNS_BUDGET = 60.0
"""Seconds for the whole run, unless it goes on from where it was broken off."""


class DnsOptions(NamedTuple):
    """What `options.dns_options` say of the look-ups of a run."""

    servers: tuple[str, ...]
    dns_timeout: float
    dns_budget: float | None
    in_flight: int
    dns_record: str | None
    dns_replay: str | None

    @classmethod
    def out_of(cls, settings: dict[str, Any]) -> DnsOptions:
        """Taken out of all settings."""
        return cls(**{name: settings.pop(name) for name in cls._fields})


def config_of(config_file: str | None, no_config: bool, offline: bool, today: Any, **settings: Any) -> Config:
    day = today.date() if today else None
    return configured(found_config(config_file, none=no_config), today=day, **settings)


def catalogue_of(rule_dirs: tuple[str, ...]) -> Catalogue:
    """The rules of the nearest config, and those of `--rules`."""
    from mailcheck.engine.packs import load_catalogue

    return load_catalogue((*found_config().rule_dirs, *rule_dirs))


def plan_of(config: Config) -> Plan:
    from mailcheck.engine.packs import load_catalogue
    from mailcheck.engine.select import make_plan

    return make_plan(load_catalogue(config.rule_dirs), config)


@contextmanager
def lookups_of(online: bool, dns: DnsOptions, witness: Witness | None = None) -> Iterator[Lookups | None]:
    """The look-ups of a run, None for one without: then nothing that could ask is even imported."""
    if not online:
        yield None
        return
    from mailcheck.engine.name_servers import lookups

    with lookups(
        servers=dns.servers, timeout=dns.dns_timeout,
        budget=DNS_BUDGET if dns.dns_budget is None else dns.dns_budget,
        record=dns.dns_record, replay=dns.dns_replay, in_flight=dns.in_flight,
        watch=witness.asking if witness is not None else None,
    ) as found:  # fmt: skip
        yield found


def read(
    paths: Iterable[str], form: str | None, config: Config, wanted: Wanted
) -> Iterator[tuple[str, Mail | Trouble]]:
    """Every message, with the argument that led to it."""
    from mailcheck.source.files import read_paths

    for path in paths:
        for mail in read_paths([path], form=form, limits=config.context.limits, wanted=wanted):
            yield path, mail


def judge(
    paths: tuple[str, ...],
    form: str | None,
    plan: Plan,
    config: Config,
    before: Baseline | None,
    wanted: Wanted,
    names: tuple[str, ...] = (),
    *,
    offline: bool,
    dns: DnsOptions,
    quiet: bool,
    witness: Witness | None = None,
    gallery: Gallery | None = None,
) -> Report:
    """Judge all messages, and the domains of `names`, or of the config where there is neither of both."""
    from mailcheck.engine.run import run
    from mailcheck.source.files import find_mails

    online = not offline and any(chosen.rule.target == "domain" or "dns" in chosen.rule.needs for chosen in plan.chosen)
    spare_the_collector()
    skipped: list[str] = []
    with (
        Progress(lambda: sum(map(size, paths)), "checking", quiet=quiet) as progress,
        lookups_of(online, dns, witness) as lookups,
    ):
        if lookups is not None and (names or not paths):
            from mailcheck.engine.named_domains import name_domains

            name_domains(lookups.named, names, None, config)
        found = find_mails(paths, form=form, limits=config.context.limits, on_skip=skipped.append, wanted=wanted)

        def seen(judged: JudgedMail) -> None:
            progress.advance(judged.size)
            if witness is not None:
                witness.saw(judged)

        return run(
            found, plan, config, config.today, jobs=config.jobs or "auto", lookups=lookups, baseline=before,
            wanted=wanted, seen=seen, skipped=skipped, gallery=gallery, digests=witness is not None,
        )  # fmt: skip


def spare_the_collector() -> None:
    """What is loaded now stays: the collector need not look at it again, nor at every small message.

    Only where `mailcheck.__main__` has stopped it: in a process of others their settings hold.
    """
    if gc.isenabled():
        return
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
