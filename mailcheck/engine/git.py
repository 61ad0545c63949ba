"""Asking git what changed, and what is ignored. Nothing of the repository is run: no hook, no pager, no external diff,
no fsmonitor, no shell."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator

from mailcheck.engine.changes import WHOLE, Changes, Lines
from mailcheck.engine.refusals import Refusal

OPTION = "--diff"
QUIET = (
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "diff.autoRefreshIndex=false"),
    *("-c", "core.quotePath=false", "--no-pager"),
)
"""Nothing is run, and the index is not written; a file that was only touched then comes without lines."""
DIFF = (
    *("diff", "--no-ext-diff", "--no-textconv", "--no-color", "--no-relative", "--find-renames", "--diff-filter=d"),
    *("--ignore-submodules=all", "--src-prefix=a/", "--dst-prefix=b/"),
)
PATCH = (*DIFF, "--patch", "--unified=0", "--inter-hunk-context=0")
LISTED = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
SECONDS = 30.0
"""For git to list the files of a folder."""
HUNK = re.compile(rb"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
ESCAPE = re.compile(rb'\\([0-7]{3}|[abfnrtv"\\])')
ESCAPED = dict(zip(b"abfnrtv", b"\a\b\f\n\r\t\v", strict=True))


def changes_since(revision: str) -> Changes:
    """What changed in the working tree, staged or not, since the revision, or since what it and HEAD come from.

    So what others changed on a branch after this one left it is not counted. Raises `Refusal`.
    """
    top = os.path.realpath(os.fsdecode(_words("rev-parse", "--show-toplevel").removesuffix(b"\n")))
    base = _base(revision, top)
    lines = dict(_changed(base, top))
    tracked = _words("ls-files", "-z", cwd=top).split(b"\0")
    return Changes(revision, frozenset(_path(top, name) for name in tracked if name), lines)


def files_not_ignored(folder: str) -> list[str] | None:
    """Paths from the folder, with forward slashes, of what git knows and of what it does not ignore.

    None where git cannot tell: there is none, the folder is in no repository, or `SECONDS` were not enough.
    """
    try:
        done = _run(*LISTED, cwd=folder, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return [os.fsdecode(name) for name in done.stdout.split(b"\0") if name] if done.returncode == 0 else None


def _base(revision: str, top: str) -> str:
    found = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}", cwd=top)
    if found.returncode:
        raise Refusal(
            f'unknown revision "{revision}"',
            place=OPTION,
            remedy="name one commit, branch or tag; in CI, fetch it first: most check out one commit alone",
        )
    commit = found.stdout.decode().strip()
    common = _git("merge-base", commit, "HEAD", cwd=top)
    return common.stdout.decode().strip() if common.returncode == 0 else commit


def _changed(base: str, top: str) -> Iterator[tuple[str, Lines]]:
    """Every file with other content than then. One that was only moved has none."""
    hunks = {os.fsencode(name): lines for name, lines in read_patch(_words(*PATCH, base, "--", cwd=top))}
    fields = iter(_words(*DIFF, "--numstat", "-z", base, "--", cwd=top).split(b"\0"))
    for field in fields:
        if not field:
            continue
        added, deleted, name = field.split(b"\t", 2)
        if not name:  # moved: the old and the new name follow
            next(fields)
            name = next(fields)
        path = _path(top, name)
        if b"-" in (added, deleted) or os.path.islink(os.path.join(top, os.fsdecode(name))):
            yield path, WHOLE
        elif name in hunks:
            yield path, hunks[name]


def read_patch(patch: bytes) -> Iterator[tuple[str, Lines]]:
    """The new name of every file in a patch without context, with its changed lines."""
    name, inside = "", 0
    stretches: list[tuple[int, int]] = []
    for line in patch.split(b"\n"):
        if inside and line[:1] in b"-+":
            inside -= 1
        elif line.startswith(b"diff --git "):
            if name:
                yield name, Lines(tuple(stretches))
            name, stretches = "", []
        elif line.startswith(b"+++ "):
            name = os.fsdecode(_unquoted(line[4:])).removeprefix("b/")
        elif hunk := HUNK.match(line):
            old, new = (1 if number is None else int(number) for number in hunk.group(1, 3))
            inside = old + new
            if new:
                first = int(hunk[2])
                stretches.append((first, first + new - 1))
    if name:
        yield name, Lines(tuple(stretches))


def _unquoted(name: bytes) -> bytes:
    """A name as git writes it into a patch: quoted when it is odd, with a tab after it when it has spaces."""
    name = name.removesuffix(b"\t")
    if not name.startswith(b'"'):
        return name
    return ESCAPE.sub(lambda match: _character(match[1]), name[1:-1])


def _character(code: bytes) -> bytes:
    return bytes([int(code, 8)]) if len(code) == 3 else bytes([ESCAPED.get(code[0], code[0])])


def _path(top: str, name: bytes) -> str:
    """The real path of what a name in the repository stands for; of a link, what it leads to."""
    path = os.path.join(top, os.path.normpath(os.fsdecode(name)))
    return os.path.realpath(path) if os.path.islink(path) else path


def _words(*arguments: str, cwd: str | None = None) -> bytes:
    done = _git(*arguments, cwd=cwd)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        remedy = f"run in a git checkout, or without {OPTION}"
        if "dubious ownership" in said:  # a container whose user is not the one who checked out
            remedy = "if you trust it: git config --global --add safe.directory FOLDER"
        raise Refusal(f"git cannot tell what changed: {said}", place=OPTION, remedy=remedy)
    return done.stdout


def _git(*arguments: str, cwd: str | None = None) -> subprocess.CompletedProcess[bytes]:
    try:
        return _run(*arguments, cwd=cwd)
    except OSError as error:
        raise Refusal(
            f"git cannot be run: {error.strerror}", place=OPTION, remedy=f"install git, or run without {OPTION}"
        ) from None


def _run(*arguments: str, cwd: str | None = None, timeout: float | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["git", *QUIET, *arguments],
        cwd=cwd,
        env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=timeout,
    )
