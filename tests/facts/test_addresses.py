"""Postal addresses: the invented cases of tests/addresses, where they stand, and what no input may do."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcheck.facts.postal.addresses import PostalAddress, find_addresses
from mailcheck.source.document import read_document
from mailcheck.source.eml import read_eml
from mailcheck.subjects.context import Context
from mailcheck.subjects.message import Message

FOLDER = Path(__file__).resolve().parent.parent / "addresses"


@dataclass(frozen=True)
class Case:
    id: str
    language: str
    country: str
    html: str
    verdict: str

    def __str__(self) -> str:
        return self.id


def cases(verdict: str) -> list[Case]:
    lines = (FOLDER / f"{verdict}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Case(**json.loads(line)) for line in lines]


def page(html: str, language: str = "en") -> Message:
    text = f'<html lang="{language}"><body>{html}</body></html>'
    return Message(read_document(text.encode(), "a.html", "html"), Context())


def found(case: Case) -> tuple[PostalAddress, ...]:
    return page(case.html, case.language).postal_addresses


def shown(addresses: tuple[PostalAddress, ...]) -> Iterator[PostalAddress]:
    for address in addresses:
        good = address.verdict in ("valid", "template-variable")
        if good and address.role == "sender" and address.seen.verdict != "hidden":
            yield address


@pytest.mark.parametrize("case", cases("valid"), ids=str)
def test_addresses_of_senders(case: Case) -> None:
    addresses = list(shown(found(case)))
    assert addresses, found(case)
    assert addresses[0].country == case.country


def test_at_least_140_countries() -> None:
    assert len({case.country for case in cases("valid")}) >= 140


@pytest.mark.parametrize("case", [*cases("placeholder"), *cases("partial")], ids=str)
def test_what_is_no_full_address(case: Case) -> None:
    addresses = found(case)
    assert not list(shown(addresses))
    assert case.verdict in {address.verdict for address in addresses}


@pytest.mark.parametrize("case", cases("recipient"), ids=str)
def test_addresses_of_readers(case: Case) -> None:
    addresses = found(case)
    assert not list(shown(addresses))
    assert "recipient" in {address.role for address in addresses}


@pytest.mark.parametrize(("to", "role"), [("Mary Ward <m@example.org>", "recipient"), ("m@example.org", "sender")])
def test_an_address_under_the_name_in_the_to_field_is_the_readers(to: str, role: str) -> None:
    head = f"From: Tarn Wools <news@tarn.example>\nTo: {to}\nSubject: Your parcel\nContent-Type: text/plain\n\n"
    mail = read_eml(f"{head}It leaves today.\n\nMary Ward\n4 Kiln Road\nLeeds LS6 2AB\n".encode(), "a.eml")
    assert [address.role for address in Message(mail, Context()).postal_addresses] == [role]


@pytest.mark.parametrize("case", cases("none"), ids=str)
def test_what_is_no_address_of_the_sender(case: Case) -> None:
    assert not list(shown(found(case)))


@pytest.mark.parametrize("case", cases("template"), ids=str)
def test_merge_tags(case: Case) -> None:
    assert [address.verdict for address in shown(found(case))][:1] == ["template-variable"]


@pytest.mark.parametrize("case", cases("hidden"), ids=str)
def test_hidden_addresses(case: Case) -> None:
    assert [address.seen.verdict for address in found(case)] == ["hidden"]


@pytest.mark.parametrize(
    ("html", "form"),
    [
        ("14 Wall Street, New York, NY 10005", "street"),
        ("P.O. Box 1187, Portland, OR 97207", "po-box"),
        ("Postfach 10 20 30, 48149 Münster", "po-box"),
        ("455 Cedar Ct PMB 210, Reno NV 89501", "pmb"),
        ("RR 2 Box 117, Chelsea, VT 05038", "rural-route"),
        ("Rose Cottage, Burnham Market, Norfolk PE31 8DH", "named-house"),
    ],
)
def test_forms(html: str, form: str) -> None:
    assert [address.form for address in page(f"<p>{html}</p>").postal_addresses] == [form]


def test_text_and_span_across_cells_and_lines() -> None:
    html = "<table><tr><td>Tin Roof</td></tr><tr><td>1401 N. Western&nbsp;Avenue</td></tr><tr><td>Chicago, IL 60622"
    (address,) = page(f"{html}</td></tr></table>").postal_addresses
    assert address.text == "1401 N. Western Avenue Chicago, IL 60622"
    assert address.span.quote == "1401 N. Western&nbsp;Avenue</td></tr><tr><td>Chicago, IL 60622"


def test_the_text_part_is_read_and_places_are_exact() -> None:
    raw = b"From: a@acme.com\n\nNews.\n\nAcme Inc.\n14 Wall Street\nNew York, NY 10005\nBye: https://acme.com/u\n"
    (address,) = Message(read_eml(raw, "a.eml"), Context()).postal_addresses
    assert address.part == "text"
    assert address.text == "14 Wall Street New York, NY 10005"
    assert address.span.location.line == 6


def test_an_alternative_text_is_text() -> None:
    (address,) = page('<img src="f.png" alt="Pinecone | 9 Elm Avenue | Camden, ME 04843">').postal_addresses
    assert (address.verdict, address.in_image) == ("valid", True)


def test_what_is_missing_is_said() -> None:
    (address,) = page("<p>Juniper Goods, 12 Oak Street, Salem, Oregon, USA</p>").postal_addresses
    assert (address.verdict, address.missing) == ("partial", ("postal code",))


def test_famous_addresses_belong_to_the_famous() -> None:
    body = "1600 Pennsylvania Avenue NW, Washington, DC 20500"
    for sender, verdict in (("news@whitehouse.gov", "valid"), ("news@moonbeam.com", "placeholder")):
        mail = read_eml(f"From: News <{sender}>\n\n{body}\n".encode(), "a.eml")
        assert [a.verdict for a in Message(mail, Context()).postal_addresses] == [verdict]


def test_the_service_s_own_address() -> None:
    body = "675 Ponce de Leon Ave NE, Suite 5000, Atlanta, GA 30308"
    for sender, verdict in (("news@mailchimp.com", "valid"), ("news@moonbeam.com", "placeholder")):
        mail = read_eml(f"From: News <{sender}>\n\n{body}\n".encode(), "a.eml")
        assert [a.verdict for a in Message(mail, Context()).postal_addresses] == [verdict]


PIECES = st.sampled_from(
    [
        "12",
        "Main",
        "St",
        ",",
        "\n",
        "10005",
        "NY",
        "NW1 2DB",
        "ул.",
        "〒150-0002",
        "東京都",
        "路",
        "1号",
        "서울",
        "No:",
        "P.O.",
        "Box",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=30))
def test_any_text_is_read(parts: list[str]) -> None:
    raw = " ".join(parts).encode("utf-8", "replace")
    message = Message(read_document(raw, "a.txt", "text"), Context())
    for address in message.postal_addresses:
        assert address.text
        assert 0 <= address.span.start <= address.span.end <= len(address.span.text.content)


@pytest.mark.parametrize(
    "text",
    [
        "12 Main St, " * 4_000,
        "1 " * 30_000,
        "a" * 60_000 + " 10005",
        "NW1 2DB " * 6_000,
        "東京都渋谷区" * 6_000,
        "서울시 강남구 " * 5_000,
        "{{ address " * 5_000,
        "Your address here\n" * 3_000,
        "1,2;3|4.5:6(7)" * 3_000,
    ],
    ids=lambda text: text[:12],
)
def test_long_texts_take_no_long_time(text: str) -> None:
    message = Message(read_document(text.encode(), "a.txt", "text"), Context())
    runs, images = message.runs, message.images
    start = time.process_time()
    find_addresses(runs, images)
    assert time.process_time() - start < 5


def test_a_line_of_postal_codes_is_read_up_to_a_point() -> None:
    """60 KB, and each code could begin an address with the ones around it."""
    message = Message(read_document(("NW1 2DB, " * 6_700).encode(), "a.txt", "text"), Context())
    runs, images = message.runs, message.images
    start = time.process_time()
    found = find_addresses(runs, images)
    assert time.process_time() - start < 1
    assert found


def test_an_address_after_many_lines_of_codes_is_found() -> None:
    text = "NW1 2DB, " * 500 + "\n" * 3 + "Acme Inc., PO Box 1187, Portland, OR 97207\n"
    message = Message(read_document(text.encode(), "a.txt", "text"), Context())
    assert "PO Box 1187, Portland, OR 97207" in message.postal_addresses[-1].text


def sent(html: str, sender: str = "Lichen Press <post@lichen-press.com>") -> tuple[PostalAddress, ...]:
    """The addresses of a message whose From field names its sender."""
    head = f"From: {sender}\nContent-Type: text/html; charset=utf-8\n\n"
    return Message(read_eml(f"{head}<body>{html}</body>".encode(), "a.eml"), Context()).postal_addresses


@pytest.mark.parametrize(
    "html",
    [
        "<h3>WinterWorld Online - Copenhagen</h3><p>Meet us there.</p>",
        "<p>Coffee, tea, Vienna</p>",
        "<p>&gt; Hometown, VA</p>",
        "<p>Marathons: Boston</p>",
        '<p>&lt;font color="#FF0000"&gt;6.29% Fixed Rate&lt;/font&gt;</p>',
        "<p>Serveur en panne, imprimante lente … Votre entreprise ne peut pas attendre.</p>",
        "<p>Nothing, or everything - your company can choose, as it likes.</p>",
        "<p>Un voucher de 1.500 lei.</p><p>Taxa de curier este de 50 lei, cu cardul.</p>",
    ],
)
def test_what_is_not_worth_being_called_an_address(html: str) -> None:
    assert sent(html) == ()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Lichen Press, Copenhagen</p>", "Copenhagen"),
        ("<p>© Moss &amp; Fern - Copenhagen</p>", "Copenhagen"),
        ("<p>Moss e.V., Leipzig</p>", "Leipzig"),
        ("<p>Moss Sp. z o.o., Gdynia</p>", "Gdynia"),
        ("<p>Made with love in Copenhagen, Denmark</p>", "Copenhagen, Denmark"),
    ],
)
def test_a_town_that_says_where_the_sender_is(html: str, text: str) -> None:
    assert [(address.verdict, address.text) for address in sent(html)] == [("partial", text)]


@pytest.mark.parametrize(
    ("event", "footer"),
    [
        ("The concert takes place on June 6 at 7 pm.", "Honey House Ltd, 5 High Street, Leeds LS1 4AB"),
        ("Concert on June 6, 7 pm. Tickets at the door.", "Lichen Press, 5 High Street, Leeds LS1 4AB"),
        ("Koncert 6. června, vstupenky u dveří.", "Med s.r.o., Dlouhá 5, 110 00 Praha 1"),
        ("Koncertas vyks birželio 6 d., 19 val. Bilietai prie durų.", "UAB Medus, Kauno g. 5, LT-01135 Vilnius"),
    ],
)
def test_a_footer_below_an_event_is_the_sender_s(event: str, footer: str) -> None:
    addresses = sent(f"<p>{event}</p><p>{footer}</p>")
    assert [(address.verdict, address.role) for address in addresses] == [("valid", "sender")]


def test_a_venue_below_an_event_is_not() -> None:
    html = "<p>Concert on June 6, 7 pm. Tickets at the door.</p><p>The Loft, 5 High Street, Leeds LS1 4AB</p>"
    assert [address.role for address in sent(html)] == ["other"]


def test_what_lacks_in_an_address_of_the_reader_is_no_note_to_the_author() -> None:
    assert not page("<p>Address: missing apartment number</p>").postal_addresses
