"""The one door: rules, formats and frameworks come in by entry point, the built-in ones too.

Found first, imported only when wanted, and named with its package in every error.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final, TypeVar

from rolevet.definition import Rule
from rolevet.errors import PluginError, UsageError
from rolevet.finding import Report
from rolevet.frameworks import Framework, controlled
from rolevet.text import did_you_mean, plain

RULES: Final = "rolevet.rules"
REPORTS: Final = "rolevet.reports"
FRAMEWORKS: Final = "rolevet.frameworks"
OWN: Final = "rolevet"
"""The package of the built-in ones."""

LoadedT = TypeVar("LoadedT")

Format = Callable[[Report], Iterable[str]]
"""Turns a report into pieces of text, which are written one after the other."""


@dataclass(frozen=True, slots=True, order=True)
class Plugin:
    """An entry point and the distribution package that offers it."""

    name: str
    package: str
    entry: EntryPoint = field(compare=False)


def find(group: str) -> tuple[Plugin, ...]:
    """Every entry point of the group, sorted by name and package; nothing is imported."""
    return tuple(
        sorted(
            Plugin(entry.name, entry.dist.name if entry.dist else "(unnamed)", entry)
            for entry in entry_points(group=group)
        )
    )


def load_rules() -> tuple[Rule, ...]:
    """Every rule of every package, sorted by id; raises PluginError for one that cannot be used.

    A package that is broken ends the run: judging with fewer rules than are installed would say
    "clean" where nobody looked.
    """
    return _all(RULES, Rule, lambda rule: rule.info.id, "rule id")


def load_frameworks() -> tuple[Framework, ...]:
    """Every framework of every package, sorted by name; raises PluginError as `load_rules` does.

    Reading them takes time, so that only those ask for them who tell of controls.
    """
    return _all(FRAMEWORKS, Framework, lambda framework: framework.name, "framework")


def with_controls(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules, each with the controls of every framework that it tests."""
    return controlled(rules, load_frameworks())


def owner_of(rule_id: str) -> str:
    """The package that defines the rule, or nothing if none does."""
    for plugin in find(RULES):
        if any(rule.info.id == rule_id for rule in _load(plugin, partial(_offered, Rule))):
            return plugin.package
    return ""


def find_formats() -> Mapping[str, Plugin]:
    """Every format by name; raises PluginError where two packages offer the same name."""
    plugins = find(REPORTS)
    for name, count in Counter(plugin.name for plugin in plugins).items():
        if count > 1:
            packages = " and ".join(f"'{p.package}'" for p in plugins if p.name == name)
            raise PluginError(
                f"format '{name}' is offered by packages {packages}",
                hint="uninstall one of them",
            )
    return {plugin.name: plugin for plugin in plugins}


def load_format(name: str) -> Format:
    """Raises UsageError for a name that no package offers, PluginError for one that breaks."""
    formats = find_formats()
    if name not in formats:
        raise UsageError(f"there is no format '{plain(name)}'", hint=did_you_mean(name, formats))
    return _load(formats[name], _format_of)


def _load(plugin: Plugin, classify: Callable[[Any], LoadedT]) -> LoadedT:
    try:
        return classify(plugin.entry.load())
    except Exception as cause:
        raise PluginError(
            f"plugin '{plugin.name}' of package '{plugin.package}' cannot be used: "
            f"{type(cause).__name__}: {plain(str(cause))}",
            hint=f"mend the package, or uninstall it: pip uninstall {plugin.package}",
        ) from cause


def _all(
    group: str, kind: type[LoadedT], name_of: Callable[[LoadedT], str], what: str
) -> tuple[LoadedT, ...]:
    """Sorted by name, which no two may share."""
    owners: dict[str, str] = {}
    found: dict[str, LoadedT] = {}
    for plugin in find(group):
        for one in _load(plugin, partial(_offered, kind)):
            name = name_of(one)
            if name in owners:
                raise PluginError(
                    f"{what} {plain(name)} is defined by package '{owners[name]}' "
                    f"and again by package '{plugin.package}'",
                    hint=f"uninstall one of the two, or give one of them another {what}",
                )
            owners[name] = plugin.package
            found[name] = one
    return tuple(found[name] for name in sorted(found))


def _offered(kind: type[LoadedT], loaded: Any) -> tuple[LoadedT, ...]:
    offered = tuple(loaded())
    for one in offered:
        if not isinstance(one, kind):
            raise TypeError(f"it offers {one!r}, which is not a {kind.__name__.lower()}")
    return offered


def _format_of(loaded: Any) -> Format:
    if not callable(loaded):
        raise TypeError(f"it offers {loaded!r}, which is not a function")
    return loaded  # type: ignore[no-any-return] # no more can be known before it is called
