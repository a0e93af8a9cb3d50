"""Rule files and folders of them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path
from typing import Final

from rolevet.declare.rules import HINT, Declaration, read_rule
from rolevet.definition import Rule
from rolevet.errors import InputError
from rolevet.marked import parsed
from rolevet.plugins import OWN, owner_of
from rolevet.text import plain

MAX_BYTES: Final = 1024 * 1024
_SUFFIXES: Final = (".yaml", ".yml")


def declared_rules(path: Path) -> tuple[Rule, ...]:
    """Those of a YAML file, or of every *.yaml and *.yml in a folder; raises InputError."""
    return tuple(declaration.rule for declaration in declarations([path]))


def with_files(rules: Sequence[Rule], paths: Iterable[Path]) -> tuple[Rule, ...]:
    """The rules and those that the files declare, sorted by id; raises InputError, for an id too
    that is not theirs to give."""
    declared = declarations(paths)
    refuse_taken(declared, rules)
    own = (declaration.rule for declaration in declared)
    return tuple(sorted((*rules, *own), key=lambda rule: rule.info.id))


def refuse_taken(declared: Iterable[Declaration], rules: Sequence[Rule]) -> None:
    """Raises InputError for an id that one of the rules has, or that begins as only rolevet's own
    may: a later rolevet would take it."""
    ids = {rule.info.id for rule in rules}
    families = {_family(rule_id): rule_id for rule_id in ids}
    for one in declared:
        rule_id = one.rule.info.id
        if rule_id in ids:
            owner = owner_of(rule_id)
            said = f"package '{owner}' defines this id already"
            raise one.entry.wrong(said, "give the rule another id")
        like = families.get(_family(rule_id))
        if like and owner_of(like) == OWN:
            said = f"ids that begin with {_family(rule_id)} are rolevet's own"
            raise one.entry.wrong(said, "begin it with a word of your own, such as ACME")


def declarations(paths: Iterable[Path]) -> tuple[Declaration, ...]:
    """In their order, from each file once; raises InputError for what cannot be read, and for an id
    that stands there twice."""
    found: dict[str, Declaration] = {}
    files = {file.resolve(): file for path in paths for file in _files(path)}
    for file in files.values():
        for declaration in _read(file):
            rule_id = declaration.rule.info.id
            if rule_id in found:
                place = found[rule_id].entry.place
                raise declaration.entry.wrong(
                    f"{place} defines this id already", "give one of the rules another id"
                )
            found[rule_id] = declaration
    return tuple(found.values())


def _family(rule_id: str) -> str:
    return "".join(takewhile(str.isalpha, rule_id))


def _files(path: Path) -> Iterator[Path]:
    name = plain(str(path))
    try:
        if not path.exists():
            raise InputError(f"there is no rule file or folder {name}", hint=HINT)
        if not path.is_dir():
            yield path
            return
        found = [one for one in sorted(path.iterdir()) if one.suffix in _SUFFIXES and one.is_file()]
    except OSError as error:
        raise _unreadable(path, error) from error
    if not found:
        raise InputError(f"folder {name} holds no rule file (*.yaml)", hint=HINT)
    yield from found


def _read(file: Path) -> Iterator[Declaration]:
    name = plain(str(file))
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unreadable(file, error) from error
    if len(data) > MAX_BYTES:
        raise InputError(f"{name} holds more than {MAX_BYTES // 1024} KiB", hint="split it")
    document = parsed(data, name)
    members = document.fields(("rules",), HINT)
    if "rules" not in members:
        raise document.wrong("there is no list 'rules'", HINT)
    entries = members["rules"].items(HINT)
    if not entries:
        raise members["rules"].wrong("no rule is listed", HINT)
    yield from (read_rule(entry, file) for entry in entries)


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(
        f"{plain(str(path))} cannot be read: {error.strerror}", hint="name a YAML file of rules"
    )
