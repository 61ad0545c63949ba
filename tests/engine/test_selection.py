"""Which rules run, at which severity and with which options."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mailcheck.engine.config import Config, Named, OptionValue, Selection
from mailcheck.engine.packs import Catalogue, load_pack
from mailcheck.engine.refusals import ConfigError
from mailcheck.engine.select import find_rule, find_rules, make_plan
from mailcheck.findings import Severity

WritePack = Callable[..., Path]
OPTIONS = """
@dataclass(frozen=True)
class Options:
    size: float = opt(1.0, "how large")
    words: tuple[str, ...] = opt(("a",), "which words")

    def __post_init__(self):
        if self.size > 9:
            raise ValueError("size is above 9")

rule.options = Options
"""


@pytest.fixture
def catalogue(write_rule: WritePack) -> Catalogue:
    write_rule("house_one", group="odd")
    write_rule("house_two", group="even", arguments="severity=Severity.INFO, formerly=('house-zwei',)")
    folder = write_rule("house_three", group="odd", before=OPTIONS, parameters="options")
    return load_pack(folder)


def names(*given: str) -> tuple[Named, ...]:
    return tuple(Named(name, "here:1:2") for name in given)


def chosen(catalogue: Catalogue, *selections: tuple[str, str]) -> list[str]:
    layers = tuple(Selection(names(*select.split()), names(*ignore.split())) for select, ignore in selections)
    plan = make_plan(catalogue, Config(selections=layers))
    return [choice.rule.id.removeprefix("house-") for choice in plan.chosen]


@pytest.mark.parametrize(
    ("selections", "expected"),
    [
        ([], ["one", "three", "two"]),
        ([("odd", "")], ["one", "three"]),
        ([("", "odd")], ["two"]),
        ([("odd", "house-one")], ["three"]),
        ([("house-one", "odd")], ["one"]),
        ([("odd", "odd")], []),
        ([("house-one", "house-one")], []),
        ([("house-one even", "")], ["one", "two"]),
        ([("", "house-one"), ("house-one", "")], ["one"]),
        ([("odd", ""), ("even", "")], ["two"]),
        ([("odd", ""), ("", "house-three")], ["one"]),
        ([("", "odd"), ("", "even")], []),
        ([("house-zwei", "")], ["two"]),
    ],
)
def test_an_id_beats_a_group_and_the_command_line_the_file(
    catalogue: Catalogue, selections: list[tuple[str, str]], expected: list[str]
) -> None:
    if expected:
        assert chosen(catalogue, *selections) == expected
    else:
        with pytest.raises(ConfigError, match="no rule is left"):
            chosen(catalogue, *selections)


def test_severities_by_id_and_group_and_source(catalogue: Catalogue) -> None:
    file = Selection(severity=tuple(zip(names("odd", "house-one"), [Severity.INFO, Severity.ERROR], strict=True)))
    line = Selection(severity=((Named("odd", "--severity"), Severity.WARNING),))
    plan = make_plan(catalogue, Config(selections=(file,)))
    assert {c.rule.id: c.severity for c in plan.chosen} == {
        "house-one": Severity.ERROR,
        "house-three": Severity.INFO,
        "house-two": None,
    }
    plan = make_plan(catalogue, Config(selections=(file, line)))
    assert {c.rule.id: c.severity for c in plan.chosen}["house-one"] is Severity.WARNING


def test_an_unknown_name_points_at_its_place_and_the_nearest(catalogue: Catalogue) -> None:
    for selection in (Selection(names("house-onee")), Selection((), names("house-onee"))):
        with pytest.raises(ConfigError, match='did you mean "house-one"') as caught:
            make_plan(catalogue, Config(selections=(selection,)))
        assert caught.value.place == "here:1:2"
    with pytest.raises(ConfigError, match="unknown rule"):
        make_plan(catalogue, Config(options=(OptionValue(*names("odd"), "size", 1, "here:3:4"),)))


def test_a_former_id_is_followed_with_a_notice(catalogue: Catalogue) -> None:
    plan = make_plan(catalogue, Config(selections=(Selection(names("house-zwei"), names("house-zwei house-one")[1:]),)))
    (notice,) = plan.notices
    assert notice.message == 'rule "house-zwei" is now called "house-two"'
    assert (notice.path, notice.line, notice.failed) == ("here", 1, False)


def test_options_are_checked_against_their_types(catalogue: Catalogue) -> None:
    def options(**values: object) -> object:
        given = tuple(OptionValue(*names("house-three"), name, value, "here:3:4") for name, value in values.items())
        plan = make_plan(catalogue, Config(options=given))
        return next(choice.options for choice in plan.chosen if choice.rule.id == "house-three")

    assert (options(size=3).size, options(words=["x", "y"]).words) == (3.0, ("x", "y"))  # type: ignore[attr-defined]
    for name, value, words in (
        ("sise", 1, 'did you mean "size"'),
        ("size", "3", "expected a number"),
        ("size", True, "expected a number"),
        ("words", "x", "expected a list of strings"),
        ("size", 10, "size is above 9"),
    ):
        with pytest.raises(ConfigError, match=words) as caught:
            options(**{name: value})
        assert caught.value.place == "here:3:4"


def test_a_wrong_option_of_a_rule_that_does_not_run_is_wrong_all_the_same(catalogue: Catalogue) -> None:
    option = OptionValue(*names("house-three"), "sise", 1, "here:3:4")
    with pytest.raises(ConfigError, match="sise"):
        make_plan(catalogue, Config(selections=(Selection(names("even")),), options=(option,)))


def test_rules_by_name(catalogue: Catalogue) -> None:
    assert [rule.id for rule in find_rules(catalogue, "odd", "x")] == ["house-one", "house-three"]
    assert find_rule(catalogue, "house-zwei", "x").id == "house-two"
    with pytest.raises(ConfigError):
        find_rule(catalogue, "odd", "x")
