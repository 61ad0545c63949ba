from __future__ import annotations

from publicsuffixlist import PSLFILE, PublicSuffixList

from mailcheck.facts.domain.public_suffix import is_icann_suffix, is_public_suffix, registrable_domain

SHARE = 5
"""One rule in so many is tried: the list has ten thousand."""


def test_it_answers_as_the_whole_list_does() -> None:
    whole = PublicSuffixList(accept_encoded_idn=False)
    registries = PublicSuffixList(accept_encoded_idn=False, only_icann=True)
    with open(PSLFILE, encoding="utf-8") as file:
        rules = [line.split()[0] for line in file if line.strip() and not line.startswith("//")]
    for rule in [*rules[::SHARE], *(rule for rule in rules if rule[0] in "!*")]:
        suffix = rule.lstrip("!").replace("*", "any")
        for name in (suffix, f"own.{suffix}", f"www.own.{suffix}", suffix.partition(".")[2] or suffix):
            assert registrable_domain(name) == (whole.privatesuffix(name) or name)
            assert is_public_suffix(name) is whole.is_public(name)
            assert is_icann_suffix(name) is registries.is_public(name)


def test_names_that_the_list_does_not_know() -> None:
    assert registrable_domain("mail.shop.invalid-top") == "shop.invalid-top"
    assert registrable_domain("localhost") == "localhost"
    assert registrable_domain("") == ""
    assert not is_public_suffix("shop..com")


def test_encoded_names_are_found_in_their_unicode_spelling() -> None:
    assert registrable_domain("www.xn--h1alffa9f.xn--p1ai") == "xn--h1alffa9f.xn--p1ai"
    assert is_public_suffix("xn--p1ai")
    assert is_public_suffix("xn--55qx5d.cn")
