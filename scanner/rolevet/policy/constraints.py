"""What one condition of a trust policy demands of a caller that comes through a broker."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rolevet.policy.answers import NO, YES, Answer, maybe
from rolevet.policy.conditions import Condition, Quantifier
from rolevet.policy.patterns import has_wildcard, overlap
from rolevet.policy.statements import Statement
from rolevet.policy.variables import variables


@dataclass(frozen=True, slots=True)
class Broker:
    """One of the two services that trade a certificate for a role, as a trust policy sees it.

    `always` are the actions that every session needs, `sometimes` those that some need. `source`
    is what aws:SourceArn names, as service and beginning of the resource; `present` the condition
    keys, in lower case, that are in every request.
    """

    principal: str
    always: tuple[str, ...]
    sometimes: tuple[str, ...]
    source: tuple[str, str]
    present: frozenset[str]

    @property
    def actions(self) -> tuple[str, ...]:
        return (*self.always, *self.sometimes)

    def principals(self, partition: str) -> frozenset[str]:
        """Every spelling under which a trust policy of the partition may name the broker."""
        # China's Regions also know services by this suffix; that this one is, nobody has shown.
        other = {f"{self.principal}.cn"} if partition == "aws-cn" else set()
        return frozenset({self.principal, *other})


ROLES_ANYWHERE: Final = Broker(
    principal="rolesanywhere.amazonaws.com",
    always=("sts:AssumeRole", "sts:SetSourceIdentity"),
    sometimes=("sts:TagSession",),
    source=("rolesanywhere", "trust-anchor/"),
    present=frozenset({"aws:sourcearn", "aws:sourceaccount"}),
)
"""Tags come from the attribute mapping of the profile, which may be empty.

https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
"""

CREDENTIAL_PROVIDER: Final = Broker(
    principal="credentials.iot.amazonaws.com",
    always=("sts:AssumeRole",),
    sometimes=(),
    source=("iot", "rolealias/"),
    present=frozenset(),
)
"""Which condition keys its requests hold is not documented.

https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html
"""


class Bond(StrEnum):
    """What a caller is held to."""

    SOURCE = "source"
    """The trust anchor or the role alias that it comes through."""

    ACCOUNT = "account"
    """The account of that, which is the role's own whoever comes."""

    ATTRIBUTE = "attribute"
    """An attribute of who holds the certificate."""

    ISSUER = "issuer"
    """An attribute of the CA that issued the certificate."""

    SESSION_NAME = "session-name"
    SOURCE_IDENTITY = "source-identity"
    ORGANIZATION = "organization"
    NETWORK = "network"
    OTHER = "other"


class Source(StrEnum):
    """What one value of aws:SourceArn can match."""

    NAMED = "named"
    """One trust anchor or role alias of the account."""

    WILDCARD = "wildcard"
    """More than one of them."""

    FOREIGN_ACCOUNT = "foreign-account"
    """Only those of other accounts."""

    OTHER = "other"
    """None of any account."""

    VARIABLE = "variable"
    """What a policy variable says."""


_EVERYTHING: Final = frozenset({"*", "?*"})
_TAG: Final = "aws:principaltag/"
_CERTIFICATE: Final = f"{_TAG}x509"
_BROUGHT: Final = frozenset({"sts:rolesessionname", "sts:sourceidentity"})
_BONDS: Final = {
    "aws:sourcearn": Bond.SOURCE,
    "aws:sourceaccount": Bond.ACCOUNT,
    "sts:rolesessionname": Bond.SESSION_NAME,
    "sts:sourceidentity": Bond.SOURCE_IDENTITY,
    "aws:principalorgid": Bond.ORGANIZATION,
    "aws:principalorgpaths": Bond.ORGANIZATION,
    "aws:sourceorgid": Bond.ORGANIZATION,
    "aws:sourceorgpaths": Bond.ORGANIZATION,
    "aws:sourceip": Bond.NETWORK,
    "aws:vpcsourceip": Bond.NETWORK,
    "aws:sourcevpc": Bond.NETWORK,
    "aws:sourcevpce": Bond.NETWORK,
}


@dataclass(frozen=True, slots=True)
class Constraint:
    """What a request must meet; of a Deny, the opposite of its condition.

    `sources` answers for each value of the condition where the bond is SOURCE. `binds` says whether
    it keeps out all but those whom its values name; a list of whom it keeps out does not, nor does
    an attribute that must be like another. `excludes` says that no caller of the account meets it.
    """

    bond: Bond
    condition: Condition
    statement: Statement
    sources: tuple[Source, ...]
    binds: Answer
    excludes: bool

    @property
    def attribute(self) -> str:
        """The name of the session tag as written, such as x509Subject/CN; empty for other keys."""
        return self.condition.key[len(_TAG) :] if self.condition.name.startswith(_TAG) else ""

    @property
    def named(self) -> frozenset[str]:
        """The canonical patterns of those values that each name one source of the account."""
        patterns = zip(self.condition.patterns, self.sources, strict=False)
        return frozenset(pattern for pattern, source in patterns if source is Source.NAMED)

    @property
    def repeats(self) -> bool:
        """Whether a value repeats what the certificate says, or what the caller chose."""
        return _repeats(self.condition)


def constraint(
    condition: Condition, statement: Statement, broker: Broker, account: str
) -> Constraint:
    """What the condition demands; `account` is the one that holds the role and the broker."""
    bond = bond_of(condition)
    sources: tuple[Source, ...] = ()
    if bond is Bond.SOURCE:
        pairs = zip(condition.values, condition.patterns, strict=True)
        sources = tuple(_source(*pair, condition, broker, account) for pair in pairs)
    positive = not condition.negated and condition.operator != "Null"
    return Constraint(
        bond=bond,
        condition=condition,
        statement=statement,
        sources=sources,
        binds=_binds(condition, bond, broker, sources) if positive else NO,
        excludes=positive
        and not condition.holds_without_key
        and _excludes(condition, sources, account),
    )


def bond_of(condition: Condition) -> Bond:
    if condition.name.startswith(f"{_CERTIFICATE}issuer/"):
        return Bond.ISSUER
    if condition.name.startswith(_CERTIFICATE):
        return Bond.ATTRIBUTE
    return _BONDS.get(condition.name, Bond.OTHER)


def _binds(condition: Condition, bond: Bond, broker: Broker, sources: tuple[Source, ...]) -> Answer:
    if condition.holds_without_key and (
        condition.quantifier is Quantifier.ALL or condition.name not in broker.present
    ):
        return NO
    if _repeats(condition) and (bond is not Bond.SESSION_NAME or _repeats_itself(condition)):
        return NO
    if condition.takes_wildcards and not _EVERYTHING.isdisjoint(condition.patterns):
        return NO
    # A source serves roles of its own account: beside one of this, those of others add nobody.
    foreign = Source.FOREIGN_ACCOUNT in sources and Source.NAMED not in sources
    if foreign or Source.WILDCARD in sources:
        return NO
    if Source.VARIABLE in sources:
        return maybe("a policy variable stands in aws:SourceArn")
    return YES


def _repeats(condition: Condition) -> bool:
    keys = (variable.key.lower() for variable in condition.variables)
    return any(key.startswith(_CERTIFICATE) or key in _BROUGHT for key in keys)


def _repeats_itself(condition: Condition) -> bool:
    return any(variable.key.lower() == condition.name for variable in condition.variables)


def _excludes(condition: Condition, sources: tuple[Source, ...], account: str) -> bool:
    if sources:
        return {Source.OTHER, Source.FOREIGN_ACCOUNT}.issuperset(sources)
    if condition.name != "aws:sourceaccount" or condition.variables:
        return False
    return not condition.names(account)


def _source(value: str, pattern: str, condition: Condition, broker: Broker, account: str) -> Source:
    if condition.variables and variables(value):
        return Source.VARIABLE
    if has_wildcard(value) and not condition.takes_wildcards:
        return Source.OTHER
    if not _meets(pattern, broker, "*"):
        return Source.OTHER
    if not _meets(pattern, broker, account):
        return Source.FOREIGN_ACCOUNT
    resource = pattern.split(":")[-1]
    named = resource.startswith(broker.source[1]) and not has_wildcard(resource)
    return Source.NAMED if named else Source.WILDCARD


def _meets(pattern: str, broker: Broker, account: str) -> bool:
    service, start = broker.source
    return overlap(pattern, f"arn:*:{service}:*:{account}:{start}?*")
