"""From a report to what is printed and written, and the exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from mailcheck.engine.refusals import Refusal
from mailcheck.engine.verdict import FINDINGS, exit_code, open_ends
from mailcheck.reporters import FORMATS, SHOW_MESSAGES, TESTIFY
from mailcheck.reporters.output import SUMMARY, print_report, write_report, write_summary

if TYPE_CHECKING:
    from mailcheck.engine.config import Config
    from mailcheck.engine.gallery import Gallery
    from mailcheck.engine.select import Plan
    from mailcheck.engine.witness import Witness
    from mailcheck.report import Report


class ReportOptions(NamedTuple):
    """What the options of a command that reports say of its reports."""

    format_: str
    outputs: tuple[str, ...]
    color: str
    verbose: bool
    quiet: bool
    allow_incomplete: bool

    @classmethod
    def out_of(cls, settings: dict[str, Any]) -> ReportOptions:
        """Taken out of all settings. Raises `Refusal`."""
        options = cls(**{name: settings.pop(name) for name in cls._fields})
        for value in options.outputs:
            name, _, path = value.partition(":")
            if name not in FORMATS or not path:
                raise Refusal(
                    f"cannot follow {value!r}", place="--output", remedy=f"write FORMAT:PATH, of {', '.join(FORMATS)}"
                )
        return options

    @property
    def files(self) -> list[tuple[str, str]]:
        """Format and path of every report that is written."""
        return [(name, path) for name, _, path in (value.partition(":") for value in self.outputs)]

    @property
    def formats(self) -> set[str]:
        return {self.format_, *(name for name, _ in self.files)}

    def witness(self, plan: Plan, config: Config) -> Witness | None:
        """Takes evidence for the formats that need it, if there is one among these."""
        if not TESTIFY & self.formats:
            return None
        from mailcheck.engine.witness import Witness

        return Witness(plan, config)

    def gallery(self) -> Gallery | None:
        """Keeps messages for the formats that show some, if there is one among these."""
        if not SHOW_MESSAGES & self.formats:
            return None
        from mailcheck.engine.gallery import Gallery

        return Gallery()


def finish(report: Report, config: Config, options: ReportOptions, witness: Witness | None) -> int:
    """Write and print what was found; the exit code."""
    report, code = written(report, config, options, witness)
    if options.format_ == "github":
        _write_summary(report)
    print_report(report, options.format_, color=options.color, verbosity=options.verbose - options.quiet)
    if code == FINDINGS and all(finding.severity < config.threshold for finding in report.findings):
        click.echo(f"strict: the run fails because {' and '.join(open_ends(report))}", err=True)
    return code


def written(report: Report, config: Config, options: ReportOptions, witness: Witness | None) -> tuple[Report, int]:
    """The report, with evidence where some was taken, and the exit code; the files are written."""
    code = exit_code(report, config, allow_incomplete=options.allow_incomplete)
    report = witness.testify(report, code) if witness is not None else report
    for name, path in options.files:
        try:
            write_report(report, name, path)
        except OSError as error:
            raise Refusal(f"cannot be written: {error.strerror}", place=path) from None
    return report, code


def _write_summary(report: Report) -> None:
    try:
        write_summary(report)
    except OSError as error:
        raise Refusal(f"cannot be written: {error.strerror}", place=SUMMARY) from None
