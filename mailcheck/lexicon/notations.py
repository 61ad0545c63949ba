"""Where the tags of a template stand, whatever engine or sending service they belong to, and what each puts there.

All notations are read together: mail templates mix them (an application's `{% %}` around the `*|MERGE|*` of a sending
service), and a file name says little. A notation that ordinary text, CSS or code could hold by chance is read only
where something else in the file says that its engine is at work (`_ENGINES`).

Linear in the length of the text: a closing mark is looked for once, and what has no end is no tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from mailcheck.lazy_regex import lazy_regex


class TemplateTag(NamedTuple):
    """A tag at [start, end).

    `shown`: something stands in the mail for it, and not nothing, as for conditions, loops and comments. `draws`: it
    puts in content of another file or block, or is the place for such content.
    """

    start: int
    end: int
    shown: bool
    draws: bool = False


_LONGEST: Final = 8_000
"""Characters of a tag that is no comment and no block of code."""
_QUOTED: Final = 600
"""Characters in which the end of a tag is looked for with respect to its strings."""

_ARGUMENTS: Final = r"\((?:[^()\r\n]|\((?:[^()\r\n]|\([^()\r\n]{0,200}\)){0,200}+\)){0,400}+\)"
_OPENING: Final = r"""
      (?P<curly>\{\{(?:\{\{?)?)                                          # Handlebars, Liquid, Jinja, Go, ...
    | (?P<block>\{%)                                                     # Liquid, Jinja, Django, Twig
    | (?P<note>\{\#(?!\#))                                               # Jinja, Django, Twig
    | (?P<star>\{\*(?=[\s*]))                                            # Smarty, Latte
    | (?P<raw>\{!!)                                                      # Blade
    | (?P<erb><%)                                                        # ERB, EJS, JSP, SendGrid, Adobe Campaign
    | (?P<php><\?(?:php\b|=))
    | (?P<remark><\#--)                                                  # FreeMarker
    | (?P<ftl></?[\#@][A-Za-z])                                          # FreeMarker
    | (?P<amp>%%[\[=])                                                   # AMPscript
    | (?P<word>
        \*\|[A-Za-z0-9_!][^|*<>\r\n]{0,300}\|\*                          # Mailchimp
      | %%[A-Za-z_]\w{0,60}(?:[ .:-][A-Z0-9_]\w{0,60}){0,6}%%            # AMPscript, Acoustic, Pardot
      | \$!?\{\s{0,8}[A-Za-z_("'.@!][^{}\r\n]{0,300}\}                   # FreeMarker, Velocity, Thymeleaf, Zoho
      | \$\[[A-Za-z][^\[\]\r\n]{0,120}\]\$                               # Zoho
      | \[\[\s{0,4}[A-Za-z_$@"{][\w.:@$-]{0,80}
        (?:\s?[|:=({][^\[\]\r\n]{0,160}|\sOR\s[^\[\]\r\n]{0,120})?\s{0,4}\]\]    # Iterable, Mailjet, Thymeleaf
      | \[\(\$\{[^{}\r\n]{1,200}\}\)\]                                   # Thymeleaf
      | \[%[^\[\]]{1,300}%\]                                             # Template Toolkit
      | \[/?[\#@](?:if|else|elseif|list|assign|include|macro|import|noparse|ftl)\b[^\[\]\r\n]{0,300}\]   # FreeMarker
      | \{\$[A-Za-z_][^{}\r\n]{0,200}\}                                  # Smarty, MailerLite
      | \{![A-Za-z$][^{}\r\n]{0,200}\}                                   # Salesforce, AWeber
      | \[[A-Za-z]\w{0,40},\s?fallback=[^\]\r\n]{0,80}\]                 # Campaign Monitor
      | %(?:recipient\.\w{1,40}|[a-z][a-z0-9]{0,30}(?:_[a-z0-9]{1,30}){1,5})%    # Mailgun
      | %(?=[A-F]{0,3}[G-Z])[A-Z][A-Z_]{2,40}%                           # ActiveCampaign, Intuit
      | %7[Bb]%7[Bb][^<>"\s]{1,200}%7[Dd]%7[Dd]                          # tags in an escaped address
      )
"""
_BRACE: Final = r"""
    | (?P<brace>(?<![\w$\\%{])\{[A-Za-z][\w.:-]{1,60}\}(?!\}))           # PrestaShop, Dotdigital
"""
_VELOCITY: Final = rf"""
    | (?P<velocity>
        \#\*.{{0,1000}}?\*\#
      | \#\#[^\r\n]*
      | \#\{{?(?:if|elseif|foreach|set|macro|parse|include|evaluate|define)\}}?\s{{0,4}}{_ARGUMENTS}
      | \#\{{?(?:else|end|stop|break)\b\}}?
      | \$!?[A-Za-z_][\w-]{{0,60}}(?:\.[A-Za-z_]\w{{0,60}}(?:\([^()\r\n]{{0,200}}\))?){{0,9}}
      )
"""
_SMARTY: Final = r"""
    | (?P<smarty>\{/?(?:if|else|elseif|foreach|foreachelse|for|while|section|sectionelse|include|assign|capture|block
        |extends|literal|strip|function|call|nocache|l|t|url|hook|link)\b[^{}\r\n]{0,300}\})
"""
_BLADE: Final = rf"""
    | (?P<blade>@(?:end)?(?:if|elseif|else|unless|isset|empty|foreach|forelse|for|while|switch|case|default|break
        |continue|section|yield|extends|include|includeIf|includeWhen|component|slot|lang|php|push|stack|show|parent|auth
        |guest|csrf|verbatim|class|style|choice|json|inject|once|props)\b(?:\s?{_ARGUMENTS})?)
"""
_ENGINES: Final = (
    (lazy_regex(r"#(?:set|foreach|parse)\s?\(|#if\s?\([^)]{0,200}\$"), _VELOCITY),
    (
        lazy_regex(
            r"\{(?:if|foreach|include|block|extends|l)\s[^{}]{0,80}[$=][^{}]{0,200}\}|\{/(?:if|foreach|block|literal)\}"
        ),
        _SMARTY,
    ),
    (
        lazy_regex(r"@(?:end(?:if|foreach|section|component|slot|unless|isset|php)\b|(?:extends|component|yield)\()"),
        _BLADE,
    ),
)
"""What tells that an engine is at work, and its notations."""

_CLOSING: Final = {"{{": "}}", "{{{": "}}}", "{{{{": "}}}}", "{%": "%}", "{#": "#}", "{*": "*}", "{!!": "!!}",
                   "<%": "%>", "<#--": "-->", "%%[": "]%%", "%%=": "=%%"}  # fmt: skip
_REMARKS: Final = ("{#", "{*", "<#--", "%%[")
_NOTES: Final = (("{{!--", "--}}"), ("{{--", "--}}"), ("{{/*", "*/}}"), ("<%--", "--%>"))
"""Comments that begin like other tags of their engine."""
_QUOTED_END: Final = {
    "{{": lazy_regex(r"""(?:[^"'`}]|"[^"\n]*+"|'[^'\n]*+'|`[^`]*+`|\}(?!\}))*+\}\}"""),
    "{%": lazy_regex(r"""(?:[^"'%]|"[^"\n]*+"|'[^'\n]*+'|%(?!\}))*+%\}"""),
    "<%": lazy_regex(r"""(?:[^"'%]|"[^"\n]*+"|'[^'\n]*+'|%(?!>))*+%>"""),
}
"""The end of a tag, closing marks in strings left out."""
_FTL_END: Final = lazy_regex(
    r"""(?:[^"'()>\r\n]|"[^"\r\n]{0,300}+"|'[^'\r\n]{0,300}+'|\((?:[^()]|\([^()]{0,200}+\)){0,300}+\)){0,400}+>"""
)
_REGION: Final = lazy_regex(r"\{%[-+~]?\s{0,8}(comment|schema|doc|javascript)\b[^%{}]{0,200}%\}")
"""Blocks of which nothing is shown."""
_BLOCK_WORD: Final = lazy_regex(r"\{%[-+~=]?\s{0,80}([A-Za-z_][\w.]*)")
_ENDED: Final = lazy_regex(r"\{%[-+~]?\s{0,8}end_?([A-Za-z_]\w*)")
_SILENT_BLOCKS: Final = frozenset(
    """if elsif elseif elif else unless case when for empty break continue assign capture increment decrement raw
    verbatim set unset macro from import load autoescape filter spaceless with without liquid tablerow ifchanged ifequal
    ifnotequal localize localtime timezone language blocktrans blocktranslate plural pluralize apply do sandbox flush
    cache guard paginate form premailer let call connected_content abort_message catalog_items
    catalog_selection""".split()
)
_CALLING_BLOCKS: Final = frozenset(
    """include embed render use yield partial snippet module component content_block include_relative widget sw_include
    dnd_area dnd_section""".split()
)
_SLOTS: Final = frozenset("extends block section sections layout parent super sw_extends component_block".split())
"""Blocks around content that another file may replace or complete."""

_CURLY_CALLS: Final = lazy_regex(
    r"^(?:>|<\s?\w|(?:include|template|partial|snippet|render(?:_\w+)?|yield)\b(?!\s*[.=])"
    r"|@?(?:content|body|children|main|message|inner|embedded|slot)\b[^{}|]{0,80}(?:\|[^{}]{0,80})?$"
    r"|[^{}<>|\"']{0,60}(?:footer|legal|disclaimer))",
    re.IGNORECASE,
)
_CURLY_SLOTS: Final = lazy_regex(
    r"^(?:#>|[#$<]\s{0,4}(?:include|template|partial|block|slot|layout)\b|block\s)", re.IGNORECASE
)
_CURLY_LOGIC: Final = lazy_regex(
    r"^(?:[!#/^*]|(?:if|else|elseif|elsif|end|range|with|define|each|unless|break|continue|block|for|set|let)\b"
    r"(?![.:(|]|\s*(?:[|=]|$))|(?:else|end)$|\$?\w+(?:\s?,\s?\$\w+)?\s?:?=(?!=))",
    re.IGNORECASE,
)
_WORDS: Final = lazy_regex(
    r"""(?:\{%-?\s{0,8}(?:trans|translate)\s{1,8}|\{\{-?\s{0,8}(?:_|__|t|gettext|trans|translate)\(\s{0,8})
    (?P<quote>["'])(?P<said>(?:(?!(?P=quote))[^{}%\n])*+)(?P=quote)\s{0,8}\)?\s{0,8}-?[%}]\}""",
    re.VERBOSE,
)
"""Words to be translated."""
_KEY: Final = lazy_regex(r"[a-z][\w-]*|\S+[._]\S+|\s*")
"""The name of such words rather than the words."""
_CODE_WORD: Final = lazy_regex(r"[A-Za-z_][\w.-]*")
_CODE_LOGIC: Final = frozenset(
    """if unless else elsif elseif elif end for foreach each while case when switch do begin ensure rescue var let const
    set""".split()
)
_CODE_CALLS: Final = lazy_regex(r"[=\-\s@(]*(?:include|yield|render|partial|content_for|require)", re.IGNORECASE)
_PHP_SHOWS: Final = lazy_regex(r"<\?(?:=|php\s+(?:echo|print)\b)", re.IGNORECASE)
_PHP_CALLS: Final = lazy_regex(
    r"<\?(?:=|php)\s*(?:echo\s+)?(?:include|require|\$?this->(?:render|include|partial|content|section)|do_action|wc_get_)",
    re.IGNORECASE,
)
_MERGE_LOGIC: Final = lazy_regex(
    r"\*\|(?:IF|IFNOT|ELSE|ELSEIF|END|INTERESTED|RSSITEMS|FEEDBLOCK|FEEDITEMS)\b\s*[:|!]", re.IGNORECASE
)
_AMP_CALLS: Final = lazy_regex(r"%%=\s*(?:ContentBlock|ContentArea|TreatAsContent|HTTPGet)", re.IGNORECASE)
_DIRECTIVE_CALLS: Final = lazy_regex(
    r"[#@{\[<]+\{?(?:parse|include|yield|component|hook|import|nested|stack)", re.IGNORECASE
)
_DIRECTIVE_SLOTS: Final = lazy_regex(r"[#@{\[<]+(?:extends|block|section|slot|parent|show)", re.IGNORECASE)
_DIRECTIVE_SHOWS: Final = lazy_regex(r"\$|\{(?:l|t|url|link)\b|@(?:lang|choice|json)\b|<@", re.IGNORECASE)


def template_tags(text: str) -> Iterator[TemplateTag]:
    """The tags of a template, in order, none within another."""
    return _Scan(text).run()


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self._places: dict[str, int] = {}
        self._ended: frozenset[str] | None = None

    def run(self) -> Iterator[TemplateTag]:
        text = self.text
        opening = _pattern("".join([pattern for sign, pattern in _ENGINES if sign.search(text)]))
        place = 0
        while (match := opening.search(text, place)) is not None:
            tag = self._tag(match.lastgroup or "", match.start(), match[0])
            place = match.end() if tag is None else tag.end
            words = _WORDS.match(text, tag.start, tag.end) if tag is not None and match[0] in ("{{", "{%") else None
            if words is not None and words.end() == place and not _KEY.fullmatch(words["said"]):
                yield TemplateTag(words.start(), words.start("said"), False)
                yield TemplateTag(words.end("said"), place, False)
            elif tag is not None:
                yield tag

    def _tag(self, kind: str, start: int, opened: str) -> TemplateTag | None:
        after = start + len(opened)
        if kind in ("brace", "word"):
            return TemplateTag(start, after, *_word_puts(opened))
        if kind in ("velocity", "smarty", "blade"):
            return TemplateTag(start, after, *_directive_puts(opened))
        if kind == "ftl":
            found = _FTL_END.match(self.text, after)
            if found is None:
                return None
            return TemplateTag(start, found.end(), *_directive_puts(self.text[start : found.end()]))
        if kind == "php":
            end = self._find("?>", after) + 2
            end = len(self.text) if end < 2 else end
            return TemplateTag(start, end, *_php_puts(self.text[start : min(end, start + 200)]))
        end = self._note_end(kind, start)
        if end >= 0:
            return TemplateTag(start, end, False)
        end = self._end(opened, after)
        return TemplateTag(start, end, *self._puts(kind, start, end)) if end >= 0 else None

    def _note_end(self, kind: str, start: int) -> int:
        """Where a comment ends that begins like another tag, or a block of which nothing is shown; else -1."""
        if kind in ("curly", "erb"):
            for begins, ends in _NOTES:
                if self.text.startswith(begins, start):
                    end = self._find(ends, start + len(begins))
                    return end + len(ends) if end >= 0 else -1
        region = _REGION.match(self.text, start) if kind == "block" else None
        if region is None:
            return -1
        closing = self._find_end_of(region[1], region.end())
        return self._find("%}", closing) + 2 if closing >= 0 and self._find("%}", closing) >= 0 else -1

    def _end(self, opening: str, place: int) -> int:
        """Where a tag ends; -1 when nothing closes it in reach, or it is none."""
        closing = _CLOSING[opening]
        end = self._find(closing, place)
        if end < 0 and opening == "{{{":  # a brace before a tag
            opening, closing = "{{", "}}"
            end = self._find(closing, place)
        if end < 0 or (end - place > _LONGEST and opening not in _REMARKS):
            return -1
        body = self.text[place : min(end, place + _LONGEST)]
        if not body.strip() or (opening == "{#" and _is_style(body)):
            return -1
        if opening in _QUOTED_END and any(body.count(quote) % 2 for quote in "\"'`"):
            whole = _QUOTED_END[opening].match(self.text, place, place + _QUOTED)
            if whole is not None:
                return whole.end()
        end += len(closing)
        if opening == "{{" and "${" in body and self.text.startswith("}", end):  # Braze: {{${name}}}
            end += 1
        return end

    def _find(self, mark: str, place: int) -> int:
        """The first `mark` at or after `place`, -1 when there is none. Places are asked for in ascending order."""
        known = self._places.get(mark)
        if known is None or 0 <= known < place:
            known = self._places[mark] = self.text.find(mark, place)
        return known

    def _find_end_of(self, block: str, place: int) -> int:
        known = self._places.get(block)
        if known is None or 0 <= known < place:
            found = re.compile(r"\{%[-+~]?\s{0,8}end" + block).search(self.text, place)
            known = self._places[block] = found.start() if found is not None else -1
        return known

    def _puts(self, kind: str, start: int, end: int) -> tuple[bool, bool]:
        """`shown` and `draws` of a tag that begins and ends with marks."""
        written = self.text[start : min(end, start + 400)]
        if kind in ("note", "star", "remark") or written.startswith("%%["):
            return False, False
        if kind == "amp":
            return True, _AMP_CALLS.match(written) is not None
        if kind == "erb":
            return _code_puts(written[2:].removesuffix("%>").strip())
        if kind == "block":
            return self._block_puts(written)
        if kind == "raw" or written.startswith("{{{{"):
            return kind == "raw", False
        return _curly_puts(written.strip("{}").strip("~-+& \t\r\n"))

    def _block_puts(self, written: str) -> tuple[bool, bool]:
        named = _BLOCK_WORD.match(written)
        word = named[1].lower() if named is not None else ""
        if word in _SLOTS:
            return word in ("section", "sections", "parent", "super"), True
        if word in _CALLING_BLOCKS:
            return True, True
        if word.startswith("end") or word in _SILENT_BLOCKS:
            return False, False
        if self._ended is None:
            self._ended = frozenset(name.lower() for name in _ENDED.findall(self.text))
        return word not in self._ended, any(name in word for name in ("footer", "legal", "disclaimer"))


@lru_cache(maxsize=8)
def _pattern(engines: str) -> re.Pattern[str]:
    """Compiled when first needed: most runs never need it."""
    return re.compile(rf"(?=[{{<%*$\[\#@])(?:{_OPENING}{engines}{_BRACE})", re.VERBOSE | re.DOTALL)


def _is_style(body: str) -> bool:
    """Whether `{#...#}` is CSS that lost its spaces rather than a comment."""
    return body[0].isalnum() and ("{" in body or "\n" in body)


def _curly_puts(inner: str) -> tuple[bool, bool]:
    if _CURLY_SLOTS.match(inner):
        return False, True
    if inner[:1] not in ("!", "#", "/", "^", "*", "$") and _CURLY_CALLS.match(inner) and not _CURLY_LOGIC.match(inner):
        return True, True
    return _CURLY_LOGIC.match(inner) is None, inner.startswith(("<", ">"))


def _code_puts(inner: str) -> tuple[bool, bool]:
    if inner.startswith(("#", "!")):
        return False, False
    if _CODE_CALLS.match(inner):
        return True, True
    named = _CODE_WORD.match(inner.lstrip("=- "))
    word = named[0].lower() if named is not None else ""
    if inner.startswith("="):
        return True, any(name in word for name in ("footer", "legal", "disclaimer"))
    if word in _CODE_LOGIC or not word:
        return False, False
    return inner.startswith("-") or (named is not None and named.end() == len(inner)), False


def _php_puts(written: str) -> tuple[bool, bool]:
    draws = _PHP_CALLS.match(written) is not None
    return draws or _PHP_SHOWS.match(written) is not None, draws


def _word_puts(written: str) -> tuple[bool, bool]:
    if written.startswith("*|"):
        return _MERGE_LOGIC.match(written) is None, "footer" in written.lower()
    if written.startswith("[%"):
        return _curly_puts(written[2:-2].strip("-+ \t\r\n").lower())
    return _directive_puts(written) if written.startswith(("[#", "[/", "[@")) else (True, False)


def _directive_puts(written: str) -> tuple[bool, bool]:
    if _DIRECTIVE_CALLS.match(written):
        return True, True
    if _DIRECTIVE_SLOTS.match(written):
        return False, True
    shown = _DIRECTIVE_SHOWS.match(written) is not None
    return shown, written.startswith("<@")
