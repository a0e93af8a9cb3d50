"""Whether what a role asks of a certificate fits few enough of them."""

from collections.abc import Iterator, Mapping
from typing import Final

from rolevet import (
    NO,
    Answer,
    Bond,
    Confidence,
    Constraint,
    Gate,
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    Role,
    Severity,
    Trouble,
    has_wildcard,
    rule,
)
from rolevet_rules.bindings import with_paths
from rolevet_rules.trust.asked import MAPPING, open_gate, profile_bindings, quoted, session_held
from rolevet_rules.trust.holders import HOLDER

_JOINED: Final = frozenset({"dc", "o", "ou"})
"""Attributes that a subject often has several of, which one tag holds, joined by '/'."""

_COARSE: Final = frozenset({"c", "l", "o", "st"})
"""Country, locality, organization and state: many certificates of a CA have the same."""

_PREFIXES: Final = ("CN=", "ID=")


@rule(
    "TRUST006",
    "trust-attribute-match-too-loose",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=Role,
    source=MAPPING,
    confidence=Confidence.MEDIUM,
    yields_to=["TRUST002", "TRUST002-PRIVILEGED"],
    parameters={
        "allow_patterns": Parameter((), "values that may stand in a condition, as they stand there")
    },
)
def too_loose(
    role: Role, inventory: Inventory, *, allow_patterns: tuple[str, ...]
) -> Iterator[Hit]:
    """A role accepts more certificates than it seems to, because what it asks of them is loose.

    ## Why it matters

    `*example.com` also fits `notexample.com`. An attribute that a subject has several of, such as
    OU, comes as one text, joined by `/`, so that `*x*` fits whoever can have `x` in any of them.
    And country, state, locality and organization are the same for most certificates of a CA.

    ## Example

        "StringLike": {"aws:PrincipalTag/x509Subject/CN": "*example.com"}

    ## How to mend it

    Name the holders, or the beginning of their names up to a separator, and put the policy:

        "StringEquals": {"aws:PrincipalTag/x509SAN/DNS": "backup.example.com"}
        "StringLike": {"aws:PrincipalTag/x509SAN/URI": "spiffe://example.com/backup/*"}

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    A pattern such as `*.example.com` lets in no name outside the domain. If whoever holds a name in it
    may have the role, name the pattern in `allow_patterns`. A loose pattern beside another
    condition that names the holder is not reported.

    ## What it cannot see

    What the CA lets into the attributes. Patterns with a wildcard in the middle or at the end,
    apart from the host of a URI, are taken to be meant.
    """  # noqa: E501 - it reads better
    gate = open_gate(role, inventory)

    def names_holder(each: Constraint) -> Answer:
        tight = each.bond in HOLDER and not _is_coarse(each) and not _loose(each, allow_patterns)
        return each.binds if tight else NO

    held = session_held(gate, names_holder, role, inventory)
    asked = [each for each in gate.constraints() if _asks(each)]
    if not asked:
        raise NotApplicable("the role asks nothing of the certificate")
    hits = tuple(_hits(role, gate, asked, allow_patterns, inventory))
    if hits and not held:
        yield from hits


def _asks(each: Constraint) -> bool:
    """Whether it demands that an attribute be like some value."""
    condition = each.condition
    about_it = each.bond in (*HOLDER, Bond.ISSUER) and condition.operator != "Null"
    return about_it and not (condition.negated or condition.holds_without_key)


def _hits(
    role: Role,
    gate: Gate,
    asked: list[Constraint],
    allowed: tuple[str, ...],
    inventory: Inventory,
) -> Iterator[Hit]:
    found: dict[str, dict[str, str]] = {}
    keys: dict[str, str] = {}
    for each in asked:
        name = each.condition.name
        found.setdefault(name, {}).update(_loose(each, allowed))
        keys[name] = min(each.condition.key, keys.get(name, each.condition.key))
    for name, reasons in sorted(found.items()):
        if reasons:
            yield _loose_hit(role, keys[name], reasons, inventory)
    coarse = sorted({each.condition.key for each in asked if _is_coarse(each)})
    if coarse and _says_no_more(gate, role, allowed, inventory):
        yield _coarse_hit(role, coarse, inventory)


def _loose_hit(role: Role, key: str, reasons: Mapping[str, str], inventory: Inventory) -> Hit:
    hit = Hit(
        f"{role.label} accepts whatever fits {quoted(reasons)} as {key}, which is more than it "
        "seems to say.",
        at="AssumeRolePolicyDocument",
        key=key.lower(),
        evidence={"key": key, "patterns": tuple(sorted(reasons.items()))},
    )
    return with_paths(hit, profile_bindings(role, inventory))


def _coarse_hit(role: Role, keys: list[str], inventory: Inventory) -> Hit:
    hit = Hit(
        f"{role.label} asks nothing of the certificate but {quoted(keys)}, which is the same for "
        "most certificates of a CA.",
        at="AssumeRolePolicyDocument",
        key="COARSE",
        evidence={"keys": tuple(keys), "reason": "COARSE"},
    )
    return with_paths(hit, profile_bindings(role, inventory))


def _says_no_more(gate: Gate, role: Role, allowed: tuple[str, ...], inventory: Inventory) -> bool:
    """Whether every session is held to something, and not to an issuer either."""

    def to_anything(each: Constraint) -> Answer:
        return each.binds if each.bond in (*HOLDER, Bond.ISSUER) else NO

    def to_issuer(each: Constraint) -> Answer:
        tight = each.bond is Bond.ISSUER and not _loose(each, allowed)
        return each.binds if tight else NO

    anything = session_held(gate, to_anything, role, inventory)
    return anything.certain and not session_held(gate, to_issuer, role, inventory).certain


def _rdn(each: Constraint) -> str:
    return each.attribute.rpartition("/")[2].lower()


def _is_coarse(each: Constraint) -> bool:
    return each.bond is Bond.ATTRIBUTE and _rdn(each) in _COARSE


def _loose(each: Constraint, allowed: tuple[str, ...]) -> dict[str, str]:
    """The values that are, and why."""
    if not each.condition.takes_wildcards:
        return {}
    reasons = {value: _looseness(value, each) for value in each.condition.values}
    return {value: why for value, why in reasons.items() if why and value not in allowed}


def _looseness(value: str, each: Constraint) -> str:
    """Empty if it is not."""
    start = value[3:] if each.bond is Bond.SOURCE_IDENTITY and value[:3] in _PREFIXES else value
    _, scheme, rest = start.partition("://")
    if scheme and has_wildcard(rest.partition("/")[0]):
        return "UNANCHORED_HOST"
    fixed = start.lstrip("*?")
    if fixed == start:
        return ""
    if not fixed:
        return "ANYTHING"
    if start[-1] in "*?" and _rdn(each) in _JOINED:
        return "CONTAINS"
    return "UNANCHORED_SUFFIX" if fixed[0].isalnum() else "LEADING_WILDCARD"
