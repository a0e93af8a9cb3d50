"""What a value of aws:SourceArn names, and whether that can be a trust anchor."""

import string
from collections.abc import Iterator, Mapping
from typing import Final

from rolevet import (
    NO,
    YES,
    Answer,
    BadArn,
    Bond,
    Constraint,
    Inventory,
    Role,
    Source,
    TrustAnchor,
    all_listed,
    any_of,
    covers,
    has_wildcard,
    listed_everywhere,
    maybe,
    once,
    parse_arn,
)

_REGION: Final = frozenset(string.ascii_lowercase + string.digits + "-")
_ID_LENGTH: Final = 36

FAULTS: Final = {
    "ALIAS": "is an alias, which the key never holds",
    "CRL": "is a CRL",
    "FOREIGN_ACCOUNT": "belongs to another account",
    "ID": "is an id and no ARN",
    "MISSING": "does not exist",
    "OTHER": "is not the ARN of a trust anchor",
    "PARTITION": "is in another partition",
    "PROFILE": "is a profile",
    "REGION": "names no Region",
    "ROLE": "is a role",
    "SUBJECT": "is a subject",
    "WILDCARD": "holds a wildcard, which the operator takes for a character",
}
"""What may be wrong with a value, as a clause about it."""

_RESOURCES: Final = {
    ("iam", "role"): "ROLE",
    ("rolesanywhere", "alias"): "ALIAS",
    ("rolesanywhere", "crl"): "CRL",
    ("rolesanywhere", "profile"): "PROFILE",
    ("rolesanywhere", "subject"): "SUBJECT",
}


def demands_source(each: Constraint) -> bool:
    """Whether it asks that aws:SourceArn be like some value; the key is in every request."""
    condition = each.condition
    return each.bond is Bond.SOURCE and not condition.negated and condition.operator != "Null"


def values_judged(
    each: Constraint, role: Role, inventory: Inventory
) -> Iterator[tuple[str, str, Answer]]:
    """Each value, what may be wrong with it, and whether it can match a trust anchor."""
    condition = each.condition
    for value, pattern, source in zip(
        condition.values, condition.patterns, each.sources, strict=True
    ):
        if source is Source.WILDCARD:
            yield value, "", YES
        elif source is Source.VARIABLE:
            yield value, "", maybe("a policy variable stands in aws:SourceArn")
        elif source is Source.FOREIGN_ACCOUNT:
            yield value, "FOREIGN_ACCOUNT", NO
        elif source is Source.OTHER:
            yield value, _kind_of(value), NO
        else:
            yield value, *_judged(pattern, role, inventory)


def anchors_named(pattern: str, inventory: Inventory) -> tuple[TrustAnchor, ...]:
    """Those that a canonical pattern fits which names one."""
    anchors = _anchors_by_id(inventory).get(pattern.rpartition(":")[2], ())
    return tuple(anchor for anchor in anchors if covers(pattern, anchor.arn))


@once
def _anchors_by_id(inventory: Inventory) -> Mapping[str, tuple[TrustAnchor, ...]]:
    found: dict[str, tuple[TrustAnchor, ...]] = {}
    for anchor in inventory.anchors:
        resource = anchor.arn.rpartition(":")[2]
        found[resource] = (*found.get(resource, ()), anchor)
    return found


def _judged(pattern: str, role: Role, inventory: Inventory) -> tuple[str, Answer]:
    parts = pattern.split(":", 5)
    # A pattern that stands for colons as well says nothing of the parts between them.
    partition, region = (parts[1], parts[3]) if len(parts) == 6 else ("*", "*")
    if not has_wildcard(partition) and partition != role.partition:
        return "PARTITION", NO
    if not (has_wildcard(region) or _is_region(region)):
        return "REGION", NO
    if anchors_named(pattern, inventory):
        return "", YES
    if has_wildcard(region):
        return "MISSING", ~listed_everywhere(TrustAnchor, role.account, inventory)
    return "MISSING", ~all_listed(TrustAnchor, role.account, region, inventory)


def _is_region(text: str) -> bool:
    return _REGION.issuperset(text) and text.count("-") > 1 and text[-1].isdigit()


def _kind_of(value: str) -> str:
    try:
        arn = parse_arn(value)
    except BadArn:
        is_id = len(value) == _ID_LENGTH and value.count("-") == 4
        return "ID" if is_id else "OTHER"
    kind = arn.resource.partition("/")[0]
    if arn.service == "rolesanywhere" and kind == "trust-anchor" and has_wildcard(value):
        return "WILDCARD"
    return _RESOURCES.get((arn.service, kind), "OTHER")


def meetable(each: Constraint, role: Role, inventory: Inventory) -> Answer:
    """Whether some trust anchor meets it, if it is about that."""
    if not demands_source(each):
        return YES
    return any_of(answer for _, _, answer in values_judged(each, role, inventory))
