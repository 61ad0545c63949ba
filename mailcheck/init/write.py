"""Where the config goes. One that is there is never touched."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from mailcheck.engine.config_file import OWN, SHARED, find_config
from mailcheck.engine.config_tables import read_config
from mailcheck.engine.refusals import ConfigError, Refusal, shown_path
from mailcheck.init.compose import Answers, compose
from mailcheck.init.survey import Survey


class Planned(NamedTuple):
    """`text` is what is added to `file`, after `before` that stands in it already."""

    file: Path
    text: str
    before: str = ""


def existing_config(folder: str) -> Path | None:
    """The config of the folder itself, None when it has none."""
    found = find_config(folder)
    return found if found is not None and found.parent == Path(os.path.abspath(folder)) else None


def plan_config(folder: str, found: Survey, answers: Answers, *, pyproject: bool = False) -> Planned:
    """What to write for a folder without a config. Raises `Refusal` when it cannot go into the file."""
    if not pyproject:
        return Planned(Path(folder) / OWN, compose(found, answers))
    file = Path(os.path.realpath(Path(folder) / SHARED))
    try:
        before = file.read_bytes().decode()
    except FileNotFoundError:
        raise Refusal("there is no such file", place=shown_path(file), remedy=f"leave out --pyproject: {OWN}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"cannot be read: {error}", place=shown_path(file)) from None
    blank = "" if not before or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
    text = blank + compose(found, answers, "tool.mailcheck")
    return Planned(file, text.replace("\n", "\r\n") if "\r\n" in before else text, before)


def write_config(planned: Planned) -> None:
    """Write the file whole or not at all, once it is sure that mailcheck itself can read it. Raises `Refusal`."""
    folder = planned.file.parent
    try:
        with tempfile.TemporaryDirectory(prefix=".mailcheck-", dir=folder) as near:
            made = Path(near) / planned.file.name
            made.write_bytes((planned.before + planned.text).encode())
            read_config(made)
            if planned.before:
                os.chmod(made, planned.file.stat().st_mode & 0o777)
            os.replace(made, planned.file)
    except ConfigError as error:
        remedy = f"leave out --pyproject: {OWN}"
        raise Refusal(f"takes no table more: {error.message}", place=shown_path(planned.file), remedy=remedy) from None
    except OSError as error:
        raise Refusal(f"cannot be written: {error.strerror}", place=shown_path(planned.file)) from None
