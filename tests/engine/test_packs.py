"""Rule packs: found by entry point or folder, and refused with one clear error when they are not right."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from mailcheck.engine.entry_points import installed_packs, parse_entry_points
from mailcheck.engine.packs import load_catalogue, load_pack
from mailcheck.engine.refusals import PackError

WritePack = Callable[..., Path]


def ids(folder: Path) -> list[str]:
    return [rule.id for rule in load_pack(folder).rules]


def test_the_built_in_pack_comes_through_the_public_door() -> None:
    ours = {(point.name, point.module) for point in installed_packs()}
    assert ours == {(point.name, point.module) for point in entry_points(group="mailcheck.rules")}
    assert ("builtin", "mailcheck_rules") in ours
    files = Path(import_module("mailcheck_rules").__file__ or "").parent.glob("[!_]*/[!_]*.py")
    assert {file.stem.replace("_", "-") for file in files} <= {rule.id for rule in load_catalogue().rules}


def test_a_distribution_found_twice_counts_once_and_the_first_wins(tmp_path: Path) -> None:
    for number, package in ((1, "first_rules"), (2, "second_rules")):
        info = tmp_path / str(number) / f"acme_rules-{number}.0.dist-info"
        info.mkdir(parents=True)
        (info / "entry_points.txt").write_text(
            f"[console_scripts]\nx = y:z\n\n[mailcheck.rules]\nacme = {package}\n[other]\nacme = third\n"
        )
    path = [str(tmp_path / "1"), str(tmp_path / "2"), str(tmp_path / "missing")]
    assert [point.module for point in installed_packs(path)] == ["first_rules"]
    assert [point.module for point in installed_packs(path[::-1])] == ["second_rules"]


def test_entry_points_may_name_an_object_and_extras() -> None:
    text = "[mailcheck.rules]\n# no\nacme = acme.rules:rules [fast]\n"
    assert [point.module for point in parse_entry_points(text, "acme")] == ["acme.rules"]


def test_a_zip_on_the_path_is_asked_through_importlib(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "packed.zip", "w") as packed:
        packed.writestr("acme-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
        packed.writestr("acme-1.0.dist-info/entry_points.txt", "[mailcheck.rules]\nacme = acme_rules\n")
    assert [p.module for p in installed_packs([str(tmp_path / "packed.zip")])] == ["acme_rules"]


def test_a_folder_is_a_pack_without_touching_sys_path(write_rule: WritePack) -> None:
    folder = write_rule("house_odd")
    write_rule("house_even", group="even")
    (folder / "_shared").mkdir()
    (folder / "_shared" / "words.py").write_text("raise SystemExit('never imported')")
    (folder / "README.md").write_text("not a rule")
    before = list(sys.path)
    rules = load_pack(folder).rules
    assert [(rule.id, rule.group) for rule in rules] == [("house-even", "even"), ("house-odd", "odd")]
    assert sys.path == before
    assert "house" not in sys.modules


def test_a_rule_at_the_top_belongs_to_a_group_named_after_the_folder(write_rule: WritePack) -> None:
    folder = write_rule("house_odd", group=".")
    assert [(rule.id, rule.group) for rule in load_pack(folder).rules] == [("house-odd", "house")]


def test_rules_of_a_folder_import_their_own_modules(write_rule: WritePack) -> None:
    folder = write_rule("house_odd", before="from .._shared.words import WORD\nassert WORD == 'lamp'")
    (folder / "_shared").mkdir()
    (folder / "_shared" / "words.py").write_text("WORD = 'lamp'\n")
    assert ids(folder) == ["house-odd"]


def test_a_folder_is_read_afresh(write_rule: WritePack) -> None:
    folder = write_rule("house_odd")
    assert ids(folder) == ["house-odd"]
    write_rule("house_even", group="other")
    assert ids(folder) == ["house-even", "house-odd"]


def test_a_folder_that_is_named_twice_is_loaded_once(write_rule: WritePack) -> None:
    folder = write_rule("house_odd")
    assert "house-odd" in load_catalogue([folder, folder / ".." / "house"]).by_id


def test_folders_of_one_name_do_not_meet(write_rule: WritePack, tmp_path: Path) -> None:
    first = write_rule("house_odd")
    second = tmp_path / "elsewhere" / "house"
    second.parent.mkdir()
    first.rename(second)
    first = write_rule("house_even")
    assert [rule.id for rule in load_catalogue([first, second]).rules if rule.id.startswith("house")] == [
        "house-even",
        "house-odd",
    ]


IMPORT = "from mailcheck.api import Bad, Good, Rule, Severity, opt"
GOOD = 'examples=(Bad("<p>x</p>"), Good("<p>y</p>"))'
REFUSALS = {
    "import error": ({"before": "import nothing_of_that_name"}, "odd.py:18", "nothing_of_that_name"),
    "exit at import": ({"before": "raise SystemExit(3)"}, "odd.py:18", "SystemExit"),
    "syntax error": ({"source": "x = 1\ny = (\n"}, "odd.py:2", "SyntaxError"),
    "no rule": ({"source": '"""Doc."""\n'}, "odd.py:1", "no rule"),
    "no docstring": ({"source": f"{IMPORT}\nrule = Rule(__name__, title='x', owner='developer', "
                      f"severity=Severity.INFO, {GOOD})\n"}, "odd.py:1", "no docstring"),
    "error without citation": ({"arguments": "\n\n severity=Severity.ERROR"}, "odd.py:18", "cites no authority"),
    "no Bad": ({"arguments": "severity=Severity.INFO)\nrule.examples = (Good('x'),", }, "odd.py", "no Bad example"),
    "no Good": ({"arguments": "severity=Severity.INFO)\nrule.examples = (Bad('x'),", }, "odd.py", "no Good example"),
    "no check": ({"source": f'"""Doc."""\n{IMPORT}\nrule = Rule(__name__, title="x", owner='
                  f'"developer", severity=Severity.INFO, {GOOD})\n'}, "odd.py:3", "no check"),
    "no generator": ({"body": "return []"}, "odd.py", "no generator"),
    "parameters": ({"parameters": "options"}, "odd.py", "the subject alone"),
    "no options": ({"arguments": "severity=Severity.INFO, options=dict"}, "odd.py", "no dataclass"),
    "unknown need": ({"arguments": "severity=Severity.INFO, needs=('headres',)"}, "odd.py:16", '"headers"'),
    "unknown class": ({"arguments": "severity=Severity.INFO, applies_to=('comercial',)"}, "odd.py", '"commercial"'),
    "a word for a tuple": ({"arguments": "severity=Severity.INFO, stages='signed'"}, "odd.py", "no tuple"),
    "a foreign name": ({"source": f'"""Doc."""\n{IMPORT}\nrule = Rule("x.y", title="x", owner='
                        f'"developer", severity=Severity.INFO, {GOOD})\n'}, "odd.py:3", "__name__"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_not_right_is_refused_with_its_place(write_rule: WritePack, case: str) -> None:
    arguments, place, words = REFUSALS[case]
    folder = write_rule("house_odd", **arguments)
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    assert place in caught.value.place
    assert words in str(caught.value)


def test_mutable_options_and_options_without_default_are_refused(write_rule: WritePack) -> None:
    for declared, words in (
        ("@dataclass\nclass Options:\n    size: int = opt(1, 'x')", "can be changed"),
        ("@dataclass(frozen=True)\nclass Options:\n    size: int", "no default"),
        ("@dataclass(frozen=True)\nclass Options:\n    size: object = opt(1, 'x')", "no config can give"),
    ):
        source = (
            f'"""Doc."""\nfrom dataclasses import dataclass\n{IMPORT}\n{declared}\n'
            f'rule = Rule(__name__, title="x", owner="developer", severity=Severity.INFO, options=Options, {GOOD})\n'
        )
        with pytest.raises(PackError, match=words):
            load_pack(write_rule("house_odd", source=source))


def test_an_id_is_taken_once(write_rule: WritePack) -> None:
    folder = write_rule("house_odd")
    write_rule("house_odd", group="even")
    with pytest.raises(PackError, match="taken") as caught:
        load_pack(folder)
    assert "odd/house_odd.py" in str(caught.value)
    assert "even/house_odd.py" in str(caught.value)


def test_an_id_is_no_group(write_rule: WritePack) -> None:
    folder = write_rule("even", group="odd")
    write_rule("house_odd", group="even")
    with pytest.raises(PackError, match="also a group"):
        load_pack(folder)


def test_a_former_id_is_not_taken(write_rule: WritePack) -> None:
    folder = write_rule("house_odd", arguments="severity=Severity.INFO, formerly=('house-even',)")
    write_rule("house_even")
    with pytest.raises(PackError, match="formerly"):
        load_pack(folder)


@pytest.mark.parametrize("name", ["House_odd", "house-odd", "hausärger"])
def test_odd_file_names_are_refused(write_rule: WritePack, name: str) -> None:
    with pytest.raises(PackError, match="cannot name a rule"):
        load_pack(write_rule(name))


def test_a_missing_folder_and_one_that_a_file_hides(write_rule: WritePack, tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no such folder"):
        load_pack(tmp_path / "nowhere")
    folder = write_rule("house_odd")
    (tmp_path / "house.py").write_text("x = 1\n")
    with pytest.raises(PackError, match="hides the folder"):
        load_pack(folder)


def test_an_installed_pack_that_is_missing_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = tmp_path / "acme_rules-1.0.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text("[mailcheck.rules]\nacme = acme_rules_that_do_not_exist\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(PackError) as caught:
        load_catalogue()
    assert caught.value.place == "acme-rules, entry point acme"
    assert "acme_rules_that_do_not_exist" in str(caught.value)
