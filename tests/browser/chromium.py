"""Headless Chromium over its debugging pipe: standard library only, no network, one page at a time."""

from __future__ import annotations

import base64
import json
import os
import shutil
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-lcd-text",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-pipe",
)


def solid_png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A PNG of one colour: what every picture of a mail is answered with."""
    row = b"\x00" + bytes(colour) * width
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(row * height)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


PICTURE = base64.b64encode(solid_png(120, 40, (0, 110, 120))).decode()


class Chromium:
    """A running browser. Commands are answered in order; requests of the page are served from `PICTURE`."""

    def __init__(self, binary: str = "chromium", more: Sequence[str] = ()) -> None:
        """`more`: further flags; the last one of a name counts."""
        self.profile = tempfile.mkdtemp(prefix="mailcheck-browser-")
        to_browser, self.write_end = os.pipe()
        self.read_end, from_browser = os.pipe()
        command = [binary, *FLAGS, *more, f"--user-data-dir={self.profile}", "about:blank"]
        # The browser reads commands from descriptor 3 and answers on 4.
        script = f'exec 3<&{to_browser} 4>&{from_browser}; exec "$@"'
        self.process = subprocess.Popen(
            ["bash", "-c", script, "bash", *command],
            pass_fds=(to_browser, from_browser),
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self.buffer = b""
        self.last = 0
        self.events: list[dict[str, Any]] = []
        self.version = str(self.send("Browser.getVersion")["product"])

    def __enter__(self) -> Chromium:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.send("Browser.close")
        except (OSError, EOFError):
            self.process.kill()
        self.process.wait(timeout=20)
        os.close(self.write_end)
        os.close(self.read_end)
        shutil.rmtree(self.profile, ignore_errors=True)

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self.buffer:
            more = os.read(self.read_end, 1 << 20)
            if not more:
                raise EOFError("the browser went away")
            self.buffer += more
        message, _, self.buffer = self.buffer.partition(b"\0")
        return dict(json.loads(message))

    def _write(self, method: str, params: dict[str, Any], session: str) -> int:
        self.last += 1
        command: dict[str, Any] = {"id": self.last, "method": method, "params": params}
        if session:
            command["sessionId"] = session
        data = json.dumps(command).encode() + b"\0"
        while data:
            data = data[os.write(self.write_end, data) :]
        return self.last

    def _serve(self, event: dict[str, Any]) -> None:
        """Answers a paused request: pictures with `PICTURE`, local documents as they are, nothing else."""
        params, session = event["params"], event["sessionId"]
        request = {"requestId": params["requestId"]}
        if params["request"]["url"].startswith(("file:", "data:", "about:")):
            self._write("Fetch.continueRequest", request, session)
        elif params.get("resourceType") == "Image":
            header = [{"name": "Content-Type", "value": "image/png"}]
            answer = {"responseCode": 200, "responseHeaders": header, "body": PICTURE}
            self._write("Fetch.fulfillRequest", request | answer, session)
        else:
            self._write("Fetch.failRequest", request | {"errorReason": "BlockedByClient"}, session)

    def send(self, method: str, session: str = "", **params: Any) -> dict[str, Any]:
        """The result of one command. Raises RuntimeError with the browser's message when it fails."""
        number = self._write(method, params, session)
        while True:
            message = self._receive()
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error'].get('message')}")
                return dict(message["result"])
            self._event(message)

    def _event(self, message: dict[str, Any]) -> None:
        if message.get("method") == "Fetch.requestPaused":
            self._serve(message)
        elif "method" in message:
            self.events.append(message)

    def wait(self, method: str, session: str) -> None:
        """Until the event has come since the last `forget`."""
        while not any(e["method"] == method and e.get("sessionId") == session for e in self.events):
            self._event(self._receive())

    def open(self) -> str:
        """A new page; its session."""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        return str(self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])

    def evaluate(self, session: str, expression: str) -> Any:
        answer = self.send("Runtime.evaluate", session, expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise RuntimeError(str(details.get("exception", {}).get("description", details.get("text"))))
        return answer["result"].get("value")

    def load(self, session: str, path: Path) -> None:
        self.events.clear()
        self.send("Page.navigate", session, url=path.resolve().as_uri())
        self.wait("Page.loadEventFired", session)

    def screenshot(self, session: str) -> str:
        """The viewport as a base64 PNG."""
        return str(self.send("Page.captureScreenshot", session, format="png")["data"])


def mail_page(browser: Chromium) -> str:
    """A page as a mail reader shows mail: 800 x 600, light, scripts off, pictures served, no network."""
    session = browser.open()
    browser.send("Page.enable", session)
    browser.send("Fetch.enable", session, patterns=[{"urlPattern": "*"}])
    browser.send("Emulation.setScriptExecutionDisabled", session, value=True)
    browser.send(
        "Emulation.setDeviceMetricsOverride", session, width=800, height=600, deviceScaleFactor=1, mobile=False
    )
    browser.send(
        "Emulation.setEmulatedMedia",
        session,
        media="screen",
        features=[{"name": "prefers-color-scheme", "value": "light"}],
    )
    return session
