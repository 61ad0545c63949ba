"""Messages judged by several processes: the same answers, whatever becomes of one of them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from commands import run_together, started

from mailcheck.engine import jobs

WritePack = Callable[..., Path]
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
MAIL = (
    "From: Lamps <post@lamps-of-leeds.com>\nTo: reader{number}@example.net\nSubject: Lamps {number}\n"
    "Date: Tue, 24 Nov 2026 10:00:00 +0000\nMessage-ID: <{id}@lamps-of-leeds.com>\n"
    "Content-Type: text/html\n\n<p>Lamps for sale, number {number}</p>\n<p>{more}</p>\n"
)
FIXED = ("--no-config", "--today", "2026-11-24")
HERE = "at=message.mail.root.span(0, 4)"


def write_mails(folder: Path, number: int = 30, more: Callable[[int], str] = str) -> Path:
    """Every fifth bears the Message-ID of the first."""
    folder.mkdir(exist_ok=True)
    for n in range(number):
        text = MAIL.format(number=n, id=n if n % 5 else 0, more=more(n))
        (folder / f"{n:03}.eml").write_text(text, encoding="utf-8")
    return folder


def mailcheck(*arguments: str | Path, cwd: Path, **how: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "mailcheck", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, check=False, timeout=120, **how)


def document(done: subprocess.CompletedProcess[bytes]) -> Any:
    assert done.returncode in (0, 1, 2), done.stderr
    return json.loads(done.stdout)


def is_running(pid: int) -> bool:
    """A process that ended and was not yet asked for is a zombie, and does not run."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def wait_for(happened: Callable[[], object]) -> bool:
    until = time.monotonic() + 60
    while not happened():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.skipif(not CORPUS.is_dir() and "CI" not in os.environ, reason="the corpus of real mail is not there")
def test_the_answers_are_the_same_byte_by_byte(tmp_path: Path) -> None:
    assert CORPUS.is_dir()

    def printed(number: int) -> tuple[int, bytes, bytes, str]:
        html = tmp_path / f"{number}.html"
        done = mailcheck(
            "check", "--offline", *FIXED, "--format", "json", "--output", f"html:{html}", "--jobs", str(number),
            "corpus", cwd=CORPUS.parent,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr, html.read_text(encoding="utf-8")

    alone = printed(1)
    assert len(json.loads(alone[1])["targets"]) > 100
    assert printed(3) == alone


def test_what_is_accepted_once_is_accepted_the_same(tmp_path: Path, write_rule: WritePack) -> None:
    """With a baseline, comments, `allow`, a fault of the config, rules over all messages, crashes, unreadable files."""
    house = write_rule("house_word", body="""
        at = message.html.content.find("Lamps")
        class Word(str):
            pass
        yield rule.finding(Word("a word of its own"), at=message.html.span(at, at + 5))
        if b"number 7" in message.mail.raw:
            raise ZeroDivisionError("midway")
    """)  # fmt: skip
    ignored = "<!-- mailcheck: ignore-file[house-word] because it was agreed -->"
    mails = write_mails(tmp_path / "mail", more=lambda n: ignored if n % 4 == 0 else str(n))
    (tmp_path / "mailcheck.toml").write_text(
        f"rule_dirs = ['{house}']\ncontext = {{ class = 'commercial', optout_sla_hours = 999 }}\n"
        "allow = [{ rule = 'house-word', target = 'mail/00*', reason = 'a test' },"
        " { rule = 'house-word', target = 'mail/000.eml', reason = 'is never needed' }]\n"
    )
    known = ("mail/013.eml", "mail/014.eml")
    assert mailcheck("baseline", "--offline", "--jobs", "2", *known, cwd=tmp_path).returncode == 0
    (mails / "011.eml").write_bytes(b"")
    (mails / "012.eml").write_bytes(b"\0\1\2")
    (mails / "notes.xyz").write_text("nothing")
    command = ("check", "--offline", "--today", "2026-11-24", "--format", "json", "mail", "mail/013.eml")
    alone = mailcheck(*command, "--jobs", "1", cwd=tmp_path)
    found = document(alone)
    assert alone.returncode == 2
    assert {"midway" in crash["error"] for crash in found["crashes"]} == {True}
    assert found["suppressed"]
    assert [aside["rule"] for aside in found["baselined"]].count("optout-latency") == 1
    assert "message-id-reused" in {f["rule"] for f in found["findings"]}
    assert mailcheck(*command, "--jobs", "3", cwd=tmp_path).stdout == alone.stdout
    (tmp_path / "mailcheck.toml").write_text(f"jobs = 3\n{(tmp_path / 'mailcheck.toml').read_text()}")
    assert len(document(mailcheck(*command, cwd=tmp_path))["crashes"]) == len(found["crashes"])


def test_mailboxes_and_standard_input(tmp_path: Path) -> None:
    mails = [MAIL.format(number=n, id=n, more=">From here" if n % 2 else "") for n in range(30)]
    box = "".join(f"From - Mon Mar  8 09:00:00 2027\n{mail}\n" for mail in mails)
    (tmp_path / "a.mbox").write_text(box)
    for path in ("a.mbox", "-"):
        command = ("check", "--offline", *FIXED, "--format", "json", path)
        alone, together = (
            mailcheck(*command, "--jobs", number, cwd=tmp_path, input=box.encode()) for number in ("1", "2")
        )
        assert len(document(alone)["targets"]) == 30
        assert together.stdout == alone.stdout


def test_signatures_and_domains_are_looked_up_by_one(tmp_path: Path) -> None:
    write_mails(tmp_path / "mail", 12)
    for path in (tmp_path / "mail").iterdir():
        signed = "DKIM-Signature: v=1; a=rsa-sha256; d=lamps-of-leeds.com; s=k1; h=from; bh=aGk=; b=aGk=\n"
        path.write_text(signed + path.read_text())
    (tmp_path / "x.zone").write_text(
        '; mailcheck DNS recording 1\nlamps-of-leeds.com. 300 IN TXT "v=spf1 +all"\n'
        ";! nxdomain k1._domainkey.lamps-of-leeds.com. TXT\n"
    )
    command = ("check", "--dns-replay", "x.zone", *FIXED, "--format", "json", "mail")
    alone, together = (
        mailcheck(*command, "--output", f"evidence:{number}.json", "--jobs", number, cwd=tmp_path)
        for number in ("1", "2")
    )
    found = document(alone)
    assert len([f for f in found["findings"] if f["rule"] == "dkim-invalid"]) == 12
    assert len(found["targets"]) == 13
    assert together.stdout == alone.stdout
    ones, others = (json.loads((tmp_path / f"{number}.json").read_text()) for number in (1, 2))
    assert ones["messages"] == others["messages"]
    assert len(ones["dns"]["answers"]) == len(others["dns"]["answers"]) > 1


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no way to ask how much memory a process took")
def test_memory_does_not_grow_with_the_mailbox(tmp_path: Path, write_rule: WritePack) -> None:
    """Not even while the result of one message is waited for."""
    slow = "import time\ntime.sleep(2 if b'number 1<' in message.mail.raw else 0)\nyield from ()"
    house = write_rule(body=slow)
    attached = "--x\nContent-Type: application/octet-stream\n\n" + ("x" * 75 + "\n") * 4_000
    with (tmp_path / "a.mbox").open("w") as box:
        for number in range(300):
            head = MAIL.partition("Content-Type")[0].format(number=number, id=number)
            body = f"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nnumber {number}<\n{attached}--x--\n"
            box.write(f"From - Mon Mar  8 09:00:00 2027\n{head}{body}\n")

    def peak(number: int) -> int:
        """Bytes of the process that was started, not of those that it starts."""
        command = ("check", "--offline", *FIXED, "--rules", house, "--select", "odd", "--jobs", number, "a.mbox")
        done = subprocess.run(
            [sys.executable, "-c", PEAK, *map(str, command)], cwd=tmp_path, capture_output=True, check=True, timeout=120
        )
        return int(done.stderr) * 1024

    assert peak(2) < peak(1) + 20_000_000, "bytes; the mailbox has 91 MB"


PEAK = """
import re, sys
from mailcheck.cli import run_command
assert run_command(sys.argv[1:]) == 0
print(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1], file=sys.stderr)
"""


DEADLY = """
import os, signal
if b"number 7<" in message.mail.raw:
    os.kill(os.getpid(), signal.SIGKILL)
if b"number 9<" in message.mail.raw:
    os._exit(3)
yield rule.finding("seen", at=message.mail.root.span(0, 4))
"""


def test_a_process_that_dies_costs_one_message(tmp_path: Path, write_rule: WritePack) -> None:
    write_mails(tmp_path / "mail")
    command = (
        "check",
        "--offline",
        *FIXED,
        "--rules",
        write_rule(body=DEADLY),
        "--select",
        "odd",
        "--jobs",
        "2",
        "mail",
    )
    done = mailcheck(*command, "--format", "json", "--output", "evidence:evidence.json", cwd=tmp_path)
    found = document(done)
    assert (done.returncode, done.stderr) == (2, b"")
    assert {crash["target"]: re.sub(r";.*", "", crash["error"]) for crash in found["crashes"]} == {
        "mail/007.eml": "the process that judged this message was ended by SIGKILL",
        "mail/009.eml": "the process that judged this message ended with code 3",
    }
    assert len(found["findings"]) == 28
    assert len(found["targets"]) == 30
    lost = [outcome for outcome in found["outcomes"] if outcome["target"] == "mail/007.eml"]
    assert [outcome["state"] for outcome in lost] == ["not-evaluated"]
    text = mailcheck(*command, cwd=tmp_path).stdout.decode()
    assert text.count("ended by SIGKILL") == 1
    assert "mail/007.eml" in text
    evidence = json.loads((tmp_path / "evidence.json").read_text(encoding="utf-8"))
    hashes = {path.name: sha256(path.read_bytes()).hexdigest() for path in (tmp_path / "mail").iterdir()}
    assert {Path(read["name"]).name: read["sha256"] for read in evidence["messages"]} == hashes


SLOW = """
import os, pathlib, time
pathlib.Path({folder!r}, str(os.getpid())).touch()
time.sleep({seconds} if b"number 0<" not in message.mail.raw else 0)
yield from ()
"""


@pytest.fixture
def pids(tmp_path: Path) -> Callable[[], set[int]]:
    """The processes in which a slow rule was asked so far."""
    (tmp_path / "pids").mkdir()
    return lambda: {int(path.name) for path in (tmp_path / "pids").iterdir()}


def test_an_interrupt_ends_all_processes_quietly(tmp_path: Path, write_rule: WritePack, pids: Any) -> None:
    house = write_rule(body=SLOW.format(folder=str(tmp_path / "pids"), seconds=100))
    write_mails(tmp_path / "mail")
    process = started(
        "check", "--offline", *FIXED, "--rules", house, "--select", "odd", "--jobs", "3", "--output", "json:out.json",
        "mail", cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    assert wait_for(lambda: len(pids()) == 4)
    os.killpg(process.pid, signal.SIGINT)
    out, error = process.communicate(timeout=30)
    assert (process.returncode, out, error.strip()) == (130, b"", b"interrupted")
    assert not (tmp_path / "out.json").exists()
    assert not any(map(is_running, pids()))


def test_processes_end_when_the_one_that_started_them_is_gone(tmp_path: Path, write_rule: WritePack, pids: Any) -> None:
    house = write_rule(body=SLOW.format(folder=str(tmp_path / "pids"), seconds=1))
    write_mails(tmp_path / "mail")
    process = started(
        "check", "--offline", *FIXED, "--rules", house, "--select", "odd", "--jobs", "3", "mail",
        cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert wait_for(lambda: len(pids()) == 4)
    process.kill()
    assert process.communicate(timeout=60)[1] == b""
    assert wait_for(lambda: not any(map(is_running, pids())))


def test_progress_is_shown(tmp_path: Path, at_terminal: Callable[..., Any]) -> None:
    write_mails(tmp_path / "mail")
    shown, _ = at_terminal("check", "--offline", *FIXED, "--jobs", "2", "mail", moment=0, cwd=tmp_path)
    assert b"100%" in shown


PROBE = """
import sys
from mailcheck.cli import run_command
from mailcheck.engine import jobs
jobs.usable_cpus = lambda: 2
jobs.WORTH_FORKING = float(sys.argv[1])
run_command(["check", "--offline", "--no-config", "--quiet", *sys.argv[2:]])
print(any(name.partition(".")[0] in ("multiprocessing", "concurrent") for name in sys.modules), file=sys.stderr)
"""


def test_processes_are_started_where_it_is_worth_it(tmp_path: Path) -> None:
    write_mails(tmp_path / "few", 5)
    write_mails(tmp_path / "many", 300)

    def starts_processes(*arguments: str, worth: float = jobs.WORTH_FORKING) -> bool:
        done = subprocess.run(
            [sys.executable, "-c", PROBE, str(worth), *arguments],
            cwd=tmp_path, capture_output=True, check=True, timeout=120,
        )  # fmt: skip
        return done.stderr.decode().strip() == "True"

    assert not starts_processes("few")
    assert not starts_processes("few", "--jobs", "1")
    assert not starts_processes("few/001.eml", "--jobs", "4")
    assert starts_processes("few", "--jobs", "4")
    assert starts_processes("many", worth=0.01)
    assert not starts_processes("many", "--jobs", "1", worth=0.01)


@pytest.mark.parametrize(
    ("granted", "number"), [("max 100000", 8), ("200000 100000", 2), ("250000 100000", 3), ("1000 100000", 1), ("", 8)]
)
def test_cpus_are_those_that_this_process_may_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, granted: str, number: int
) -> None:
    (tmp_path / "cpu.max").write_text(granted)
    monkeypatch.setattr(jobs, "QUOTA", str(tmp_path / "cpu.max"))
    monkeypatch.setattr(os, "process_cpu_count", lambda: 8, raising=False)
    assert jobs.usable_cpus() == number


@pytest.mark.parametrize("number", ["0", "-1", "many", "2.5", "²"])
def test_what_is_no_number_of_processes_is_refused(tmp_path: Path, number: str) -> None:
    code, text = run_together("check", "--offline", "--no-config", f"--jobs={number}", tmp_path)
    assert code == 2
    assert "--jobs" in text
    assert "auto" in text


SCRIPT = """
import sys, threading, time
from mailcheck import check
from mailcheck.engine.refusals import Refusal

def judged(jobs):
    report = check("mail", rule_dirs=["house"], today=None, jobs=jobs)
    return [(f.rule_id, f.message, f.span.location, f.target) for f in report.findings], list(report.outcomes)

def main():
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
    assert judged(3) == judged(None)
    assert "multiprocessing.popen_spawn_posix" in sys.modules

{call}
"""


def test_where_threads_run_processes_are_started_afresh(tmp_path: Path, write_rule: WritePack) -> None:
    write_mails(tmp_path / "mail")
    write_rule()
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(call="if __name__ == '__main__':\n    main()"))
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (0, b"")
    script.write_text(SCRIPT.format(call="main()"))
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, check=False, timeout=120)
    assert done.returncode == 1
    assert done.stderr.decode().strip().endswith("`if __name__ == '__main__':`")
