"""`rolevet.toml`, or `[tool.rolevet]` of a pyproject.toml: what a user wants to be judged, and how.

A JSON Schema of it stands beside this module.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from rolevet.arn import is_account
from rolevet.definition import SEVERITY, Rule
from rolevet.errors import UsageError
from rolevet.finding import Overlay, Setting, Severity
from rolevet.inventory import AliasBinding
from rolevet.resources import RoleAlias
from rolevet.selection import Choice, chosen, meant
from rolevet.tables import HINT, Entry
from rolevet.text import plain

NEVER: Final = "never"
_SEVERITIES: Final = tuple(severity.label for severity in sorted(Severity, reverse=True))
FAIL_ON: Final = (*_SEVERITIES, NEVER)

DEFAULT: Final = "default"
COMMAND_LINE: Final = "command line"

_PATTERN_MAX: Final = 256


@dataclass(frozen=True, slots=True)
class Laid:
    """One `[[overlay]]`, as the file has it."""

    accounts: tuple[str, ...]
    aliases: tuple[str, ...]
    ignore: tuple[str, ...]
    settings: Mapping[str, Mapping[str, Setting]]
    """By rule id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What the file and the command line say, and what is so by default."""

    rules: tuple[Rule, ...]
    """All that are installed, as they are configured."""
    file: str = ""
    """Empty where none was read."""
    choice: Choice = field(default_factory=Choice)
    """The file's."""
    asked: Choice = field(default_factory=Choice)
    """The command line's."""
    fail_on: str = Severity.MEDIUM.label
    strict: bool = False
    mandatory: tuple[str, ...] = ()
    """Words for the rules that nobody may waive."""
    require_coverage: tuple[str, ...] = ()
    rule_files: tuple[str, ...] = ()
    """The file's."""
    asked_rule_files: tuple[str, ...] = ()
    """The command line's, which come beside them."""
    overlays: tuple[Laid, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    """Where a value was given, by its key as in `rules.PROF001.severity` or `overlay.0.ignore`."""

    @property
    def chosen(self) -> tuple[Rule, ...]:
        """The rules to judge by; raises UsageError for a word that means none."""
        return chosen(self.rules, (self.choice, self.asked))

    @property
    def unwaivable(self) -> frozenset[str]:
        """Ids of the rules that nobody may waive."""
        return frozenset(name for word in self.mandatory for name in meant(self.rules, word))

    def origin(self, key: str) -> str:
        return self.origins.get(key, DEFAULT)

    @property
    def gate(self) -> Severity | None:
        """The least severity that fails a run; None for "never"."""
        return None if self.fail_on == NEVER else Severity[self.fail_on.upper()]

    def told(self, **values: Any) -> "Config":
        """With what the command line gives; None where it says nothing."""
        given = {name: value for name, value in values.items() if value is not None}
        origins = {name.replace("_", "-"): COMMAND_LINE for name in given}
        return replace(self, **given, origins={**self.origins, **origins})


def rule_files(entry: Entry) -> tuple[Path, ...]:
    """Those that the file names, seen from its folder; raises InputError for what is no list."""
    members = entry.table(_KEYS)
    names = members["rule-files"].texts() if "rule-files" in members else ()
    return tuple(Path(entry.file).parent / name for name in names)


def read(entry: Entry, rules: Sequence[Rule]) -> Config:
    """Raises InputError that says where the file is not what it should be."""
    members = entry.table(_KEYS)
    configured = _configured(members["rules"], rules) if "rules" in members else tuple(rules)
    said = {name: _READERS[name](members[name], configured) for name in _READERS if name in members}
    choice = Choice(said.pop("select", None), said.pop("extend-select", ()), said.pop("ignore", ()))
    tables = members["overlay"].items() if "overlay" in members else ()
    overlays = tuple(_laid(one, configured) for one in tables)
    return Config(
        rules=tuple(_overlaid(rule, configured, overlays) for rule in configured),
        file=entry.file,
        choice=choice,
        overlays=overlays,
        origins=dict(_origins(entry, "")),
        **{name.replace("-", "_"): value for name, value in said.items()},
    )


def _configured(entry: Entry, rules: Sequence[Rule]) -> tuple[Rule, ...]:
    tables = entry.table([rule.info.id for rule in rules])
    return tuple(
        _set(rule, tables[rule.info.id]) if rule.info.id in tables else rule for rule in rules
    )


def _set(rule: Rule, entry: Entry) -> Rule:
    members = entry.table((SEVERITY, *rule.parameters))
    severity = members.pop(SEVERITY, None)
    return rule.configured(
        _settings(rule, members),
        None if severity is None else Severity[severity.one_of(_SEVERITIES).upper()],
    )


def _settings(rule: Rule, members: Mapping[str, Entry]) -> dict[str, Setting]:
    given: dict[str, Setting] = {}
    for name, entry in members.items():
        given[name] = entry.texts() if isinstance(entry.value, tuple) else entry.value
        try:
            rule.check({name: given[name]})
        except ValueError as error:
            raise entry.wrong(
                plain(str(error), 200), f"see: rolevet explain {rule.info.id}"
            ) from error
    return given


def _laid(entry: Entry, rules: Sequence[Rule]) -> Laid:
    members = entry.table(("accounts", "aliases", "ignore", "rules"))
    by_id = {rule.info.id: rule for rule in rules}
    tables = members["rules"].table(by_id) if "rules" in members else {}
    laid = Laid(
        accounts=_accounts(members["accounts"]) if "accounts" in members else (),
        aliases=_patterns(members["aliases"]) if "aliases" in members else (),
        ignore=_words(members["ignore"], rules) if "ignore" in members else (),
        settings={
            name: _settings(by_id[name], one.table(by_id[name].parameters))
            for name, one in tables.items()
        },
    )
    if not laid.accounts and not laid.aliases:
        raise entry.wrong("this overlay says not for what it is", "give it accounts or aliases")
    if not laid.ignore and not any(laid.settings.values()):
        raise entry.wrong("this overlay changes nothing", "give it ignore or [overlay.rules.ID]")
    if laid.aliases:
        _refuse_vain(laid, members, by_id)
    return laid


def _refuse_vain(laid: Laid, members: Mapping[str, Entry], rules: Mapping[str, Rule]) -> None:
    """What names rules that never judge an alias would do nothing; a class or a severity names
    none, and may have others tomorrow."""
    for word in laid.ignore:
        named = () if ":" in word else meant(tuple(rules.values()), word)
        if named and not any(_judges_aliases(rules[name]) for name in named):
            raise members["ignore"].wrong(f"'{word}' means no rule that judges aliases", HINT)
    for name in laid.settings:
        if not _judges_aliases(rules[name]):
            raise members["rules"].value[name].wrong(f"rule {name} does not judge aliases", HINT)


def _judges_aliases(rule: Rule) -> bool:
    return issubclass(RoleAlias, rule.kind) or issubclass(AliasBinding, rule.kind)


def _overlaid(rule: Rule, rules: Sequence[Rule], overlays: Iterable[Laid]) -> Rule:
    found = []
    for laid in overlays:
        ignored = any(rule.info.id in meant(rules, word) for word in laid.ignore)
        settings = tuple(sorted(laid.settings.get(rule.info.id, {}).items()))
        if (ignored or settings) and (not laid.aliases or _judges_aliases(rule)):
            found.append(Overlay(laid.accounts, laid.aliases, ignored, settings))
    return rule.overlaid(found)


def _origins(entry: Entry, prefix: str) -> Iterator[tuple[str, str]]:
    if isinstance(entry.value, dict):
        inner: Iterable[tuple[object, Entry]] = entry.value.items()
    else:
        inner = enumerate(entry.value) if isinstance(entry.value, tuple) else ()
    for name, one in inner:
        yield f"{prefix}{name}", one.place
        yield from _origins(one, f"{prefix}{name}.")


def _words(entry: Entry, rules: Sequence[Rule]) -> tuple[str, ...]:
    words = entry.texts()
    for word in words:
        try:
            meant(rules, word)
        except UsageError as error:
            raise entry.wrong(error.message, error.hint) from error
    return words


def _accounts(entry: Entry) -> tuple[str, ...]:
    accounts = _some(entry)
    for account in accounts:
        if not is_account(account):
            raise entry.wrong(
                f"'{plain(account, 40)}' is not an account id", "an account id has 12 digits"
            )
    return accounts


def _patterns(entry: Entry) -> tuple[str, ...]:
    patterns = _some(entry)
    if any(len(pattern) > _PATTERN_MAX for pattern in patterns):
        raise entry.wrong(f"a pattern has more than {_PATTERN_MAX} characters", "shorten it")
    return patterns


def _some(entry: Entry) -> tuple[str, ...]:
    texts = entry.texts()
    if not texts:
        raise entry.wrong("this list is empty", "leave it out, or name something in it")
    return texts


_READERS: Final[Mapping[str, Callable[[Entry, Sequence[Rule]], Any]]] = {
    "select": _words,
    "extend-select": _words,
    "ignore": _words,
    "fail-on": lambda entry, _: entry.one_of(FAIL_ON),
    "mandatory": _words,
    "strict": lambda entry, _: entry.flag(),
    "require-coverage": lambda entry, _: entry.texts(),
    "rule-files": lambda entry, _: entry.texts(),
}
_KEYS: Final = (*_READERS, "rules", "overlay")
