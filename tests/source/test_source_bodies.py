"""Which parts are the message a reader sees."""

from __future__ import annotations

import pytest

from mailcheck.source.eml import read_eml

Tree = str | tuple[str, list["Tree"]]


def write(tree: Tree, name: str = "b") -> str:
    """'html:x' and 'plain:x' are parts with that text, '!html:x' an attachment; (kind, children) a multipart."""
    if isinstance(tree, str):
        kind, _, text = tree.partition(":")
        disposition = "Content-Disposition: attachment\n" if kind.startswith("!") else ""
        subtype = kind.lstrip("!")
        content_type = subtype if "/" in subtype else f"text/{subtype}"
        return f"Content-Type: {content_type}\nContent-ID: <{text}>\n{disposition}\n{text}"
    kind, children = tree
    inside = "".join(f"--{name}\n{write(child, f'{name}{at}')}\n" for at, child in enumerate(children))
    return f"Content-Type: multipart/{kind}; boundary={name}\n\n{inside}--{name}--\n"


@pytest.mark.parametrize(
    ("tree", "html", "text"),
    [
        ("html:a", "a", None),
        ("plain:a", None, "a"),
        ("!html:a", None, None),
        ("text/csv:a", None, None),
        (("alternative", ["plain:a", "html:b"]), "b", "a"),
        (("alternative", ["html:b", "plain:a"]), "b", "a"),
        (("alternative", ["plain:a", "html:b", "html:c"]), "c", "a"),
        (("alternative", ["plain:a", "html:b", "text/calendar:c"]), "b", "a"),
        (("alternative", ["plain:a", ("related", ["html:b", "image/png:c"])]), "b", "a"),
        (("related", [("alternative", ["plain:a", "html:b"]), "image/png:c"]), "b", "a"),
        (("alternative", ["plain:a", ("mixed", ["html:b", "!plain:c"])]), "b", "a"),
        (("mixed", ["plain:a", "plain:b"]), None, "a"),
        (("mixed", ["html:a", "html:b"]), "a", None),
        (("mixed", ["plain:a", "html:b"]), "b", "a"),
        (("mixed", ["plain:intro", ("alternative", ["plain:a", "html:b"])]), "b", "a"),
        (("mixed", ["!html:x", "!plain:y", ("alternative", ["plain:a", "html:b"])]), "b", "a"),
        (("mixed", ["!plain:y"]), None, None),
        (("signed", [("alternative", ["plain:a", "html:b"]), "application/pgp-signature:s"]), "b", "a"),
        (("report", ["plain:a", "message/delivery-status:s", "text/rfc822-headers:h"]), None, "a"),
        (("mixed", ["plain:a", "message/rfc822:x"]), None, "a"),
    ],
)
def test_bodies(tree: Tree, html: str | None, text: str | None) -> None:
    mail = read_eml(("Subject: s\n" + write(tree)).encode(), "a.eml")
    assert (mail.html.payload.decode() if mail.html else None) == html
    assert (mail.text.payload.decode() if mail.text else None) == text


def test_the_root_of_a_related_comes_first() -> None:
    raw = write(("related", ["html:a", "html:b"])).replace("related;", 'related; start="<b>";', 1)
    mail = read_eml(raw.encode(), "a.eml")
    assert mail.html is not None
    assert mail.html.payload == b"b"


def test_the_body_is_a_node_of_the_tree() -> None:
    mail = read_eml(write(("alternative", ["plain:a", "html:b"])).encode(), "a.eml")
    assert any(part is mail.html for part in mail.part.walk())
    assert any(part is mail.text for part in mail.part.walk())
