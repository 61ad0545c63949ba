"""The rules of the group `honest`, and those that three laws add, beyond their examples."""

from __future__ import annotations

import pytest
from asking import ask, said, state

SHOP = (
    "We sell lamps made of recycled glass. A table lamp costs 49 dollars and a floor lamp 119. Order in our online"
    " shop or visit us in Mill Street, where all models can be tried out."
)


def mail(subject: str, body: str = SHOP, sender: str = "Acme <news@acme.com>") -> str:
    head = f"From: {sender}\nTo: Ana Lopez <ana@example.net>\nSubject: {subject}\n"
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n"


def test_receipts_and_letters_are_left_alone() -> None:
    receipt = (
        "Thank you for your order. Order number 5530-118842. Total paid: $66.00. It will be delivered on Thursday."
    )
    judged = ask("fake-reply", mail("Re: lamps", receipt), message_class="transactional")
    assert state(judged) == "not-applicable"


def test_a_heuristic_is_a_milder_finding() -> None:
    judged = ask("false-urgency", mail("Hurry, lamps!"), message_class="commercial")
    assert said(judged) == [
        (
            "info: 'Hurry', but the body names neither an end nor a number that is left;"
            " looked for: a day or an hour at which it ends"
        )
    ]


@pytest.mark.parametrize("rule", ["false-urgency", "subject-body-mismatch", "urgency-alarm", "free-claim"])
def test_a_body_with_nothing_to_compare_is_no_pass(rule: str) -> None:
    judged = ask(rule, mail("Lamps", "Lamps!"), message_class="commercial")
    assert state(judged) == "indeterminate"


def test_no_subject_is_not_evaluated() -> None:
    judged = ask("subject-shouting", "From: a@acme.com\n\nHi\n", message_class="commercial")
    assert state(judged) == "not-evaluated"


def test_a_subject_that_data_writes_is_not_evaluated() -> None:
    judged = ask("fake-reply", mail("{{ subject }}"), message_class="commercial")
    assert state(judged) == "not-evaluated"


def test_states_and_countries_are_switched_on() -> None:
    for rule, code in (
        ("us-wa-subject", "us-wa"),
        ("us-ca-false-header-subject", "us-ca"),
        ("de-subject-disguise", "de"),
    ):
        judged = ask(rule, mail("Re: lamps"), message_class="commercial", jurisdictions=("us",))
        assert state(judged) == "not-applicable"
        judged = ask(rule, mail("Re: lamps"), message_class="commercial", jurisdictions=(code,))
        assert len(judged.findings) == 1


def test_california_lets_the_body_explain() -> None:
    body = f"{SHOP} The second lamp is free when you buy three, on a contract of two years at 12 dollars a month."
    subject = mail("A free lamp for you", body)
    assert ask("us-wa-subject", subject, message_class="commercial", jurisdictions=("us-wa",)).findings
    assert not ask("us-ca-false-header-subject", subject, message_class="commercial", jurisdictions=("us-ca",)).findings


def test_a_finding_points_at_the_words() -> None:
    (finding,) = ask("subject-body-mismatch", mail("Lamps for $19"), message_class="commercial").findings
    assert finding.span.quote == "$19"
    assert finding.span.location.line == 3


def test_encoded_subjects_are_pointed_at_as_a_whole() -> None:
    encoded = mail("=?utf-8?q?R=C3=A9p=3A_lampes?=")
    (finding,) = ask("fake-reply", encoded, message_class="commercial").findings
    assert finding.span.quote.startswith("=?utf-8?q?")


def test_the_readers_name_is_no_senders_name() -> None:
    judged = ask(
        "display-name-content", mail("Lamps", sender="For Ana Lopez <news@acme.com>"), message_class="commercial"
    )
    assert said(judged) == ["warning: the From name holds the reader's own name, 'Ana Lopez'"]
