"""One entry of a rule file, made into a rule."""

import hashlib
import json
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from rolevet.declare.cases import Case, Verdict, read_case
from rolevet.declare.compiled import BadExpression, compiled, compiled_message
from rolevet.declare.expressions import Expression
from rolevet.declare.judging import Declared
from rolevet.declare.named import KINDS, needs_of
from rolevet.definition import Rule, refuse_unfit
from rolevet.finding import Confidence, RuleInfo, Severity, Trouble
from rolevet.marked import Marked
from rolevet.text import did_you_mean, plain

HINT: Final = "see docs/rules-as-data.md, or begin with: rolevet rules new ID"

REQUIRED: Final = ("id", "title", "severity", "kind", "must", "message", "uri", "cases")
OPTIONAL: Final = ("class", "when", "key", "help", "version", "opt_in")

_LABELS: Final = tuple(severity.label for severity in sorted(Severity, reverse=True))
_LONGEST_TITLE: Final = 118
_LONGEST_HELP: Final = 20_000
_WORDS: Final = frozenset(string.ascii_lowercase + string.digits)

MadeT = TypeVar("MadeT")


@dataclass(frozen=True, slots=True)
class Declaration:
    """A rule, and the examples of what it must say."""

    rule: Rule
    cases: tuple[Case, ...]
    entry: Marked


def read_rule(entry: Marked, file: Path) -> Declaration:
    """Raises InputError that says where it is not what it should be, and of which rule."""
    named = entry.value.get("id") if isinstance(entry.value, dict) else None
    if named is None:
        raise entry.wrong("this is not a rule with an id", HINT)
    entry = entry.within(f"rule {plain(named.text(HINT), 64)}")
    fields = _Fields(entry.fields((*REQUIRED, *OPTIONAL), HINT))
    for name in REQUIRED:
        if name not in fields.members:
            raise entry.wrong(f"there is no '{name}'", HINT)
    kind = fields.one_of("kind", tuple(KINDS))
    judge = _judge(fields, kind, file)
    info = _info(fields, kind, judge)
    try:
        refuse_unfit(info)
    except ValueError as error:
        raise entry.wrong(plain(str(error), 300), HINT) from None
    named_fields = (field for one in judge.expressions for field in one.named)
    rule = Rule(info, KINDS[kind], needs_of(KINDS[kind], named_fields), judge)
    return Declaration(rule, _cases(fields, kind), entry)


@dataclass(frozen=True, slots=True)
class _Fields:
    members: Mapping[str, Marked]

    def text(self, name: str, longest: int, default: str = "") -> str:
        if name not in self.members:
            return default
        text = self.members[name].text(HINT).strip()
        if len(text) > longest:
            raise self.members[name].wrong(f"{name} has more than {longest} characters", HINT)
        return text

    def one_of(self, name: str, known: Sequence[str], default: str = "") -> str:
        if name not in self.members:
            return default
        word = self.members[name].text(HINT)
        if word not in known:
            unknown = f"there is no {name} '{plain(word, 40)}'"
            raise self.members[name].wrong(unknown, did_you_mean(word, known))
        return word

    def uri(self) -> str:
        uri = self.text("uri", 2048)
        if not (uri.isascii() and uri.isprintable()) or " " in uri:
            raise self.members["uri"].wrong("uri is not the address of a page", HINT)
        return uri

    def version(self) -> int:
        if "version" not in self.members:
            return 1
        version = self.members["version"].data()
        if type(version) is not int or not 1 <= version <= 9999:
            raise self.members["version"].wrong("version is not a whole number from 1 on", HINT)
        return version

    def compiled(self, name: str, compile_it: Callable[[str], MadeT]) -> MadeT:
        node = self.members[name]
        try:
            return compile_it(node.text(HINT))
        except BadExpression as bad:
            where = f"in {name}, at character {bad.character}: {bad}"
            raise node.wrong(where, "see docs/rules-as-data.md for what can stand there") from None


def _judge(fields: _Fields, kind: str, file: Path) -> Declared:
    def expression(name: str) -> Expression | None:
        if name not in fields.members:
            return None
        return fields.compiled(name, lambda text: compiled(name, text, kind))

    return Declared(
        file=file,
        must=fields.compiled("must", lambda text: compiled("must", text, kind)),
        message=fields.compiled("message", lambda text: compiled_message(text, kind)),
        when=expression("when"),
        key=expression("key"),
    )


def _info(fields: _Fields, kind: str, judge: Declared) -> RuleInfo:
    rule_id = fields.text("id", 64)
    title = plain(" ".join(fields.text("title", _LONGEST_TITLE).split()))
    summary = title if title.endswith(".") else f"{title}."
    definition = {
        "kind": kind,
        **({"when": judge.when.text} if judge.when else {}),
        "must": judge.must.text,
    }
    said = "\n".join(f"    {name}: {' '.join(text.split())}" for name, text in definition.items())
    told = [fields.members[name].value for name in ("message", "key") if name in fields.members]
    text = "\n".join(map(plain, fields.text("help", _LONGEST_HELP).splitlines()))
    return RuleInfo(
        id=rule_id,
        name=_name_of(title) or rule_id.lower(),
        severity=Severity[fields.one_of("severity", _LABELS).upper()],
        confidence=Confidence.HIGH,
        trouble=Trouble(fields.one_of("class", list(Trouble), Trouble.HYGIENE)),
        summary=summary,
        help="\n\n".join(filter(None, (summary, said, text))),
        source=fields.uri(),
        version=fields.version(),
        opt_in=fields.one_of("opt_in", ("true", "false"), "false") == "true",
        digest=_digest([definition, told]),
    )


def _name_of(title: str) -> str:
    """The title in lower case with hyphens."""
    letters = (sign if sign in _WORDS else "-" for sign in title.lower().replace("'", ""))
    return "-".join(filter(None, "".join(letters).split("-")))


def _digest(definition: Any) -> str:
    return "sha256:" + hashlib.sha256(json.dumps(definition).encode()).hexdigest()


def _cases(fields: _Fields, kind: str) -> tuple[Case, ...]:
    node = fields.members["cases"]
    cases = tuple(read_case(entry, kind) for entry in node.items(HINT))
    for verdict in (Verdict.ACCEPTS, Verdict.REJECTS):
        if not any(case.verdict is verdict for case in cases):
            raise node.wrong(
                f"there is no case that the rule {verdict}", "add one: verdict, fields"
            )
    return cases
