"""The index of the built-in rules says what the rules say."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from mailcheck.engine.packs import load_catalogue, load_pack
from mailcheck.engine.refusals import PackError
from mailcheck.engine.rule_index import FILE

INDEX = Path(import_module("mailcheck_rules").__path__[0], FILE)
WritePack = Callable[..., Path]


def test_it_has_every_rule() -> None:
    named = {Path(name).stem.replace("_", "-") for name in json.loads(INDEX.read_text(encoding="utf-8"))}
    assert named == {rule.id for rule in load_catalogue().rules if rule.module.startswith("mailcheck_rules.")}


def tell(pack: Path, **told: object) -> None:
    (pack / FILE).write_text(json.dumps({"odd/house_odd.py": told}), encoding="utf-8")


def test_a_rule_is_imported_when_more_is_asked_of_it(write_rule: WritePack) -> None:
    pack = write_rule(arguments="severity=Severity.WARNING, needs=('dns',)")
    tell(pack, needs=["dns"])
    (rule,) = load_pack(pack).rules
    assert (rule.id, rule.group, rule.target, rule.needs) == ("house-odd", "odd", "message", ("dns",))
    assert rule.module not in sys.modules
    assert rule.title == "Wrong"
    assert rule.module in sys.modules


def test_a_rule_that_cannot_be_imported_is_told_when_it_is_asked(write_rule: WritePack) -> None:
    pack = write_rule(source="raise SystemExit('not today')")
    tell(pack)
    (rule,) = load_pack(pack).rules
    with pytest.raises(PackError, match="not today"):
        _ = rule.check


def test_an_index_that_is_not_true_is_told(write_rule: WritePack) -> None:
    pack = write_rule()
    tell(pack, target="domain")
    (rule,) = load_pack(pack).rules
    with pytest.raises(PackError, match="other target"):
        _ = rule.check


@pytest.mark.parametrize("text", ["", "{", "{}"])
def test_without_an_index_every_rule_is_imported(write_rule: WritePack, text: str) -> None:
    pack = write_rule(source="raise SystemExit('not today')")
    (pack / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match="not today"):
        load_pack(pack)
