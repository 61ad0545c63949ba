"""turbohtml, of which a reading needs the parser alone.

The package loads all that it can do when it is imported, writers of Markdown, finders of articles and of feeds, and
much of the standard library for them: that takes three times as long as to load the parser. So the parser's modules
are loaded without their package. They stand under their own names: who imports turbohtml in the same process, before
or after, has the same classes.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import module_from_spec
from types import ModuleType
from typing import TYPE_CHECKING, Final

_PACKAGE: Final = "turbohtml"
_CORE: Final = f"{_PACKAGE}._html"
_BESIDE: Final = (f"{_PACKAGE}._internal._locations", f"{_PACKAGE}._internal._selectors")
"""What gives the parser its types for places in the source and for faults of selectors."""
_TYPES: Final = frozenset({
    "article", "css_minify", "feed", "js_minify", "links", "locations", "markup", "mutation_record", "render_configs",
    "selector_error", "structured_data", "xpath_string",
})  # fmt: skip
"""Of all types that the package gives the parser we know whether parsing needs them."""


def _parser() -> ModuleType:
    """What turbohtml offers, or of it what parsing needs."""
    if _PACKAGE not in sys.modules and (core := _alone(_CORE)) is not None:
        types = {name.removeprefix("_register_") for name in dir(core) if name.startswith("_register_")}
        if types <= _TYPES and all(_alone(name) is not None for name in _BESIDE):
            return core
    return import_module(_PACKAGE)


def _alone(name: str) -> ModuleType | None:
    """A module, loaded without the packages that it is in. None where there is none of the name."""
    spec = _spec(name)
    if spec is None or spec.loader is None:
        return None
    if name not in sys.modules:
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        sys.modules[name] = module  # not before it is whole: another thread may ask for it
    return sys.modules[name]


def _spec(name: str) -> ModuleSpec | None:
    """Where a module is, found without an import of the packages that it is in."""
    package, _, _ = name.rpartition(".")
    if not package:
        return PathFinder.find_spec(name)
    around = _spec(package)
    return PathFinder.find_spec(name, around.submodule_search_locations) if around is not None else None


if TYPE_CHECKING:
    import turbohtml as turbohtml
else:
    turbohtml = _parser()
