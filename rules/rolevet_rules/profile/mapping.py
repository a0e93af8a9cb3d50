"""Whether a profile maps what the trust policies of its roles ask of a certificate."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    NO,
    Answer,
    Constraint,
    Gate,
    Hit,
    Inventory,
    NotApplicable,
    Profile,
    ProfileBinding,
    Related,
    Role,
    Severity,
    Trouble,
    all_of,
    answer_of,
    any_of,
    maps_any,
    maps_attribute,
    plain,
    rule,
    variables,
)
from rolevet_rules.trust.asked import MAPPING, labels, open_gate, quoted, sure_first
from rolevet_rules.trust.guards import CERTIFICATE, Guard, guards_of

_TAG: Final = "aws:principaltag/"


@rule(
    "PROF017",
    "profile-mapping-breaks-trust-condition",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=ProfileBinding,
    needs=[Role],
    source=MAPPING,
    yields_to=["TRUST003", "TRUST004", "TRUST008"],
)
def breaks_condition(binding: ProfileBinding, inventory: Inventory) -> Iterator[Hit]:
    """A profile does not map an attribute without which one of its roles lets nobody in.

    ## Why it matters

    The trust policy of the role compares a session tag, or a session name with one. Sessions of
    this profile do not have the tag, because its attribute mappings leave the attribute out, so
    that the condition is never met: every session for the role is refused.

    ## Example

    A profile that maps `x509Subject` `OU` only, and a role with
    `"StringEquals": {"aws:PrincipalTag/x509Subject/CN": "backup"}`.

    ## How to mend it

    Map the attribute:

        aws rolesanywhere put-attribute-mapping --profile-id ID --certificate-field x509Subject --mapping-rules specifier=CN

    ## False positives

    None known. A role that has another statement, which the profile's sessions can meet, is not
    reported.

    ## What it cannot see

    Whether certificates have the attribute. What the specifier `*` of `x509SAN` maps, and whether a
    specifier in another case maps the attribute, which AWS does not say.
    """  # noqa: E501 - a command that is copied
    _must_be_enabled(binding.broker)
    gate = open_gate(binding.role, inventory)
    if _refuses(gate, binding.broker):
        yield _broken_hit(binding, gate)


@rule(
    "PROF018",
    "profile-mapping-bypasses-negative-condition",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=ProfileBinding,
    needs=[Role],
    source=MAPPING,
    yields_to=["PROF017", "TRUST003", "TRUST004", "TRUST005"],
)
def bypasses_condition(binding: ProfileBinding, inventory: Inventory) -> Iterator[Hit]:
    """A profile does not map the attribute by which one of its roles keeps somebody out.

    ## Why it matters

    The trust policy of the role refuses some certificates by an attribute. Sessions of this profile
    do not have the attribute, because its mappings leave it out. `StringNotEquals`, `IfExists` and
    `ForAllValues:` hold without it, and a Deny with `StringEquals` does not: whoever was to be
    kept out comes in through this profile.

    ## Example

    A profile that maps `x509Subject` `CN` only, and a role with
    `"StringNotEquals": {"aws:PrincipalTag/x509Subject/OU": "Guests"}`.

    ## How to mend it

    Map the attribute, or let the role say who may come in, and not who may not:

        aws rolesanywhere put-attribute-mapping --profile-id ID --certificate-field x509Subject --mapping-rules specifier=OU
        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    A list of those who are refused that stands beside a condition that says who may come in.

    ## What it cannot see

    Whether there are certificates that were to be kept out.
    """  # noqa: E501 - a command that is copied
    _must_be_enabled(binding.broker)
    yield from _bypassed(binding, inventory)


@rule(
    "PROF018-LATENT",
    "disabled-profile-mapping-bypasses-negative-condition",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=ProfileBinding,
    needs=[Role],
    source=MAPPING,
    yields_to=["TRUST003", "TRUST004", "TRUST005"],
)
def latent_bypass(binding: ProfileBinding, inventory: Inventory) -> Iterator[Hit]:
    """A disabled profile does not map the attribute by which one of its roles keeps somebody out.

    ## Why it matters

    Nobody comes in while the profile is disabled. Once it is enabled, whoever was to be kept out
    does: see PROF018.

    ## Example

    A disabled profile that maps `x509Subject` `CN` only, and a role with
    `"StringNotEquals": {"aws:PrincipalTag/x509Subject/OU": "Guests"}`.

    ## How to mend it

    Before you enable the profile:

        aws rolesanywhere put-attribute-mapping --profile-id ID --certificate-field x509Subject --mapping-rules specifier=OU

    ## False positives

    A list of those who are refused that stands beside a condition that says who may come in.

    ## What it cannot see

    Whether the profile is to be enabled again.
    """  # noqa: E501 - a command that is copied
    if binding.broker.enabled:
        raise NotApplicable("PROF018 judges it")
    yield from _bypassed(binding, inventory)


def _must_be_enabled(profile: Profile) -> None:
    if not profile.enabled:
        raise NotApplicable("the profile is disabled")


def _refuses(gate: Gate, profile: Profile) -> Answer:
    """Whether an action that the profile's sessions take is refused to all of them."""

    def is_unmet(each: Constraint) -> Answer:
        return _is_unmet(each, profile)

    tagged = answer_of(maps_any, profile).certain
    actions = gate.broker.actions if tagged else gate.broker.always
    doors = (gate.door(action) for action in actions)
    return any_of(door.open & door.held(is_unmet) for door in doors)


def _is_unmet(each: Constraint, profile: Profile) -> Answer:
    """Whether it asks for a tag that no session of the profile has."""
    condition = each.condition
    if condition.holds_without_key:
        return NO
    if each.bond in CERTIFICATE:
        return ~maps_attribute(profile, each.attribute)
    if not condition.variables:
        return NO
    return all_of(_holds_unmapped(value, profile) for value in condition.values)


def _holds_unmapped(value: str, profile: Profile) -> Answer:
    """Whether it holds a variable that stands for nothing, as it has no default."""
    return any_of(
        ~maps_attribute(profile, variable.key[len(_TAG) :])
        for variable in variables(value)
        if variable.default is None and variable.key.lower().startswith(f"{_TAG}x509")
    )


def _broken_hit(binding: ProfileBinding, gate: Gate) -> Hit:
    profile, role = binding.broker, binding.role
    unmet = [each for each in gate.constraints() if _is_unmet(each, profile).certain]
    keys = tuple(sorted({plain(each.condition.key, 100) for each in unmet}))
    return Hit(
        f"{profile.label} maps none of what role '{role.name}' waits for in {quoted(keys)}.",
        at="attributeMappings",
        evidence={
            "roleArn": role.arn,
            "keys": keys[:50],
            "statements": labels(each.statement for each in unmet),
        },
        related=(Related(role.arn, "waits for the attribute"),),
    )


def _bypassed(binding: ProfileBinding, inventory: Inventory) -> Iterator[Hit]:
    role = binding.role
    open_gate(role, inventory)
    guards = [guard for guard in guards_of(role, inventory) if guard.attribute]
    if not guards:
        raise NotApplicable("the role keeps nobody out by an attribute")
    yield from sure_first(
        (guard.stands & ~maps_attribute(binding.broker, guard.attribute), _hit(binding, guard))
        for guard in guards
    )


def _hit(binding: ProfileBinding, guard: Guard) -> Hit:
    key = plain(guard.key, 100)
    return Hit(
        f"{binding.broker.label} does not map '{key}', by which role '{binding.role.name}' keeps "
        "certificates out: none of its sessions is.",
        at="attributeMappings",
        key=f"{guard.reason}/{guard.key.lower()}",
        evidence={
            "roleArn": binding.role.arn,
            "reason": guard.reason,
            "key": key,
            "operators": guard.operators,
            "statements": labels(guard.statements),
        },
        related=(Related(binding.role.arn, f"{guard.reason} on {key}"),),
    )
