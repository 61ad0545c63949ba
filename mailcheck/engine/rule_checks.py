"""What a rule file must be, so that a mistake in it is an error and never a rule that silently does nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from inspect import CO_GENERATOR
from types import CodeType, ModuleType
from typing import get_args

from mailcheck.engine.refusals import PackError, shown_path, suggestion
from mailcheck.engine.rule_dirs import shown_module
from mailcheck.engine.typed_values import field_types, known_type
from mailcheck.findings import Confidence, Severity
from mailcheck.rule import CLASSES, NEEDS, STAGES, Bad, Basis, Good, NoOptions, Owner, Rule

KINDS = ("bool", "int", "float", "str", "date", "Literal", "tuple[..., ...] of these", "None beside them")


def refuse_bad_rule(module: ModuleType, name: str, file: str) -> Rule:
    """The rule of a module. Raises `PackError` at the line of the first thing that is wrong with it."""
    rule = getattr(module, "rule", None)
    if not isinstance(rule, Rule):
        raise _error(file, 1, "the file has no rule", "write `rule = Rule(__name__, ...)`, or begin its name with '_'")
    if rule.module != name:
        raise _error(
            file, _line(file, ""), f"the rule calls itself {shown_module(rule.module)!r}", "pass __name__ first"
        )
    for keyword, message, remedy in _faults(rule):
        raise _error(file, _line(file, keyword), message, remedy)
    if not rule.has_check:
        raise _error(file, _line(file, ""), "the rule has no check", "decorate a generator with @rule.message")
    code = getattr(rule.check, "__code__", None)
    if not isinstance(code, CodeType) or not code.co_flags & CO_GENERATOR:
        line = code.co_firstlineno if isinstance(code, CodeType) else 1
        raise _error(file, line, "the check is no generator", "yield findings instead of returning them")
    wanted = 2 if rule.takes_options else 1
    if code.co_argcount != wanted or code.co_kwonlyargcount:
        what = "the subject and its options" if rule.takes_options else "the subject alone"
        raise _error(file, code.co_firstlineno, f"the check must take {what}", "")
    return rule


def _faults(rule: Rule) -> Iterator[tuple[str, str, str]]:
    """Keyword argument, what is wrong with it, remedy."""
    if not rule.doc:
        yield "doc", "the file has no docstring", "say in its first line what is wrong with a message that fails"
    if not rule.title.strip():
        yield "title", "the rule has no title", "give it a few words"
    if not isinstance(rule.severity, Severity):
        yield "severity", f"severity is {rule.severity!r}", "use Severity.INFO, WARNING or ERROR"
    if not isinstance(rule.confidence, Confidence):
        yield "confidence", f"confidence is {rule.confidence!r}", "use Confidence.HEURISTIC, LIKELY or CERTAIN"
    yield from _names("owner", (rule.owner,), get_args(Owner))
    yield from _names("applies_to", rule.applies_to, CLASSES)
    yield from _names("declared", rule.declared, CLASSES)
    yield from _names("stages", rule.stages, STAGES)
    yield from _names("needs", rule.needs, NEEDS)
    yield from _names("cites", tuple(cite.basis for cite in rule.cites), get_args(Basis))
    if rule.severity is Severity.ERROR and not rule.cites:
        yield "severity", "a rule of severity ERROR cites no authority", "add cites=(Citation(...),) or lower it"
    if not any(isinstance(example, Bad) for example in rule.examples):
        yield "examples", "the rule has no Bad example", "add a message in which it finds something"
    if not any(isinstance(example, Good) for example in rule.examples):
        yield "examples", "the rule has no Good example", "add a message in which it finds nothing"
    yield from _options(rule.options)


def _options(options: object) -> Iterator[tuple[str, str, str]]:
    if options is NoOptions:
        return
    if not (isinstance(options, type) and is_dataclass(options)):
        yield "options", "options is no dataclass", "declare `@dataclass(frozen=True) class Options`"
    elif not options.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        yield "options", "the options can be changed", "declare them with @dataclass(frozen=True)"
    else:
        for option in fields(options):
            if option.default is MISSING:
                yield "options", f"option {option.name!r} has no default", "write opt(default, help)"
        for name, kind in field_types(options).items():
            if not known_type(kind):
                yield "options", f"no config can give option {name!r} its value", f"use {', '.join(KINDS)}"
        if all(option.default is not MISSING for option in fields(options)):
            try:
                options()
            except ValueError as error:
                yield "options", f"the defaults do not fit: {error}", "give others"


def _names(keyword: str, given: object, known: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    names = tuple(known)
    if not isinstance(given, tuple):
        yield keyword, f"{keyword} is no tuple", "write it as a tuple; of one name with a comma: ('us',)"
        return
    for name in given:
        if name not in names:
            yield keyword, f"{keyword} has no {name!r}", suggestion(str(name), names)


def _error(file: str, line: int, message: str, remedy: str) -> PackError:
    return PackError(message, place=f"{shown_path(file)}:{line}", remedy=remedy)


def _line(file: str, keyword: str) -> int:
    """The line of a keyword argument of `Rule(...)`, else of the call, else the first."""
    if keyword == "doc":
        return 1
    import ast

    with open(file, encoding="utf-8") as stream:
        tree = ast.parse(stream.read())
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Rule":
            named = [argument.value.lineno for argument in node.keywords if argument.arg == keyword]
            return named[0] if named else node.lineno
    return 1
