"""The HTML report in a browser: people of all kinds can use it, and no message that it shows reaches out of it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from commands import run_apart

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
CORPUS = HERE.parents[2] / "shared" / "corpus"
AXE = "axe-core@4.10.3"
UNREACHABLE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
pytestmark = pytest.mark.browser

sys.path.insert(0, str(HERE))
try:
    from chromium import Chromium
finally:
    sys.path.remove(str(HERE))

ZONE = """; mailcheck DNS recording 1
acme.com. 300 IN TXT "v=spf1 +all"
;! nxdomain _dmarc.acme.com. TXT
;! nxdomain _dmarc.com. TXT
;! timeout acme.com. MX 192.0.2.53 did not answer
"""
HOSTILE = """From: "Lamps <b>" <post@lamps-of-leeds.com>
Subject: </title><script src=URL></script> <img src=URL>
Content-Type: text/html; charset=utf-8

<html background="URL"><head><meta http-equiv=refresh content="0;url=URL"><base href="URL/"><title>x</title>
<link rel=stylesheet href="URL"><link rel=prefetch href="URL"><link rel=icon href="URL">
<style>@import url(URL); @import "URL"; @font-face{font-family:f;src:url(URL)} body{font-family:f;background:url(URL)}
p{background:u\\72l(URL)} q{background-image:image-set("URL" 1x)} p::after{content:url(URL)} :root{--x:url(URL)}
li{list-style:var(--x)} @media all{@import "URL";div{background:url(URL)}}
span,[role]{display:none!important;visibility:hidden!important;opacity:0!important;position:absolute!important;
left:-9999px!important;color:transparent!important;font-size:0!important;transform:scale(0)!important}
</style><script src="URL"></script></head>
<body onload="fetch('URL')" background="URL"><script>fetch("URL"); new Image().src="URL"; top.location="URL"</script>
<p>Buy lamps. <img src="URL" srcset="URL 2x" onerror="fetch('URL')"><img src="x" style="background:url(URL)">
<picture><source srcset="URL"><img src="URL"></picture><input type=image src="URL"><video src="URL" poster="URL">
</video><audio src="URL" autoplay></audio><object data="URL"></object><embed src="URL"><iframe src="URL"></iframe>
<table background="URL"><tr><td background="URL">x</table><svg><image href="URL"/><script href="URL"></script></svg>
<form action="URL"><button autofocus formaction="URL">go</button></form><a href="URL" ping="URL">go</a><q>q</q>
<ul><li>l</ul>
</iframe><script>fetch("URL")</script><img src="URL"><div style="background:url('URL')">d</div>
<p><a href="URL/unsubscribe" style="font-size:0">Unsubscribe</a></p></body></html>
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with Chromium(more=[UNREACHABLE]) as running:
        yield running


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Deque's axe-core (MPL 2.0), which is no part of this project."""
    folder = tmp_path_factory.mktemp("npm")
    subprocess.run(
        ["npm", "install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", AXE], check=True
    )
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def trap() -> Iterator[tuple[str, list[str]]]:
    """A web server of this machine: its address, and what was asked of it."""
    asked: list[str] = []

    class Trap(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_HEAD = do_GET  # noqa: N815 - names that the base class looks for

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Trap) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/x", asked
        server.shutdown()


def write_report(path: Path, *arguments: str) -> Path:
    run_apart(*arguments, "--no-config", "--output", f"html:{path}")
    return path


def show(browser: Chromium, path: Path, width: int = 1280) -> tuple[str, str]:
    """The sessions of the page, and of the last frame in it ('' without one), as a reader sees them."""
    session = browser.open()
    browser.send("Page.enable", session)
    browser.send(
        "Emulation.setDeviceMetricsOverride", session, width=width, height=900, deviceScaleFactor=1, mobile=False
    )
    browser.send("Target.setAutoAttach", session, autoAttach=True, waitForDebuggerOnStart=False, flatten=True)
    browser.load(session, path)
    browser.evaluate(session, "new Promise(done => setTimeout(done, 300))")  # whatever would start late
    frames = [e["params"]["sessionId"] for e in browser.events if e["method"] == "Target.attachedToTarget"]
    return session, frames[-1] if frames else ""


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "bad.zone").write_text(ZONE)
    spam = sorted(str(path) for path in (CORPUS / "eml-spam").glob("*.eml"))[:6]
    assert spam, "the corpus of real mail is not here"
    check = ("check", "--offline")
    return {
        "one message": write_report(folder / "one.html", *check, str(EXAMPLES / "bad-newsletter.eml")),
        "clean": write_report(folder / "clean.html", *check, str(EXAMPLES / "good-newsletter.eml")),
        "many": write_report(folder / "many.html", *check, str(EXAMPLES), *spam),
        "domain": write_report(folder / "domain.html", "domain", "acme.com", "--dns-replay", str(folder / "bad.zone")),
    }


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", ["one message", "clean", "many", "domain"])
def test_everybody_can_use_it(browser: Chromium, axe: str, reports: dict[str, Path], name: str, width: int) -> None:
    session, _ = show(browser, reports[name], width)
    browser.evaluate(session, axe)
    run = "axe.run(document, {iframes: false}).then(found => JSON.stringify(found.violations))"
    violations = json.loads(browser.evaluate(session, run))
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations] == []
    assert browser.evaluate(session, "document.documentElement.scrollWidth") == width


def test_the_keyboard_reaches_everything(browser: Chromium, reports: dict[str, Path]) -> None:
    session, _ = show(browser, reports["one message"])
    reached = []
    for _ in range(60):
        for kind in ("rawKeyDown", "keyUp"):
            browser.send("Input.dispatchKeyEvent", session, type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
        reached.append(browser.evaluate(session, "document.activeElement.tagName.toLowerCase()"))
    assert {"a", "input", "iframe", "pre", "summary"} <= set(reached)


def test_no_message_reaches_out(browser: Chromium, trap: tuple[str, list[str]], tmp_path: Path) -> None:
    url, asked = trap
    mail = HOSTILE.replace("URL", url)
    (tmp_path / "a.eml").write_text(mail, encoding="utf-8")
    report = write_report(tmp_path / "a.html", "check", "--offline", "--class", "commercial", str(tmp_path / "a.eml"))
    session, frame = show(browser, report)
    browser.evaluate(frame, "document.querySelectorAll('a, button, img').forEach(one => one.click())")
    browser.evaluate(session, "new Promise(done => setTimeout(done, 300))")
    assert asked == []
    assert browser.evaluate(session, "location.protocol") == "file:"
    assert "Buy lamps." in browser.evaluate(frame, "document.body.textContent")
    (tmp_path / "raw.html").write_text(mail.partition("\n\n")[2], encoding="utf-8")
    browser.send("Page.navigate", browser.open(), url=(tmp_path / "raw.html").as_uri())
    for _ in range(100):
        if len(asked) > 5:
            return
        time.sleep(0.1)
    pytest.fail("not even the message on its own reaches out: the trap does not work")


def test_no_style_of_a_message_reaches_the_marks(browser: Chromium, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(HOSTILE.replace("URL", "https://lamps-of-leeds.com"), encoding="utf-8")
    arguments = ("check", "--offline", "--class", "commercial", "--select", "us", str(tmp_path / "a.eml"))
    _, frame = show(browser, write_report(tmp_path / "a.html", *arguments))
    measure = """JSON.stringify([...document.querySelectorAll('[aria-label^="Finding"]')].map(mark => {
        const box = mark.getBoundingClientRect(), style = getComputedStyle(mark);
        return [box.width >= 20, box.height >= 20, box.left >= 0, style.visibility, style.opacity, style.color];
    }))"""
    marks = json.loads(browser.evaluate(frame, measure))
    assert marks
    assert all(mark == [True, True, True, "visible", "1", "rgb(255, 255, 255)"] for mark in marks), marks


def test_the_window_can_be_narrowed_without_a_script(browser: Chromium, reports: dict[str, Path]) -> None:
    session, _ = show(browser, reports["one message"])
    width = "document.querySelector('iframe').getBoundingClientRect().width"
    wide = browser.evaluate(session, width)
    browser.evaluate(session, "document.querySelector('input.narrow + label').click()")
    assert browser.evaluate(session, width) == 377 < 600 < wide
