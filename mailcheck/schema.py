"""JSON Schemas for editors and for programs that read reports: `mailcheck schema`."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files

from mailcheck.engine.config_schema import config_schema
from mailcheck.engine.packs import Catalogue
from mailcheck.engine.refusals import Refusal, suggestion

SUFFIX = ".schema.json"


def schema_text(name: str, catalogue: Callable[[], Catalogue]) -> str:
    """The schema of a name: that of the config knows all rules of the catalogue, the others are as they ship.

    Raises `Refusal` for a name that has none.
    """
    if name == "config":
        return config_schema_text(catalogue())
    shipped = {file.name.removesuffix(SUFFIX): file for file in files("mailcheck").joinpath("schemas").iterdir()}
    if name not in shipped:
        raise Refusal(f'no schema is called "{name}"', remedy=suggestion(name, shipped))
    return shipped[name].read_text(encoding="utf-8")


def config_schema_text(catalogue: Catalogue) -> str:
    return json.dumps(config_schema(catalogue), ensure_ascii=False, indent=1) + "\n"
