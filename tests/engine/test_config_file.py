"""The config: found upward, read strictly, every error at its line with the nearest name."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mailcheck.engine.config import Config, matches
from mailcheck.engine.config_file import find_config
from mailcheck.engine.config_tables import declare, read_config
from mailcheck.engine.refusals import ConfigError
from mailcheck.findings import Severity

FULL = """\
select = ["us", "form"]
ignore = ["reply-to"]
fail_on = "warning"
strict = true
context = { class = "commercial", stage = "rendered", jurisdictions = ["US", "us-wa"], optout_sla_hours = 48 }
severity = { us = "error", reply-to = "info" }
rules.message-id = { size = 3 }
allow = [{ rule = "reply-to", target = "old/*.eml", reason = "migration", until = 2027-01-31 }]
rule_dirs = ["mail_rules"]

[limits]
seconds = 3
dom_nodes = 1000

[[senders]]
names = ["Larkspur & Loam"]
domains = ["larkspur-and-loam.com"]

[[paths]]
match = "receipts/**"
class = "transactional"

[[paths]]
match = "receipts/promo-*.html"
class = "commercial"
stage = "template"
"""


def read(folder: Path, text: str, name: str = "mailcheck.toml") -> Config:
    (folder / name).write_text(text)
    return read_config(folder / name)


def test_every_key_is_read(tmp_path: Path) -> None:
    config = read(tmp_path, FULL)
    (selection,) = config.selections
    assert [named.name for named in selection.select] == ["us", "form"]
    assert [named.name for named in selection.ignore] == ["reply-to"]
    assert [(named.name, level) for named, level in selection.severity] == [
        ("us", Severity.ERROR),
        ("reply-to", Severity.INFO),
    ]
    assert (config.fail_on, config.strict, config.threshold) == (Severity.WARNING, True, Severity.WARNING)
    assert config.context.message_class == "commercial"
    assert config.context.jurisdictions == ("us", "us-wa")
    assert config.context.optout_sla_hours == 48.0
    assert config.context.limits.seconds == 3.0
    assert config.context.limits.dom_nodes == 1000
    assert config.context.senders[0].names == ("Larkspur & Loam",)
    (allow,) = config.allow
    assert (allow.rule.name, allow.target, allow.until) == ("reply-to", "old/*.eml", date(2027, 1, 31))
    assert [(o.rule.name, o.option, o.value) for o in config.options] == [("message-id", "size", 3)]
    assert config.rule_dirs == (str(tmp_path / "mail_rules"),)


def test_a_path_declares_and_the_command_line_beats_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = read(tmp_path, FULL)
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert config.context_for("news.html").message_class == "commercial"
    assert config.context_for("../receipts/2026/a.eml").message_class == "transactional"
    promo = config.context_for(str(tmp_path / "receipts" / "promo-1.html"))
    assert (promo.message_class, promo.stage) == ("commercial", "template")
    above = config.with_overrides(config.selections[0], declare({"class": "editorial"}))
    assert above.context_for("../receipts/a.eml").message_class == "editorial"


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("slect = []", "1:1", 'did you mean "select"?'),
        ("\nselect = 'us'", "2:1", "a list of strings"),
        ("select = ['us', 3]", "1:1", "a list of strings"),
        ("strict = 1", "1:1", "true or false"),
        ("fail_on = 'never'", "1:1", "known: error, info, warning"),
        ("[context]\nclas = 'commercial'", "2:1", 'did you mean "class"?'),
        ("[context]\nclass = 'comercial'", "2:1", 'did you mean "commercial"?'),
        ("context = { stage = 'sent' }", "1:13", "known: delivered, rendered, signed, template"),
        ("context = { jurisdictions = ['usa'] }", "1:13", "no jurisdiction"),
        ("context = 'commercial'", "1:1", "must be a table"),
        ("[limits]\nsecond = 1", "2:1", 'did you mean "seconds"?'),
        ("[limits]\nseconds = 0", "2:1", "above 0"),
        ("[limits]\ndom_nodes = 1.5", "2:1", "a whole number"),
        ("severity = { us = 'eror' }", "1:14", 'did you mean "error"?'),
        ("[[senders]]\nname = 'x'", "2:1", 'did you mean "names"?'),
        ("[senders]\nnames = ['x']", "1:2", "begin each with [[senders]]"),
        ("[[paths]]\nclass = 'commercial'", "1:1", "says no path"),
        ("[[paths]]\nmatch = 'a'\nmach = 'b'", "3:1", 'did you mean "match"?'),
        ("allow = [{ rule = 'x', target = 'y' }]", "1:10", 'says no "reason"'),
        ("[[allow]]\nrule = 'x'\ntarget = 'y'\nreason = 'z'\nuntil = '2027-01-31'", "5:1", "a date"),
        ("rules.message-id = 3", "1:7", "must be a table"),
        ("a = 1\nb = \n", "2:5", "no TOML"),
        ("a = 1\na = 2\n", "2:6", "no TOML"),
        ("a = '", "1:6", "no TOML"),
    ],
)
def test_an_error_points_at_its_line(tmp_path: Path, text: str, place: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert caught.value.place.endswith(f"mailcheck.toml:{place}")
    assert words in str(caught.value)


def test_pyproject_has_the_same_table_and_its_own_lines(tmp_path: Path) -> None:
    text = '[project]\nname = "x"\n\n[tool.mailcheck]\nfail_on = "info"\n[[tool.mailcheck.paths]]\nclas = "x"\n'
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text, "pyproject.toml")
    assert caught.value.place.endswith("pyproject.toml:7:1")
    config = read(tmp_path, text.partition("[[")[0], "pyproject.toml")
    assert config.fail_on is Severity.INFO


def test_bytes_that_are_no_text_name_the_line(tmp_path: Path) -> None:
    (tmp_path / "mailcheck.toml").write_bytes(b"a = 1\nb = '\xff'\n")
    with pytest.raises(ConfigError, match="UTF-8") as caught:
        read_config(tmp_path / "mailcheck.toml")
    assert caught.value.place.endswith("mailcheck.toml:2")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_config(tmp_path / "nowhere.toml")


def test_the_nearest_file_upward_is_found(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "mailcheck.toml").write_text("")
    assert find_config(below) == tmp_path / "mailcheck.toml"
    (tmp_path / "a" / "pyproject.toml").write_text("[project]\nname = 'mailcheck-user'\n")
    assert find_config(below) == tmp_path / "mailcheck.toml"
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.mailcheck]\n")
    assert find_config(below) == tmp_path / "a" / "pyproject.toml"
    (tmp_path / "a" / "mailcheck.toml").write_text("")
    assert find_config(below) == tmp_path / "a" / "mailcheck.toml"


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("receipts/**", "receipts/2026/a.eml", True),
        ("receipts/**", "news/receipts/a.eml", False),
        ("**/receipts/*.eml", "receipts/a.eml", True),
        ("**/receipts/*.eml", "x/y/receipts/a.eml", True),
        ("receipts/*", "receipts/2026/a.eml", False),
        ("*.eml", "any/where/a.eml", True),
        ("*.eml", "any/where/a.eml.bak", False),
        ("a?[0-9].eml", "ab7.eml", True),
        ("a[!0-9].eml", "a7.eml", False),
        ("a[!0-9]b", "a/b", False),
        ("a.eml", "aXeml", False),
        ("[[x].eml", "[.eml", True),
    ],
)
def test_globs(pattern: str, path: str, fits: bool) -> None:
    assert matches(pattern, path) is fits
