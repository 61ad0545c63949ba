"""Where a run's DNS answers come from: name servers, or a recording of an earlier run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from mailcheck.engine.domains import Lookups
from mailcheck.engine.refusals import Refusal, shown_path
from mailcheck.lookup.answers import Ask
from mailcheck.lookup.system import NameServer, system_name_servers
from mailcheck.lookup.wire import Wire
from mailcheck.lookup.zone import Recorder, ZoneError, read_zone, write_zone


@contextmanager
def lookups(
    *,
    servers: Sequence[str] = (),
    timeout: float = 5.0,
    budget: float = 60.0,
    record: str | None = None,
    replay: str | None = None,
    in_flight: int = 64,
    watch: Callable[[Ask, str], Ask] | None = None,
) -> Iterator[Lookups]:
    """The look-ups of a run.

    `servers`: 'ADDRESS' or 'ADDRESS:PORT' ('[v6]:port'), by default those of the system. `replay` answers from a
    recording instead. `record` saves every answer at the end, also when the run fails. `watch` gets what answers and
    its name in words, and gives what is asked in its place. Raises Refusal for a server or file that cannot be used.
    """
    source, who = _source(servers, timeout, budget, replay)
    source = watch(source, who) if watch is not None else source
    recorder = Recorder(source) if record else None
    with Lookups(recorder or source, in_flight=in_flight, budget=budget) as found:
        try:
            yield found
        finally:
            if recorder is not None and record is not None:
                _save(record, write_zone(recorder.answers.values()))


def _source(servers: Sequence[str], timeout: float, budget: float, replay: str | None) -> tuple[Ask, str]:
    """What answers, and its name in words."""
    if replay:
        return _recording(replay), f"the recording {shown_path(replay)}"
    asked = _servers(servers)
    names = ", ".join(server.address + (f" port {server.port}" if server.port != 53 else "") for server in asked)
    return Wire(asked, timeout=timeout, budget=budget), f"name servers: {names or 'none'}"


def _recording(path: str) -> Ask:
    try:
        with open(path, encoding="utf-8") as file:
            return read_zone(file.read())
    except OSError as error:
        raise Refusal(f"cannot be read: {error.strerror}", place=shown_path(path)) from None
    except UnicodeDecodeError:
        raise Refusal("is no DNS recording: it is not UTF-8", place=shown_path(path)) from None
    except ZoneError as error:
        raise Refusal(
            f"is no DNS recording: {error}",
            place=f"{shown_path(path)}:{error.line}",
            remedy="record it with --dns-record",
        ) from None


def _save(path: str, text: str) -> None:
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise Refusal(f"cannot be written: {error.strerror}", place=shown_path(path)) from None


def _servers(named: Sequence[str]) -> tuple[NameServer, ...]:
    if not named:
        return system_name_servers()
    return tuple(map(_server, named))


def _server(text: str) -> NameServer:
    """'192.0.2.1', '192.0.2.1:5353', '2001:db8::1', '[2001:db8::1]:5353'."""
    from ipaddress import ip_address

    host, port = text, "53"
    if text.startswith("["):
        host, _, rest = text[1:].partition("]")
        port = rest.removeprefix(":") or "53"
    elif text.count(":") == 1:
        host, _, port = text.partition(":")
    try:
        return NameServer(str(ip_address(host)), _port(port))
    except ValueError:
        raise Refusal(
            f"{text!r} is no address of a name server", place="--nameserver", remedy="write ADDRESS or ADDRESS:PORT"
        ) from None


def _port(text: str) -> int:
    port = int(text)
    if not 0 < port < 65536:
        raise ValueError(text)
    return port
