"""The copy of a message that reports show: it looks like the message, and nothing in it can act or load."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import Dom, build_dom
from mailcheck.facts.html.nodes import Element, TextNode
from mailcheck.facts.html.views import DESKTOP
from mailcheck.facts.preview.anchors import find_anchors
from mailcheck.facts.preview.harmless import Copy, harmless_copy
from mailcheck.facts.sight.sight import Sight
from mailcheck.source.files import read_paths
from mailcheck.source.mail import Mail
from mailcheck.spans import Text

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
URL = "https://trap.test/x"
ATTACKS = [
    f"<script src={URL}></script><script>fetch('{URL}')</script>",
    f'<img src="{URL}" srcset="{URL} 2x" onerror="alert(1)" alt=picture>',
    f'<meta http-equiv=refresh content="0;url={URL}"><base href="{URL}"><link rel=stylesheet href="{URL}">',
    f'<body background="{URL}" onload="alert(1)"><table background="{URL}"><td background="{URL}">x</table>',
    f'<a href="{URL}" ping="{URL}" target=_top onclick=alert(1)>go</a><a href="javascript:alert(1)">js</a>',
    f'<form action="{URL}"><input name=a autofocus onfocus=alert(1)><button formaction="{URL}">b</button></form>',
    f'<iframe src="{URL}" srcdoc="&lt;script&gt;x&lt;/script&gt;"></iframe><object data="{URL}"><embed src="{URL}">',
    f'<video src="{URL}" poster="{URL}"><source src="{URL}"><track src="{URL}"></video><audio src="{URL}"></audio>',
    f'<svg onload=alert(1)><image href="{URL}"/><use href="{URL}#a"/><script>x</script></svg>',
    f'<svg><style><img src="{URL}"></style></svg><math><mtext><style><img src="{URL}" onerror=x></style>',
    f"<style>@import url({URL}); @import '{URL}'; @font-face{{font-family:f;src:url({URL})}}</style>",
    f"<style>p{{background:url( '{URL}' )}} q{{background:u\\72l({URL})}} b{{background:image-set('{URL}' 1x)}}",
    f"<style>p{{--x:url({URL});background:var(--x)}} a::before{{content:url({URL})}} li{{cursor:url({URL}),auto}}",
    f"<style>@media screen{{@import '{URL}';p{{background:url({URL})}}}} /*</style><img src={URL}>*/</style>",
    f"<p style=\"background:url('{URL}')\">x</p><p style='background:URL({URL})'>y</p><p style=\"x:'&lt;/style&gt;\">z",
    f'<noscript><img src="{URL}"></noscript><template><img src="{URL}"></template><noembed><img src="{URL}"></noembed>',
    f"<xmp><img src={URL}></xmp><listing><b></listing><textarea></textarea><img src={URL}></textarea>",
    f'<plaintext><img src="{URL}" onerror=x>',
    f"<p title='\"><img src={URL}>'>x</p><p class='\"><script>x</script>'>y</p>",
    "</iframe></body></html><script>x</script><title></title><script>x</script>",
    f'<!--[if mso]><v:rect src="{URL}"><![endif]--><!-- --!><img src="{URL}"><!-- <img src="{URL}"> -->',
    f'<frameset onload=x><frame src="{URL}"></frameset>',
    f'<area href="{URL}"><map name=m><area href="{URL}"></map><img usemap="#m" longdesc="{URL}" lowsrc="{URL}">',
    f"<select><option><style></select><img src={URL}></style></select><isindex action={URL}>",
    "<div>" * 3000 + "deep",
    "<style>" + "a{b:" + "(" * 500 + "</style><p>x",
]
LOADING = re.compile(r"url\s*\(|@import|@font-face|image-set|expression", re.IGNORECASE)
ACTIVE = {"script", "iframe", "object", "embed", "link", "base", "frame", "form[action]", "video", "audio", "svg"}


def sight_of(dom: Dom) -> Sight:
    return Sight(dom, Styles(dom, DESKTOP))


def copy_of(source: str, offsets: tuple[int, ...] = (), most: int = 100_000) -> Copy:
    dom = build_dom(Text("a.html", source))
    return harmless_copy(dom, frozenset(find_anchors(dom, offsets, sight_of(dom)).values()), most)


def reaches_out(document: str) -> list[str]:
    """What a browser would run, load or follow in a document, besides the policy that forbids it."""
    dom = build_dom(Text("copy.html", document))
    found = []
    for element in dom.elements:
        if element.tag in ACTIVE:
            found.append(element.tag)
        if element.tag == "meta" and "http-equiv" in element.attrs:
            found += [] if element.attrs["http-equiv"] == "Content-Security-Policy" else ["meta"]
        if element.tag == "style" and LOADING.search(element.text):
            found.append(element.text)
        for name, value in element.attrs.items():
            words = name in ("alt", "title", "class", "id", "placeholder")  # shown, never followed
            if name.startswith("on") or (not words and ("trap.test" in value or "script:" in value)):
                found.append(f"{element.tag} {name}={value}")
            if name == "style" and LOADING.search(value):
                found.append(value)
    return found


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_nothing_in_the_copy_reaches_out(attack: str) -> None:
    copied = copy_of(f"<p>before</p>{attack}<p>after</p>").document
    assert reaches_out(copied) == []
    assert "default-src 'none'" in copied


def test_the_check_itself_sees_what_reaches_out() -> None:
    assert sum(bool(reaches_out(attack)) for attack in ATTACKS) >= 20


def corpus_mails() -> list[Mail]:
    files = sorted(str(path) for kind in ("eml-spam", "eml-newsletter") for path in (CORPUS / kind).glob("*.eml"))
    if not files:
        (pytest.fail if "CI" in os.environ else pytest.skip)("the corpus of real mail is not here")
    return [mail for mail in read_paths(files) if isinstance(mail, Mail) and mail.html is not None]


def test_nothing_of_real_mail_reaches_out() -> None:
    for mail in corpus_mails():
        assert mail.html is not None
        dom = build_dom(mail.html.text)
        document = harmless_copy(dom, frozenset(), 10_000_000).document
        assert reaches_out(document) == [], mail.path
        assert words(build_dom(Text("copy", document))) == words(dom), mail.path


def words(dom: Dom) -> list[str]:
    """What stands in the body to be read: a copy may lose none of it."""
    unread = ("script", "style", "title", "svg", "noembed", "iframe", "template", "head", "map")
    texts = []
    for node in dom.body.walk() if dom.body is not None else ():
        above = (node.parent, *node.parent.ancestors()) if isinstance(node, TextNode) else ()
        if isinstance(node, TextNode) and not any(one.tag in unread or one.foreign for one in above):
            texts += node.data.split()
    return texts


def test_it_looks_like_the_message() -> None:
    copied = copy_of(
        "<style>a:link{color:red} .x>td:first-child{padding:3px}"
        "@media (max-width:600px){.x{width:100%!important}}</style>"
        '<table class=x width=600 bgcolor="#eee" style="border:1px solid red; background:#fff url(a.png) no-repeat">'
        '<tr><td align=center colspan=2 nowrap>A &amp; B &lt;c&gt;<br>\u00e9<a href="https://acme.com/">go</a></table>'
    ).document
    assert "a[data-href]{color:red}" in copied
    assert ".x>td:first-child{padding:3px}" in copied
    assert "@media (max-width:600px){.x{width:100%!important}}" in copied
    assert 'class="x" width="600" bgcolor="#eee" style="border:1px solid red; background:#fff none no-repeat"' in copied
    assert "A &amp; B &lt;c&gt;<br>\u00e9" in copied
    assert '<a data-href="" title="leads to https://acme.com/">go</a>' in copied


def test_pictures_are_boxes_with_their_words() -> None:
    copied = copy_of(
        '<img src="a.png" alt="Winter walks" width=600 height=200><img src=b.png><img src=c.gif alt="">'
    ).document
    assert '<img alt="Winter walks" width="600" height="200">' in copied
    assert '<img alt="picture without a text">' in copied
    assert '<img alt="">' in copied


@pytest.mark.parametrize(
    ("source", "pointed", "expected"),
    [
        ("<p>one <b>two</b></p>", "<b>", "<p>one |<b>two"),
        ("<p>one two</p>", "two", "<p>one |two"),
        ("<p>one two</p>", "<p>", "<p>|one two"),
        ("<p>a &amp; two</p>", "two", "<p>|a &amp; two"),
        ("<table><tr><td>x</td></tr></table>", "<td>", "<td>|x"),
        ("<table><tr><td>x</td></tr></table>", "<tr>", "<td>|x"),
        ("<table><tr><td>x</td></tr></table>", "<table>", "|<table>"),
        ("<p>a<select><option>b</select></p>", "b", "<p>a|<select"),
        ("<p>a<map name=m><area href=x></map></p>", "<area", "<p>a|</p>"),
        ("<p>a<!-- note -->b</p>", "<!--", "<p>a|b"),
        ("<table><tr><!-- note --><td>x</td></tr></table>", "<!--", "|<table>"),
        ("<div>a<div hidden><p>b</p></div></div>", "b", "<div>a|<div hidden"),
        ("<table><tr><td>a</td><td hidden>b</td></tr></table>", "b", "|<table>"),
        ("<p>a<a href=x style='color:#fff'>b</a></p>", "<a", "<p>a|<a"),
        ("<div>a<div style='height:0;overflow:hidden'><p><a href=x>b</a></p></div></div>", "<a", "<div>a|<div style"),
        (f"<div>a<div style=display:none>{'<b>' * 30}b{'</b>' * 30}</div></div>", "b<", "<div>a|<div style"),
    ],
)
def test_a_mark_stands_where_it_is_seen(source: str, pointed: str, expected: str) -> None:
    dom = build_dom(Text("a.html", f"<body>{source}</body>"))
    offset = len("<body>") + source.index(pointed)
    anchors = find_anchors(dom, [offset], sight_of(dom))
    copied = harmless_copy(dom, frozenset(anchors.values()), 10_000)
    place = copied.places[anchors[offset]]
    assert expected in copied.document[:place] + "|" + copied.document[place:]


@pytest.mark.parametrize("source", ["<body>x</body>", "<html><head><style>p{}</style></head><body>x", "x"])
def test_what_is_said_of_the_whole_message_has_no_mark(source: str) -> None:
    dom = build_dom(Text("a.html", source))
    assert not [a for a in find_anchors(dom, [0], sight_of(dom)).values() if isinstance(a.node, Element)]


def test_a_long_message_is_cut_and_says_so() -> None:
    short, long = (
        copy_of("<div><p>few words</p></div>"),
        copy_of("<div>" + "<p>many words</p>" * 2000 + "</div>", most=3000),
    )
    assert short.whole
    assert not long.whole
    assert len(long.document) < 4000
    assert long.document.endswith("</div></body></html>")
    assert not copy_of("<p>" + "word " * 2000, most=3000).whole
