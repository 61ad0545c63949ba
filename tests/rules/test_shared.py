"""The pieces that several rules share."""

from __future__ import annotations

import pytest
from mailcheck_rules._shared.freemail import freemail_provider
from mailcheck_rules._shared.tokens import token_bits
from mailcheck_rules._shared.web import belongs, is_placeholder_host


@pytest.mark.parametrize(
    ("domain", "provider"),
    [
        ("gmail.com", "google"),
        ("GoogleMail.com", "google"),
        ("yahoo.co.jp", "yahoo"),
        ("yahoo.com.br", "yahoo"),
        ("hotmail.fr", "microsoft"),
        ("gmx.net", "gmx"),
        ("acme.com", None),
        ("notgmail.com", None),
        ("gmail.com.acme.org", None),
        ("", None),
    ],
)
def test_free_mailboxes(domain: str, provider: str | None) -> None:
    assert freemail_provider(domain) == provider


@pytest.mark.parametrize(
    "host",
    ["", "localhost", "example.com", "www.example.org", "acme.test", "mail.local", "intranet", "127.0.0.1", "10.1.2.3",
     "192.168.0.1", "169.254.1.1", "::1", "[fe80::1]", "fd00::1"],
)  # fmt: skip
def test_hosts_that_nobody_reaches(host: str) -> None:
    assert is_placeholder_host(host)


@pytest.mark.parametrize("host", ["acme.com", "ACME.COM.", "myexample.com", "8.8.8.8", "2606:4700::1111", "bücher.de"])
def test_hosts_that_anybody_reaches(host: str) -> None:
    assert not is_placeholder_host(host)


@pytest.mark.parametrize(
    "uri",
    [
        "https://acme.com/unsubscribe",
        "https://acme.com/newsletter/unsubscribe-me?list=weekly-news",
        "https://acme.com/UnsubscribeFromList?source=email",
        "https://9f86d081884c7d659a2feaa0.acme.com/u",
        "https://acme.com/u?e=ana@home.net",
        "https://acme.com/u?id=1042",
        "https://acme.com/u/k3J9",
        "https://acme.com/u/aaaaaaaaaaaaaaaaaaaaaaaa1",
    ],
)
def test_addresses_without_a_token(uri: str) -> None:
    assert token_bits(uri) < 64


@pytest.mark.parametrize(
    "uri",
    [
        "https://acme.com/u/9f86d081884c7d659a2feaa0",
        "https://acme.com/u/0b54cf40-4f5e-4a3c-9f0e-2b9ff6a3d9a1",
        "https://acme.com/u/Zx81kQ0pT3vLw7",
        "https://acme.com/u?t=mfrggzdfmztwq2lknnwg23tp",
        "https://acme.com/u?u=35fe42a9db&id=0f6e1a2b3c",
    ],
)
def test_addresses_with_a_token(uri: str) -> None:
    assert token_bits(uri) >= 64


def test_domains_below_others() -> None:
    assert belongs("acme.com", ("acme.com",))
    assert belongs("news.acme.com", ("acme.com",))
    assert not belongs("badacme.com", ("acme.com",))
    assert not belongs("com", ("acme.com",))
