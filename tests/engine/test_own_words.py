"""`lexicon = [...]`: words of a team's own count, and words that it excepts do not; mistakes name their line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import mailcheck
from mailcheck.engine.config_tables import read_config
from mailcheck.engine.refusals import ConfigError

PAGE = """\
From: {sender}
To: reader@birds-readers.com
Subject: {subject}
Content-Type: text/html; charset=utf-8

<html lang="{lang}"><body>{body}</body></html>
"""
ENGLISH = "<p>Come and see our birds in the garage. They are all here and it is fun to see them fly around.</p>"
ESTONIAN = "<p>Tere! See on meie kiri, ja me ei tea veel, kas te olete selle juba kätte saanud või mitte.</p>"


class Team:
    """A folder with a config, files of words, and one message."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def config(self, *words: str) -> Path:
        names = []
        for number, text in enumerate(words):
            names.append(f"words-{number}.toml")
            (self.folder / names[-1]).write_text(text, encoding="utf-8")
        (self.folder / "mailcheck.toml").write_text(f"lexicon = {json.dumps(names)}\n")
        return self.folder / "mailcheck.toml"

    def message(self, body: str, subject: str = "Hello", lang: str = "en", sender: str = "a@acme-birds.com") -> Path:
        path = self.folder / "a.eml"
        text = PAGE.format(sender=sender, subject=subject, lang=lang, body=body)
        path.write_text(text, encoding="utf-8")
        return path

    def understood(self, *options: str) -> dict[str, Any]:
        """What `mailcheck inspect` says of the message."""
        done = self.run("inspect", "--format", "json", *options)
        assert done.returncode == 0, done.stderr
        (message,) = json.loads(done.stdout)["messages"]
        return dict(message)

    def run(self, command: str, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "mailcheck", command, "a.eml", *options],
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team(tmp_path)


def test_a_way_out_in_the_team_s_words(team: Team) -> None:
    team.config('language = "en"\n[optout]\nleave = ["say unperch"]\n')
    team.message(f'{ENGLISH}<p>Not for you? <a href="https://acme-birds.com/u">Say  UNPERCH</a></p>')
    assert [way["text"] for way in team.understood()["opt_outs"]] == ["Say UNPERCH"]
    assert team.understood("--no-config")["opt_outs"] == []


def test_words_of_offers_and_of_the_body(team: Team) -> None:
    team.config('language = "en"\n[subject]\noffer = ["whoopee*"]\n')
    team.message(ENGLISH, "Whoopeedays are here")
    assert team.understood()["subject"]["promotional"]
    assert not team.understood("--no-config")["subject"]["promotional"]


def test_excepted_words_do_not_count(team: Team) -> None:
    team.config('language = "en"\n[except.subject]\noffer = ["nest sale"]\n')
    team.message(ENGLISH, "Big nest sale")
    assert not team.understood()["subject"]["promotional"]
    assert team.understood("--no-config")["subject"]["promotional"]
    team.message(ENGLISH, "Big nest sale, feathers on sale now")
    assert team.understood()["subject"]["promotional"]


def test_a_shared_word_can_be_excepted_in_a_language(team: Team) -> None:
    team.config('language = "de"\n[except.optout]\nleave = ["unsubscribe"]\n')
    body = "<p>Wir haben heute nicht viel zu sagen, aber wir sagen es Ihnen gern und freuen uns auf Sie.</p>"
    team.message(f'{body}<p><a href="https://acme-birds.com/x">Unsubscribe</a></p>', lang="de")
    assert team.understood("--no-config")["opt_outs"]
    assert not [way for way in team.understood()["opt_outs"] if way["language"] in ("", "de")]


def test_a_language_that_has_no_list_yet(team: Team) -> None:
    team.config('language = "et"\nsource = "our own mail"\n[subject]\noffer = ["poolmuidu*"]\n')
    team.message(ESTONIAN * 3, "Poolmuidu kõik linnud", lang="et")
    subject = team.understood()["subject"]
    assert subject["promotional"], subject


def test_the_words_of_a_near_relative_reach_the_list_it_reads(team: Team) -> None:
    team.config('language = "pt-br"\n[subject]\noffer = ["passarinhada"]\n')
    body = "<p>Você não vai acreditar, mas os nossos pássaros já estão aqui e são todos muito bonitos para você.</p>"
    team.message(body * 2, "Passarinhada na loja", lang="pt-BR")
    assert team.understood()["subject"]["promotional"]


def test_words_of_a_purpose(team: Team) -> None:
    team.config('language = "en"\n[purpose]\ntransaction = ["perch number", "perch assigned"]\n')
    team.message("<p>Perch number 12. Perch assigned. We look forward to seeing the bird on it soon.</p>", "Your perch")
    assert team.understood()["class"]["verdict"] == "transactional"
    assert team.understood("--no-config")["class"]["verdict"] == "unknown"


def test_reply_prefixes_come_and_go(team: Team) -> None:
    team.config('language = "en"\n[prefix]\nreply = ["Tweet back"]\n[except.prefix]\nforward = ["TR"]\n')
    team.message(ENGLISH, "Tweet back: the birds")
    assert team.understood()["subject"]["reply_prefix"] == "Tweet back:"
    assert team.understood("--no-config")["subject"]["reply_prefix"] is None
    team.message(ENGLISH, "TR: the birds")
    assert team.understood()["subject"]["reply_prefix"] is None
    assert team.understood("--no-config")["subject"]["reply_prefix"] == "TR:"


def test_street_words(team: Team) -> None:
    team.config('language = "en"\n[address]\nstreet = ["twitchel"]\n')
    team.message("<p>Acme Birds<br>12 Feather Twitchel<br>Bridgetown<br>Barbados</p>")
    (address,) = team.understood()["postal_addresses"]
    assert (address["verdict"], address["country"]) == ("valid", "BB")
    assert "12 Feather" not in [a["text"][:10] for a in team.understood("--no-config")["postal_addresses"]]


def test_a_word_that_ends_no_street(team: Team) -> None:
    html = "<p>Noch 12 Tage: Halbmondweg 7, dann Pause</p>"
    team.message(html, lang="de")
    assert team.understood("--no-config")["postal_addresses"]
    team.config('language = "de"\n[except.address]\nstreet = ["Halbmondweg"]\n')
    assert team.understood()["postal_addresses"] == []


def test_cues_say_whose_address_it_is(team: Team) -> None:
    team.message("<p>The nest is yours:<br>14 Wall Street<br>New York, NY 10005</p>")
    assert [a["role"] for a in team.understood("--no-config")["postal_addresses"]] == ["sender"]
    team.config('language = "en"\n[cues]\nrecipient = ["nest is yours"]\n')
    assert [a["role"] for a in team.understood()["postal_addresses"]] == ["recipient"]
    team.message("<p>Customer care<br>14 Wall Street<br>New York, NY 10005</p>")
    team.config('language = "en"\n[except.cues]\nrecipient = ["customer care"]\n')
    assert [a["role"] for a in team.understood()["postal_addresses"]] == ["sender"]


def test_two_configs_of_one_process_do_not_see_each_other(tmp_path: Path) -> None:
    teams = {word: Team(tmp_path / word) for word in ("unperch", "cheerio")}
    for word, own in teams.items():
        own.folder.mkdir()
        own.config(f'language = "en"\n[optout]\nleave = ["{word}"]\n')
        own.message(f'{ENGLISH}<p><a href="https://acme-birds.com/u">Unperch</a></p>')
    ways = {
        word: [f.rule_id for f in mailcheck.check(own.folder / "a.eml", config=own.folder / "mailcheck.toml").findings]
        for _ in range(2)
        for word, own in teams.items()
    }
    plain = [f.rule_id for f in mailcheck.check(tmp_path / "unperch" / "a.eml").findings]
    assert "unsub-missing" not in ways["unperch"]
    assert "unsub-missing" in ways["cheerio"]
    assert "unsub-missing" in plain


def test_several_files_add_up(team: Team) -> None:
    config = team.config('language = "en"\n[optout]\nleave = ["a b"]\n', 'language = "de"\n[optout]\nleave = ["c d"]\n')
    words = read_config(config).context.own_words
    assert {(word.language, word.text) for word in words.of_family("optout")} == {("en", "a b"), ("de", "c d")}


def test_the_same_files_read_twice_are_the_same_words(team: Team) -> None:
    """Matchers are remembered by them: a caller that checks one message at a time must not build them each time."""
    config = team.config('language = "en"\n[optout]\nleave = ["a b"]\n')
    assert read_config(config).context.own_words is read_config(config).context.own_words


MISTAKES = [
    ("[optout]\n", "words-0.toml", "no language", 'language = "de"'),
    ('language = "german"\n', ":1:1", 'unknown language "german"', '"de"'),
    ('language = "enn"\n', ":1:1", 'unknown language "enn"', '"en"'),
    ('language = "en"\n[optuot]\n', ":2:2", 'unknown key "optuot"', '"optout"'),
    ('language = "en"\n[subject]\n\nofer = []\n', ":4:1", 'unknown key "ofer"', '"offer"'),
    ('language = "en"\n[except.subjct]\n', ":2:9", 'unknown key "subjct"', '"subject"'),
    ('language = "en"\n[subject]\noffer = "sale"\n', ":3:1", "expected a list of strings", ""),
    ('language = "en"\n[subject]\noffer = ["sale",\n  "***"]\n', ":4:3", "no letter", "docs/lexicon.md"),
    ('language = "th"\n[optout]\nleave = ["a*b"]\n', ":3:10", "within a word", "docs/lexicon.md"),
    ('language = "en"\n[address]\nstreet = ["lane*"]\n', ":3:11", "no row of words", "docs/lexicon.md"),
    ('language = "en"\n[prefix]\nreply = ["Re:"]\n', ":3:10", "no prefix", "docs/lexicon.md"),
    ('language = "ja"\n[address]\nstreet = ["x"]\n', ":2:2", "by their form", ""),
    ('language = "en\n', ":1:", "is no TOML", ""),
    ("language = 'en'\nsubject = 3\n", ":2:1", '"subject" must be a table', ""),
]


@pytest.mark.parametrize(("text", "place", "message", "remedy"), MISTAKES)
def test_mistakes_name_their_line(team: Team, text: str, place: str, message: str, remedy: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_config(team.config(text))
    assert f"words-0.toml{place.removeprefix('words-0.toml')}" in caught.value.place
    assert message in caught.value.message
    assert remedy in caught.value.remedy


def test_a_missing_file_is_told_at_the_config_s_line(team: Team) -> None:
    team.message(ENGLISH)
    (team.folder / "mailcheck.toml").write_text('strict = true\nlexicon = [\n  "nowhere.toml",\n]\n')
    done = team.run("check", "--offline")
    assert done.returncode == 2
    assert 'mailcheck.toml:3:3: there is no file "nowhere.toml"' in done.stderr
    assert "relative to the folder of the config" in done.stderr


def test_pyproject_has_the_key_too(team: Team) -> None:
    team.config('language = "en"\n[optout]\nleave = ["unperch"]\n')
    (team.folder / "mailcheck.toml").unlink()
    (team.folder / "pyproject.toml").write_text('[tool.mailcheck]\nlexicon = ["words-0.toml"]\n')
    team.message(f'{ENGLISH}<p><a href="https://acme-birds.com/u">Unperch</a></p>')
    assert [way["text"] for way in team.understood()["opt_outs"]] == ["Unperch"]
