"""Folders of rules, importable under private names of their own: `sys.path` stays as it is."""

from __future__ import annotations

import os
import sys
from importlib import invalidate_caches
from types import ModuleType

PRIVATE = "_mailcheck_rule_dirs"
"""Above all packages of folders: a name that no import statement of anyone else can mean."""


def mount(path: str) -> str:
    """Make the folder at an absolute path importable and return its package's name.

    The name ends with the folder's; what an earlier mount imported is forgotten, so that the files are read afresh.
    """
    parent = f"{PRIVATE}.{os.fsencode(os.path.realpath(path)).hex()}"
    for known in [name for name in sys.modules if name == parent or name.startswith(f"{parent}.")]:
        del sys.modules[known]
    for name, folders in ((PRIVATE, []), (parent, [os.path.dirname(path)])):
        module = sys.modules[name] = ModuleType(name)
        module.__path__ = folders
    invalidate_caches()
    return f"{parent}.{os.path.basename(path)}"


def shown_module(name: str) -> str:
    """A module's name as people know it: without the private packages above a folder."""
    return name.split(".", 2)[2] if name.startswith(f"{PRIVATE}.") and name.count(".") > 1 else name
