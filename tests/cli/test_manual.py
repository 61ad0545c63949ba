"""The manual: `mailcheck explain` and the pages of docs/rules say what is so, and can be followed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from click.testing import CliRunner, Result

from mailcheck.cli import main
from mailcheck.engine.config_tables import read_config
from mailcheck.engine.packs import load_pack
from mailcheck.engine.select import make_plan
from mailcheck.manual.folder import manual_files
from mailcheck.source.directives import read_directives
from mailcheck.spans import Text

WritePack = Callable[..., Path]
CATALOGUE = load_pack("mailcheck_rules")
PAGES = manual_files(CATALOGUE.rules)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)], catch_exceptions=False, standalone_mode=False)


def blocks(page: str, language: str) -> Iterator[str]:
    yield from (match[1] for match in re.finditer(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))


def test_every_rule_has_a_page_that_the_index_leads_to() -> None:
    assert set(PAGES) == {"README.md", *(f"{rule.id}.md" for rule in CATALOGUE.rules)}
    assert set(re.findall(r"\]\((\S+?\.md)\)", PAGES["README.md"])) == set(PAGES) - {"README.md"}
    headings = {f"README.md#{group}" for group in re.findall(r"^## (.+)$", PAGES["README.md"], re.MULTILINE)}
    for name, page in PAGES.items():
        for target in re.findall(r"\]\((?!https?:)(\S+?)\)", page):
            assert target in PAGES or target in headings, f"{name} leads to {target}"


def test_every_page_has_what_a_manual_page_has() -> None:
    for rule in CATALOGUE.rules:
        page = PAGES[f"{rule.id}.md"]
        found = re.findall(r"^## (.+)$", page, re.MULTILINE)
        expected = ["What it looks at", "Why", "How to mend it", "When it binds", "Options"]
        expected += ["How to set a finding aside", "Found", "Not found", "See also"]
        if not rule.takes_options:
            expected.remove("Options")
        assert found == expected, rule.id
        for words in (rule.summary, *(cite.url for cite in rule.cites)):
            assert words.replace("<", "&lt;") in page or words in page, rule.id


def test_what_a_page_tells_to_write_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / "mailcheck.toml"
    for rule in CATALOGUE.rules:
        page = PAGES[f"{rule.id}.md"].partition("\n## Found\n")[0]
        for block in blocks(page, "toml"):
            for text in (block, re.sub(r"^# (?!.*\.\.\.)", "", block, flags=re.MULTILINE)):
                file.write_text(text, encoding="utf-8")
                make_plan(CATALOGUE, read_config(file))
        for block in blocks(page, "html"):
            assert [(d.ids, d.fault) for d in read_directives(Text("page", block))] == [((rule.id,), "")] * 2
        if rule.takes_options:
            options = tomllib.loads(next(blocks(page, "toml")))["rules"][rule.id]
            assert (
                rule.options(**{k: tuple(v) if isinstance(v, list) else v for k, v in options.items()})
                == rule.options()
            )


def test_a_bad_example_is_followed_by_what_is_said_about_it() -> None:
    for rule in CATALOGUE.rules:
        found = PAGES[f"{rule.id}.md"].partition("\n## Found\n")[2].partition("\n## Not found\n")
        assert re.search(rf"^```\n(error|warning|info)\[{rule.id}\] .+\n```$", found[0], re.MULTILINE), rule.id
        assert f"[{rule.id}] " not in found[2]


def test_a_group_is_explained_by_its_rules() -> None:
    printed = run("explain", "spf").stdout
    assert printed.startswith("Group spf\n\n    SPF records (RFC 7208)")
    assert all(rule.id in printed for rule in CATALOGUE.rules if rule.group == "spf")
    assert "dmarc-missing" not in printed


def test_all_examples_on_request() -> None:
    short, long = run("explain", "unsub-missing").stdout, run("explain", "unsub-missing", "--examples").stdout
    rule = CATALOGUE.by_id["unsub-missing"]
    assert short.count("<body") < long.count("<body")
    assert all(example.content.split("\n")[0][:100] in long for example in rule.examples)


def test_markdown_of_the_command_is_that_of_the_page() -> None:
    assert run("explain", "reply-to", "--format", "markdown").stdout == PAGES["reply-to.md"]


def test_pages_of_your_own_rules(write_rule: WritePack, tmp_path: Path) -> None:
    result = run("explain", "--all", "--rules", write_rule(), "--output-dir", tmp_path / "manual")
    assert result.return_value is None
    assert (tmp_path / "manual" / "house-odd.md").read_text(encoding="utf-8").startswith("# house-odd: Wrong\n")
    assert "(house-odd.md)" in (tmp_path / "manual" / "README.md").read_text(encoding="utf-8")


def test_examples_do_not_drive_the_terminal_nor_the_page(write_rule: WritePack) -> None:
    folder = write_rule()
    file = folder / "odd" / "house_odd.py"
    hostile = r"Bad('<p>\x1b]0;x\x07\u202e</p>\n```\n<script>', note='see <script>')"
    file.write_text(file.read_text(encoding="utf-8").replace('Bad("<p>x</p>")', hostile), encoding="utf-8")
    text = run("explain", "house-odd", "--rules", folder).stdout
    page = run("explain", "house-odd", "--rules", folder, "--format", "markdown").stdout
    for printed in (text, page):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", printed)
        assert "␛]0;x␇<U+202E>" in printed
    assert "See &lt;script>" in page
    assert "````html\n" in page
