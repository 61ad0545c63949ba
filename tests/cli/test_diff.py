"""`mailcheck check --diff REV`: what changed is judged, the rest is set aside and counted. Real git, real checkouts."""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import run_together

from mailcheck import check
from mailcheck.cli import run_command
from mailcheck.engine.git import changes_since

WritePack = Callable[..., Path]
ERROR = "severity=Severity.ERROR, cites=(Citation('convention', 'House style'),)"
CONFIG = "context = { class = 'commercial' }\nrule_dirs = ['../house']\nselect = ['odd']\n"


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def commit(**files: str) -> None:
    """Write files (`a__b` is `a/b.html`) and commit everything."""
    for name, content in files.items():
        path = Path(f"{name.replace('__', '/')}.html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    git("add", "--all")
    git("commit", "--allow-empty", "--message", "x")


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write_rule: WritePack, each_p: str) -> Path:
    """A repository with one commit, and a rule that finds every <p> wrong."""
    write_rule(body=each_p, arguments=ERROR)
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "mailcheck.toml").write_text(CONFIG)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "a")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.com")
    git("init", "--quiet", "--initial-branch=main")
    commit(a="<p>\n<h1>\n<p>\n", b="<p>\n")
    return folder


def run(*arguments: str | Path) -> tuple[int, str]:
    """Exit code and everything printed; nobody asks a name server."""
    offline = [] if "--dns-replay" in arguments else ["--offline"]
    return run_together("check", *arguments, *offline)


def found(*arguments: str | Path) -> list[str]:
    """'target:line' of every finding that stands."""
    places = (finding["location"] for finding in report(*arguments)[1]["findings"])
    return [f"{place['path']}:{place['line']}" for place in places]


def report(*arguments: str | Path) -> tuple[int, Any]:
    code, text = run(*arguments, "--format", "json")
    return code, json.loads(text)


def test_only_changed_lines_count(work: Path) -> None:
    (work / "a.html").write_text("<p>\n<p class=new>\n<p>\n")
    code, seen = report("--diff", "HEAD")
    assert (code, [finding["quote"] for finding in seen["findings"]]) == (1, ["<p class=new>"])
    assert [aside["location"]["line"] for aside in seen["unchanged"]] == [1, 3]
    assert {aside["because"] for aside in seen["unchanged"]} == {"not changed since HEAD"}
    assert seen["summary"]["unchanged"] == 2
    assert [target["name"] for target in seen["targets"]] == ["a.html"]
    text = run("--diff", "HEAD")[1]
    assert "note: 1 file not looked at: not changed since HEAD\n" in text
    assert "; 0 findings suppressed, 2 not changed\n" in text
    assert "unchanged: a.html:3:1: house-odd: seen (not changed since HEAD)" in run("--diff", "HEAD", "-v")[1]


def test_old_findings_in_a_changed_file_do_not_fail(work: Path) -> None:
    (work / "a.html").write_text("<p>\n<h2>\n<p>\n")
    code, seen = report("--diff", "HEAD", "--strict")
    assert (code, seen["findings"], seen["summary"]["unchanged"]) == (0, [], 2)
    assert [(outcome["state"], outcome["reason"]) for outcome in seen["outcomes"]] == [("passed", "2 not changed")]


def test_nothing_changed_is_no_broken_run(work: Path) -> None:
    code, text = run("--diff", "HEAD", "--strict")
    assert code == 0
    assert "2 files not looked at: not changed since HEAD" in text
    assert "no findings in 0 messages" in text
    assert run("b.html", "--diff", "HEAD")[0] == 0
    (work / "empty").mkdir()
    assert run("empty", "--diff", "HEAD")[0] == 2
    assert run("nowhere.html", "--diff", "HEAD")[0] == 2


def test_every_way_to_change_a_file(work: Path) -> None:
    git("checkout", "--quiet", "-b", "topic")
    (work / ".gitignore").write_text("built.html\n")
    commit(committed="<p>\n", moved="<h1>\n<h2>\n<h3>\n<h4>\n<p>\n<h5>\n", only_moved="<p>\n<h1>\n", gone="gone\n")
    git("tag", "start")
    commit(committed="<p>\n<p class=c>\n")
    git("mv", "only_moved.html", "elsewhere.html")
    git("mv", "moved.html", "renamed.html")
    (work / "renamed.html").write_text("<h1>\n<h2>\n<h3>\n<h4>\n<p>\n<p>\n")
    git("rm", "--quiet", "gone.html")
    (work / "staged.html").write_text("<h1>\n<p>\n")
    git("add", "staged.html")
    (work / "untracked.html").write_text("<p>\n<p>\n")
    (work / "built.html").write_text("<p>\n")
    (work / "intended.html").write_text("<p>\n")
    git("add", "--intent-to-add", "intended.html")
    (work / "b.html").write_text("<h1>\n<p>\n")
    assert found("--diff", "start") == [
        "built.html:1",
        "committed.html:2",
        "intended.html:1",
        "renamed.html:6",
        "staged.html:2",
        "untracked.html:1",
        "untracked.html:2",
    ]
    assert [target["name"] for target in report("--diff", "start")[1]["targets"]] == [
        "b.html", "built.html", "committed.html", "intended.html", "renamed.html", "staged.html", "untracked.html",
    ]  # fmt: skip


def test_what_others_did_since_the_branch_began_does_not_count(work: Path) -> None:
    git("checkout", "--quiet", "-b", "topic")
    commit(mine="<p>\n")
    git("checkout", "--quiet", "main")
    commit(a="<h1>\n", theirs="<p>\n")
    git("checkout", "--quiet", "topic")
    assert found("--diff", "main") == ["mine.html:1"]


def test_histories_without_a_common_commit_are_compared_directly(work: Path) -> None:
    git("checkout", "--quiet", "--orphan", "other")
    commit(a="<p>\n<p class=x>\n<p>\n")
    assert found("--diff", "main") == ["a.html:2"]


def test_an_absence_counts_when_the_file_changed(work: Path, write_rule: WritePack) -> None:
    write_rule("house_gap", "yield rule.finding('nothing there', at=message.body, key='gap')", arguments=ERROR)
    write_rule("house_head", "yield rule.finding('no field', at=message.head, key='field')", arguments=ERROR)
    mail = "From: a@example.com\nContent-Type: text/html\n\n<body>\n<p>\n<h1>\n</body>\n"
    (work / "m.eml").write_text(mail)
    commit(page="<body>\n<p>\n<h1>\n</body>\n")
    assert found("--diff", "HEAD") == []
    (work / "m.eml").write_text(mail.replace("<h1>", "<h2>"))
    (work / "page.html").write_text("<body>\n<p>\n</body>\n")
    _, seen = report("--diff", "HEAD")
    assert [(finding["rule"], finding["location"]["path"]) for finding in seen["findings"]] == [
        ("house-head", "m.eml"), ("house-gap", "m.eml"), ("house-gap", "page.html"), ("house-head", "page.html"),
    ]  # fmt: skip
    assert seen["summary"]["unchanged"] == 2


def test_what_explains_a_finding_counts_as_its_place(work: Path) -> None:
    styled = (
        "<style>\n.x { color: #000 }\n</style>\n<body><p>Sale</p>\n<a class=x href='https://e.test/u'>Unsubscribe</a>\n"
    )
    (work / "mailcheck.toml").write_text("context = { class = 'commercial' }\nselect = ['unsub-camouflaged']\n")
    commit(styled=styled)
    assert found("--diff", "HEAD") == []
    (work / "styled.html").write_text(styled.replace("#000", "#fefefe"))
    assert found("--diff", "HEAD") == ["styled.html:5"]


def test_a_fault_over_several_lines_counts_when_one_of_them_changed(work: Path) -> None:
    commit(long="<p\nclass=x\nid=y>\n<p>\n")
    (work / "long.html").write_text("<p\nclass=z\nid=y>\n<p>\n")
    assert found("--diff", "HEAD") == ["long.html:1"]
    (work / "long.html").write_text("<p\nclass=x\nid=y>\n<p>\n<h1>\n")
    assert found("--diff", "HEAD") == []


def test_lines_are_those_of_the_encoded_file(work: Path) -> None:
    head = "From: a@example.com\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
    (work / "qp.eml").write_text(head + "<p>=\n<h1>=\n<p class=3Dx>\n")
    commit()
    (work / "qp.eml").write_text(head + "<p>=\n<h2>=\n<p>=\n<p class=3Dx>\n")
    assert found("--diff", "HEAD") == ["qp.eml:7"]


@pytest.mark.parametrize("how", ["base64", "binary", "utf-16"])
def test_where_lines_mean_nothing_the_whole_file_counts(work: Path, how: str) -> None:
    from base64 import encodebytes

    def write(html: str) -> None:
        if how == "base64":
            head = "From: a@example.com\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
            (work / "x.eml").write_bytes(head.encode() + encodebytes(html.encode()))
        else:
            (work / "x.html").write_bytes(html.encode("utf-16" if how == "utf-16" else "utf-8"))

    if how == "binary":
        (work / ".gitattributes").write_text("x.html -diff\n")
    filler = "<h1>filler</h1>\n" * 50
    write(f"<p>\n{filler}<h2>a\n")
    commit()
    write(f"<p>\n{filler}<h2>b\n")
    assert len(found("--diff", "HEAD")) == 1


NAMES = [
    "a b.html",
    'q"uote.html',
    "é.html",
    "tab\there.html",
    "back\\slash.html",
    "-dash.html",
    "new\nline.html",
    "b/b.html",
]


@pytest.mark.skipif(os.name == "nt", reason="names that Windows does not allow")
def test_odd_names_and_lines_that_look_like_a_patch(work: Path) -> None:
    old = "".join(f"{line}\n" for line in ("-- a/x", "<p>", "++ b/x", "<h1>", "diff --git a/b.html b/b.html", "x"))
    for name in NAMES:
        (work / name).parent.mkdir(exist_ok=True)
        (work / name).write_text(old)
    commit()
    new = old.replace("-- a/x\n", "").replace("++ b/x", "+++ b/b.html\n++ b/b.html\n@@ -1 +1,9 @@\n<p class=new>")
    for name in NAMES:
        (work / name).write_text(new)
    _, seen = report("--diff", "HEAD")
    assert {(f["quote"], f["location"]["line"]) for f in seen["findings"]} == {("<p class=new>", 5)}
    assert {finding["target"] for finding in seen["findings"]} == set(NAMES)


def test_changed_lines_are_those_that_git_shows(work: Path) -> None:
    """What is not said to be changed stood there before, in this order; a file alike is not said to be changed."""
    chance = random.Random(7)
    pool = [
        "a",
        "b",
        "",
        "-x",
        "--- a/0.html",
        "+++ b/0.html",
        "++ b/1.html",
        "@@ -1,2 +3,4 @@",
        "\\ No newline",
        "d\r",
    ]
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for number in range(300):
        name = f"{number}.txt"
        before[name] = chance.choices(pool, k=chance.randrange(1, 12))
        after[name] = list(before[name])
        for _ in range(chance.randrange(0, 4)):
            at = chance.randrange(0, len(after[name]) + 1)
            after[name][at : at + chance.randrange(0, 3)] = chance.choices(pool, k=chance.randrange(0, 3))
        (work / name).write_bytes("\n".join(before[name]).encode())
    commit()
    for name, lines in after.items():
        (work / name).write_bytes("\n".join(lines).encode())
    changes = changes_since("HEAD")
    for name, lines in after.items():
        changed = changes.of(name)
        assert (changed is None) == ("\n".join(before[name]) == "\n".join(lines))
        if changed is not None:
            text = "\n".join(lines).removesuffix("\n").split("\n") if any(lines) else []
            rest = iter("\n".join(before[name]).removesuffix("\n").split("\n"))
            stays = [line for number, line in enumerate(text, 1) if not changed.touch(number, number)]
            assert all(line in rest for line in stays), (before[name], lines, changed)


def test_from_any_folder_and_by_any_path(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(sub__c="<p>\n")
    (work / "sub" / "c.html").write_text("<p>\n<p class=x>\n")
    (work / "a.html").write_text("<p>\n")
    monkeypatch.chdir(work / "sub")
    assert found("--diff", "HEAD") == ["c.html:2"]
    assert [Path(place.rpartition(":")[0]).name for place in found(work, "--diff", "HEAD")] == ["c.html"]
    assert found("c.html", "../b.html", "--diff", "HEAD") == ["c.html:2"]
    (work.parent / "link").symlink_to(work)
    assert len(found(work.parent / "link", "--diff", "HEAD")) == 1
    (work.parent / "outside.html").write_text("<p>\n")
    assert len(found(work.parent / "outside.html", "--diff", "HEAD")) == 1


def test_a_link_that_leads_elsewhere_now_changed(work: Path) -> None:
    (work / "now.html").symlink_to("a.html")
    commit()
    assert found("now.html", "--diff", "HEAD") == []
    (work / "now.html").unlink()
    (work / "now.html").symlink_to("b.html")
    assert found("now.html", "--diff", "HEAD") == ["now.html:1"]


def test_standard_input_is_new(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"<p>\n")))
    assert found("-", "--as", "html", "--diff", "HEAD") == ["<stdin>:1"]


def test_one_more_of_a_known_fault_is_new(work: Path) -> None:
    """The baseline accepts the old ones first, wherever the new one stands."""
    run_command(["baseline", ".", "--offline", "--quiet"])
    commit()
    (work / "a.html").write_text("<p>\n<p>\n<h1>\n<p>\n")
    code, seen = report("--diff", "HEAD")
    assert (code, len(seen["findings"]), seen["summary"]["baselined"], seen["summary"]["unchanged"]) == (1, 1, 2, 0)


def test_what_is_suppressed_or_known_is_not_counted_twice(work: Path) -> None:
    (work / "a.html").write_text("<p>\n<!-- mailcheck: ignore[house-odd] because so -->\n<p>\n")
    _, seen = report("--diff", "HEAD")
    assert (seen["summary"]["suppressed"], seen["summary"]["unchanged"], seen["findings"]) == (1, 1, [])


ZONE = '; mailcheck DNS recording 1\nacme.com. 300 IN TXT "v=spf1 +all"\n'


def test_a_domain_counts_where_the_line_that_names_it_changed(work: Path) -> None:
    (work.parent / "acme.zone").write_text(ZONE)
    mail = "From: Acme <news@acme.com>\nSubject: Hello\n\nHello you\n"
    (work / "m.eml").write_text(mail)
    commit()
    dns = ("--no-config", "--select", "spf-permissive-all", "--dns-replay", "../acme.zone", "--diff", "HEAD")
    (work / "m.eml").write_text(mail.replace("Hello you", "Hello"))
    code, seen = report("m.eml", *dns)
    assert (code, seen["findings"], seen["summary"]["unchanged"], seen["records"]) == (0, [], 1, [])
    (work / "m.eml").write_text(mail.replace("news", "post"))
    assert found("m.eml", *dns) == ["m.eml:1"]


def test_nothing_of_the_repository_is_run(work: Path) -> None:
    mark = work.parent / "was-run"
    script = work.parent / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch '{mark}'\n")
    script.chmod(0o755)
    for key in ("diff.external", "core.pager", "pager.diff", "core.fsmonitor", "diff.x.textconv", "diff.x.command"):
        git("config", key, str(script))
    for key in ("diff.noprefix", "diff.mnemonicPrefix", "diff.relative", "diff.indentHeuristic"):
        git("config", key, "true")
    for key, value in (("color.ui", "always"), ("diff.interHunkContext", "9"), ("diff.submodule", "log")):
        git("config", key, value)
    for hook in ("post-index-change", "post-checkout"):
        (work / ".git" / "hooks").mkdir(exist_ok=True)
        (work / ".git" / "hooks" / hook).symlink_to(script)
    (work / ".gitattributes").write_text("*.html diff=x\n")
    (work / "a.html").write_text("<p>\n<p class=x>\n<h1>\n<p>\n")
    os.utime(work / "b.html", (1, 1))
    mark.unlink(missing_ok=True)
    assert found("--diff", "HEAD") == ["a.html:2"]
    assert not mark.exists()


def test_what_cannot_be_followed_is_one_clear_error(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def said(*arguments: str) -> str:
        code, text = run(*arguments)
        assert (code, text.count("error:")) == (2, 1), text
        return text

    assert '--diff: unknown revision "nowhere"\n  name one commit' in said("--diff", "nowhere")
    assert "unknown revision" in said("--diff", "HEAD..HEAD")
    assert "unknown revision" in said("--diff", "")
    assert "unknown revision" in said("--diff", "--output=leak")
    assert "unknown revision" in said("--diff", "HEAD:a.html")
    assert not list(work.glob("leak*"))
    with monkeypatch.context() as another:
        another.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        assert "git config --global --add safe.directory" in said("--diff", "HEAD")
    monkeypatch.setenv("PATH", str(work))
    assert "git cannot be run: No such file or directory" in said("--diff", "HEAD")
    monkeypatch.undo()
    monkeypatch.chdir(work.parent)
    assert "git cannot tell what changed: " in said("--diff", "HEAD", "work")


def test_paths_are_needed_without_it() -> None:
    code, text = run()
    assert (code, "Missing argument 'PATHS...'" in text) == (2, True)


def test_from_python(work: Path) -> None:
    (work / "a.html").write_text("<p>\n<p class=new>\n<p>\n")
    seen = check(["."], config="mailcheck.toml", diff="HEAD")
    assert [finding.span.quote for finding in seen.findings] == ["<p class=new>"]
    assert (len(seen.unchanged), seen.left_out) == (2, 1)


def test_what_the_config_excludes_is_not_looked_at(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(web__page="<p>\n", mails__a="<p>\n", mails__web__b="<p>\n")
    (work / "mailcheck.toml").write_text(f"exclude = ['web/**', '*.draft.html']\n{CONFIG}")
    (work / "mails" / "c.draft.html").write_text("<p>\n")
    assert found("web", "mails", work / "web" / "page.html") == ["mails/a.html:1", "mails/web/b.html:1"]
    code, text = run("web/page.html", "--strict")
    assert code == 0
    assert "note: 1 file not looked at: excluded by the config\n" in text
    assert run("web")[0] == 0
    assert run("web/nowhere.html")[0] == 2
    monkeypatch.chdir(work / "web")
    assert run("page.html")[0] == 0
    assert found("../mails/a.html") == ["../mails/a.html:1"]


def test_hosts_get_what_did_not_change_as_accepted_at_its_path_in_the_repository(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(sub__c="<p>\n<h1>\n")
    (work / "sub" / "c.html").write_text("<p>\n<p class=x>\n")
    monkeypatch.chdir(work / "sub")
    results = json.loads(run("--diff", "HEAD", "--format", "sarif")[1])["runs"][0]["results"]
    told = [
        (
            result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
            [suppression["justification"] for suppression in result.get("suppressions", [])],
        )
        for result in results
    ]
    assert sorted(told) == [("sub/c.html", []), ("sub/c.html", ["not changed since HEAD"])]
    assert run("--diff", "HEAD", "--format", "github")[1].count("::error ") == 1
