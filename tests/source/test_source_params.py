"""Parameters of Content-Type and Content-Disposition."""

from __future__ import annotations

import time

import pytest

from mailcheck.source.params import read_params


@pytest.mark.parametrize(
    ("text", "value", "params"),
    [
        ("text/html", "text/html", {}),
        ("Text/HTML; Charset=UTF-8", "text/html", {"charset": "UTF-8"}),
        ('text/plain; charset="utf-8"; format=flowed', "text/plain", {"charset": "utf-8", "format": "flowed"}),
        ("text/plain; charset=us-ascii (plain text)", "text/plain", {"charset": "us-ascii"}),
        ("text/plain charset=utf-8", "text/plain", {"charset": "utf-8"}),
        ("text/html;", "text/html", {}),
        ("text/html;;charset=x", "text/html", {"charset": "x"}),
        ('attachment; filename="a;b \\"c\\".pdf"', "attachment", {"filename": 'a;b "c".pdf'}),
        ("attachment; filename=two words.pdf", "attachment", {"filename": "two words.pdf"}),
        ('attachment; filename="no end; size=3', "attachment", {"filename": "no end", "size": "3"}),
        ("attachment; filename*=utf-8''f%C3%BCr.pdf", "attachment", {"filename": "für.pdf"}),
        ("attachment; filename*=iso-8859-1'de'f%FCr.pdf", "attachment", {"filename": "für.pdf"}),
        ("attachment; filename*0=long; filename*1=name.txt", "attachment", {"filename": "longname.txt"}),
        ("attachment; filename*1*=%BCr.txt; filename*0*=utf-8''f%C3", "attachment", {"filename": "für.txt"}),
        ("attachment; filename*0=a; filename*2=c", "attachment", {"filename": "a"}),
        ("attachment; filename=plain; filename*=utf-8''better", "attachment", {"filename": "better"}),
        ('attachment; filename="=?utf-8?Q?f=C3=BCr?="', "attachment", {"filename": "für"}),
        ("text/plain; charset=a; charset=b", "text/plain", {"charset": "a"}),
        ("", "", {}),
    ],
)
def test_reads_params(text: str, value: str, params: dict[str, str]) -> None:
    assert read_params(text) == (value, params)


@pytest.mark.parametrize("unit", [';a="', ";", "; ", ";a=b", ';a="\\', ";a*0=b", ";a*1=b", "(", " (", "; a ="])
def test_hostile_repetition_is_linear(unit: str) -> None:
    started = time.process_time()
    read_params("text/plain" + unit * (300_000 // len(unit)))
    assert time.process_time() - started < 5
