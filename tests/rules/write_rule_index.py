"""Write the index of the built-in rules again, after a change to what decides whether one binds:

python tests/rules/write_rule_index.py
"""

from __future__ import annotations

import os
from importlib import import_module

from mailcheck.engine.packs import load_pack
from mailcheck.engine.rule_index import FILE, written_index

PACK = "mailcheck_rules"
FOLDER = import_module(PACK).__path__[0]
INDEX = os.path.join(FOLDER, FILE)


def index_of_today() -> str:
    """What the index must hold: every rule is imported for it, whatever the index of now says."""
    modules = [import_module(rule.module) for rule in load_pack(PACK).rules]
    return written_index([(module.rule, module.__file__ or "") for module in modules], FOLDER)


if __name__ == "__main__":
    text = index_of_today()
    with open(INDEX, "w", encoding="utf-8") as file:
        file.write(text)
