"""NSD (authoritative) and Unbound (validating resolver) on loopback, without root, in a folder of the test."""

from __future__ import annotations

import asyncio
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from loopback import closed_port

from mailcheck.lookup.system import NameServer
from mailcheck.lookup.wire import Wire

PATIENCE = 20.0


def path_of(program: str) -> str:
    """Servers live in sbin, which is not on the path of everybody."""
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin:/sbin")
    assert found, f"{program} is not installed"
    return found


@contextmanager
def running(command: list[str], server: NameServer, name: str, log: Path) -> Iterator[NameServer]:
    """The program, from when it answers for `name` until the end."""
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            _await_answer(process, server, name, log)
            yield server
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _await_answer(process: subprocess.Popen[bytes], server: NameServer, name: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        if asyncio.run(Wire([server], timeout=0.5)(name, "SOA")).status == "answered":
            return
        time.sleep(0.1)
    raise AssertionError(f"{process.args!r} does not answer:\n{log.read_text(errors='replace')}")


def sign(folder: Path, zone: str, file: Path) -> str:
    """Sign a zone file in place; the DS record of its key, as a trust anchor."""
    keys = [
        subprocess.run(
            [path_of("ldns-keygen"), "-a", "ECDSAP256SHA256", *flag, zone],
            cwd=folder, check=True, capture_output=True, text=True,
        ).stdout.strip()
        for flag in (["-k"], [])
    ]  # fmt: skip
    subprocess.run([path_of("ldns-signzone"), "-n", file.name, *keys], cwd=folder, check=True, capture_output=True)
    file.with_suffix(file.suffix + ".signed").replace(file)
    return (folder / f"{keys[0]}.ds").read_text(encoding="utf-8").strip()


def nsd(folder: Path, zones: dict[str, Path]) -> AbstractContextManager[NameServer]:
    server = closed_port()
    lines = [
        "server:",
        f"  ip-address: 127.0.0.1@{server.port}",
        f'  username: ""\n  chroot: ""\n  zonesdir: "{folder}"',
        f'  database: ""\n  pidfile: "{folder}/nsd.pid"\n  xfrdfile: "{folder}/xfrd.state"',
        f'  zonelistfile: "{folder}/zone.list"\n  cookie-secret-file: ""\n  server-count: 1',
        "remote-control:\n  control-enable: no",
        *(f'zone:\n  name: "{zone}"\n  zonefile: "{file}"' for zone, file in zones.items()),
    ]
    config = folder / "nsd.conf"
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    first = next(iter(zones))
    return running([path_of("nsd"), "-d", "-c", str(config)], server, first, folder / "nsd.log")


def unbound(
    folder: Path, upstream: dict[str, NameServer], anchors: list[str], *, alive: str
) -> AbstractContextManager[NameServer]:
    """`upstream`: who is authoritative for which zone. `alive`: a zone that answers when all is up."""
    server = closed_port()
    lines = [
        "server:",
        f"  interface: 127.0.0.1@{server.port}\n  port: {server.port}",
        f'  username: ""\n  chroot: ""\n  directory: "{folder}"\n  pidfile: "{folder}/unbound.pid"',
        "  use-syslog: no\n  do-daemonize: no\n  do-ip6: no\n  do-not-query-localhost: no",
        '  module-config: "validator iterator"',
        '  access-control: 127.0.0.0/8 allow\n  num-threads: 1\n  local-zone: "test." nodefault\n  val-log-level: 2',
        *(f'  trust-anchor: "{anchor}"' for anchor in anchors),
        "remote-control:\n  control-enable: no",
        *(f'stub-zone:\n  name: "{zone}"\n  stub-addr: 127.0.0.1@{at.port}' for zone, at in upstream.items()),
    ]
    config = folder / "unbound.conf"
    config.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return running([path_of("unbound"), "-d", "-p", "-c", str(config)], server, alive, folder / "unbound.log")


class LossyPath:
    """Passes datagrams on to a server and its replies back, and loses a share of both. A context manager."""

    def __init__(self, server: NameServer, *, loss: float, seed: int = 1) -> None:
        self.server = server
        self.loss = loss
        self.lost = 0
        self.passed = 0
        self.address = closed_port()
        self._chance = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run)
        self._ready = threading.Event()

    def __enter__(self) -> LossyPath:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *error: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._loop.close()

    def loses(self) -> bool:
        lost = self._chance.random() < self.loss
        self.lost += lost
        self.passed += not lost
        return lost

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        near, _ = await self._loop.create_datagram_endpoint(
            lambda: _Near(self), local_addr=(self.address.address, self.address.port)
        )
        self._ready.set()
        await self._stop.wait()
        near.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)


class _Near(asyncio.DatagramProtocol):
    transport: asyncio.DatagramTransport

    def __init__(self, path: LossyPath) -> None:
        self.path = path
        self.tasks: set[asyncio.Future[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        if not self.path.loses():
            task = asyncio.ensure_future(self._pass_on(data, address))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    async def _pass_on(self, data: bytes, address: tuple[str, int]) -> None:
        reply: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        server = self.path.server
        far, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Far(reply), remote_addr=(server.address, server.port)
        )
        try:
            far.sendto(data)
            async with asyncio.timeout(5):
                answer = await reply
            if not self.path.loses():
                self.transport.sendto(answer, address)
        except TimeoutError:
            return
        finally:
            far.close()


class _Far(asyncio.DatagramProtocol):
    def __init__(self, reply: asyncio.Future[bytes]) -> None:
        self.reply = reply

    def datagram_received(self, data: bytes, address: object) -> None:
        if not self.reply.done():
            self.reply.set_result(data)
