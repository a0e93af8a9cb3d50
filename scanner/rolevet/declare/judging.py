"""The judge of a rule that is data: what the rule's function is to a rule that is code."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from rolevet.declare.expressions import EVERYTHING, Expression, Named
from rolevet.declare.messages import SHOWN, Message, written
from rolevet.declare.named import BINDING, BROKER, SESSION, TRUST
from rolevet.declare.values import View
from rolevet.declare.views import view_of
from rolevet.definition import Hit
from rolevet.finding import Evidence
from rolevet.inventory import Binding, Inventory, Subject
from rolevet.pem import masked
from rolevet.resources import Profile, RoleAlias
from rolevet.unknown import NotApplicable, Undecided


@dataclass(frozen=True, slots=True)
class Declared:
    """It can be pickled, so that a rule from a file needs no file where it judges."""

    file: Path
    """Where it was read."""
    must: Expression
    message: Message
    when: Expression | None = None
    key: Expression | None = None

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """All of them."""
        others = (one for one in (self.when, self.key) if one is not None)
        return (self.must, *others, *self.message.expressions)

    def __call__(self, subject: Subject, inventory: Inventory) -> Iterator[Hit]:
        """What a rule yields, and raises."""
        about, now = view_of(subject), inventory.now
        if self.when is not None and not self.when.holds(about, now):
            raise NotApplicable(f"'{self.when.text}' does not hold")
        if self.must.holds(about, now):
            return
        yield Hit(
            self.message.told(about, now),
            at=_field(subject, self.must.named),
            key=self._key(about, now),
            evidence=dict(_evidence(subject, about, self.must.named)),
        )

    def _key(self, about: View, now: datetime) -> str:
        """One that cannot be told tells nothing apart; what was found stays found."""
        try:
            return "" if self.key is None else written(self.key.value(about, now))
        except (Undecided, NotApplicable):
            return ""


_ROLE_FIELDS: Final = {RoleAlias: "roleArn", Profile: "roleArns"}


def _field(subject: Subject, named: tuple[Named, ...]) -> str:
    """The first field of the resource that the expression names; of a binding, it is the broker's
    that is at fault, or how it names the role."""
    if not isinstance(subject, Binding):
        fields = (field for _, field in named if field != EVERYTHING)
        return next(fields, subject.NAME_FIELD)
    broker = subject.broker
    of_session = {
        "durationSeconds": broker.DURATION_FIELD,
        "managedPolicyArns": "managedPolicyArns",
        "policy": "sessionPolicy",
    }
    for owner, field in named:
        if owner == BROKER and field != EVERYTHING:
            return field
        if owner == SESSION and field in of_session:
            return of_session[field]
    return _ROLE_FIELDS[type(broker)]


def _evidence(
    subject: Subject, about: View, named: tuple[Named, ...]
) -> Iterator[tuple[str, Evidence]]:
    """The values of the fields that the expression names, as far as they are known."""
    for owner, field in named:
        if field == EVERYTHING or (owner == BINDING and field != TRUST):
            continue
        path = (owner, field) if isinstance(subject, Binding) and owner != BINDING else (field,)
        try:
            value: Any = about
            for name in path:
                value = value.field(name)
            kept = _kept(value)
        except (Undecided, NotApplicable):
            continue
        yield field, kept
    # Raises Undecided where it is not known: of such a binding nothing can be said.
    if isinstance(subject, Binding):
        yield "roleArn", subject.role_arn


def _kept(value: Any) -> Evidence:
    """The value if JSON can carry it in few words, or else a hash of it: evidence must tell when
    the facts have changed."""
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, list) and all(isinstance(one, str) for one in value) and len(value) <= 50:
        return tuple(_kept(one) for one in value)
    if isinstance(value, bytes):
        data = value
    else:
        text = written(value)
        if len(text) <= SHOWN and masked(text) == text:
            return text
        data = text.encode("utf-8", "surrogatepass")
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
