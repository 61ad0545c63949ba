"""Text in reading order: blocks, white space, hidden text, places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailcheck.facts.css.styles import Styles
from mailcheck.facts.html.dom import build_dom
from mailcheck.facts.sight.runs import Run, html_runs, preheader, text_runs
from mailcheck.facts.sight.sight import Sight
from mailcheck.spans import Text


def runs_of(html: str) -> tuple[Run, ...]:
    dom = build_dom(Text("mail.html", html))
    return html_runs(dom, Sight(dom, Styles(dom)))


def blocks_of(html: str) -> list[str]:
    """The text of each block: its runs joined without anything between them."""
    found: dict[int, str] = {}
    for run in runs_of(html):
        found[run.block] = found.get(run.block, "") + run.text
    return list(found.values())


def test_inline_markup_stays_in_one_block() -> None:
    html = "<p>To leave,\n   <a href='u'>click <b>here</b></a>  now.</p>"
    assert blocks_of(html) == ["To leave, click here now."]


def test_space_between_elements_is_kept_once() -> None:
    assert blocks_of("<p><b>a</b> <i> b</i>\n<u>c</u></p>") == ["a b c"]
    assert blocks_of("<p><b>a</b><i>b</i></p>") == ["ab"]


def test_paragraphs_cells_and_items_are_blocks() -> None:
    html = "<p>one</p>two<table><tr><td>three</td><td>four</td></tr></table><ul><li>five<li>six</ul>"
    assert blocks_of(html) == ["one", "two", "three", "four", "five", "six"]


def test_style_decides_what_a_block_is() -> None:
    assert blocks_of("<p>a<span style='display:block'>b</span>c</p>") == ["a", "b", "c"]
    assert blocks_of("<div style='display:inline'>a</div><div style='display:inline'>b</div>") == ["ab"]


def test_one_break_stays_in_the_block_and_two_end_it() -> None:
    assert len({run.block for run in runs_of("<p>a<br>b</p>")}) == 1
    assert len({run.block for run in runs_of("<p>a<br> <br>b</p>")}) == 2


def test_text_after_a_break_has_no_space_before_it() -> None:
    assert [run.text for run in runs_of("<p>a <br> b </p>")] == ["a", "b"]


def test_preformatted_text_keeps_its_space() -> None:
    assert [run.text for run in runs_of("<pre>a\n  b</pre>")] == ["a\n  b"]


def test_what_is_no_text_is_left_out() -> None:
    html = "<title>t</title><style>p{}</style><p>a<script>s()</script><!-- c --></p><template>x</template>   "
    assert [run.text for run in runs_of(html)] == ["a"]


def test_hidden_text_is_kept_with_its_reason() -> None:
    hidden, shown = runs_of("<div style='display:none'>Preview</div><p>Hello</p>")
    assert (hidden.seen.verdict, hidden.block, shown.seen.verdict) == ("hidden", 0, "visible")
    assert shown.block > hidden.block


def test_hidden_text_takes_no_space_from_its_neighbours() -> None:
    shown = [run.text for run in runs_of("<p>a<b style='display:none'>x </b> b</p>") if run.seen.verdict != "hidden"]
    assert "".join(shown) == "a b"


def test_case_is_as_written() -> None:
    assert [run.text for run in runs_of("<p style='text-transform:uppercase'>Leave</p>")] == ["Leave"]


def test_a_run_knows_its_place_and_node() -> None:
    html = "<p>\n  Stop &amp; go\n</p>"
    (run,) = runs_of(html)
    assert run.text == "Stop & go"
    assert run.span.quote == "Stop &amp; go"
    assert run.element is not None
    assert run.element.tag == "p"
    assert run.node is not None


def test_preheader_is_the_hidden_text_at_the_start() -> None:
    html = "<div style='display:none'>Half price</div><p>Hello</p><p style='display:none'>Late</p>"
    assert [run.text for run in preheader(runs_of(html))] == ["Half price"]
    assert preheader(runs_of("<p>Hello</p>")) == ()


def test_preheader_of_fillers_alone_is_none() -> None:
    assert preheader(runs_of("<div style='display:none'>&zwnj;&nbsp;&#847;</div><p>Hello</p>")) == ()


def test_text_part_by_lines_and_paragraphs() -> None:
    text = Text("mail.txt", "Hello  you,\r\n\r\n  to leave\r\nwrite to us.\n")
    found = text_runs(text)
    assert [(run.text, run.block) for run in found] == [("Hello  you,", 0), ("to leave", 1), ("write to us.", 1)]
    assert all(run.span.quote == run.text and run.seen.verdict == "not-applicable" for run in found)
    assert text_runs(None) == ()


def test_an_empty_tree_has_no_runs() -> None:
    dom = build_dom(None)
    assert html_runs(dom, Sight(dom, Styles(dom))) == ()


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<br>",
        "<td>",
        "<table>",
        "</table>",
        "a",
        " b ",
        "\n",
        "&nbsp;",
        "&amp;",
        "<li>",
        "<div style='display:none'>",
        "</div>",
        "<pre>",
        "</pre>",
        "<span style='white-space:pre'>",
        "</span>",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_runs_hold_every_word_in_order(html: str) -> None:
    dom = build_dom(Text("mail.html", html))
    found = html_runs(dom, Sight(dom, Styles(dom)))
    words = "".join(node.data for node in (dom.root.walk() if dom.root else ()) if hasattr(node, "exact"))
    assert "".join("".join(run.text for run in found).split()) == "".join(words.split())
    assert [run.block for run in found] == sorted(run.block for run in found)


@given(st.text(alphabet="ab \t\r\n>", max_size=60))
def test_text_runs_are_exact(content: str) -> None:
    for run in text_runs(Text("mail.txt", content)):
        assert content[run.span.start : run.span.end] == run.text
        assert run.text == run.text.strip()
