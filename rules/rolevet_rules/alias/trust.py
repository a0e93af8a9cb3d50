"""Whether the roles that role aliases hand out trust the credential provider of AWS IoT."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    CREDENTIAL_PROVIDER,
    NO,
    YES,
    AliasBinding,
    Answer,
    Bond,
    Confidence,
    Constraint,
    Hit,
    Inventory,
    NotApplicable,
    Role,
    RoleAlias,
    Severity,
    Trouble,
    gate_of,
    maybe,
    plain,
    rule,
)
from rolevet_rules.bindings import with_paths
from rolevet_rules.trust.asked import ASSUME, labels, open_gate, quoted
from rolevet_rules.trust.services import untrusting_hit

_GUIDE: Final = "https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html"
_NEVER_SENT: Final = ("sts:externalid", "aws:principaltag/x509")
"""How condition keys begin that nothing puts into requests of the credential provider."""


@rule(
    "ALIAS005",
    "alias-role-not-trusting-credential-provider",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=Role,
    source=_GUIDE,
)
def not_trusting(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """A role alias hands out a role that does not let the AWS IoT credential provider assume it.

    ## Why it matters

    The credential provider has been seen to answer HTTP 400 to every device that asks for
    credentials through the alias. The service is `credentials.iot.amazonaws.com`;
    `iot.amazonaws.com` is the one that runs rules and writes logs. A condition on `sts:ExternalId`,
    or on an attribute of a certificate, is expected to fail as well: nobody passes an external id
    here, and it is Roles Anywhere that makes session tags of certificates.

    ## Example

    `"Principal": {"Service": "iot.amazonaws.com"}` in the role's trust policy.

    ## How to mend it

    Let the credential provider in, and put the policy:

        {"Effect": "Allow", "Principal": {"Service": "credentials.iot.amazonaws.com"}, "Action": "sts:AssumeRole"}

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    None known.

    ## What it cannot see

    Which condition keys requests of the credential provider do have, which AWS does not document.
    """  # noqa: E501 - a statement
    bindings = _alias_bindings(role, inventory)
    if not bindings:
        raise NotApplicable("no role alias hands out the role")
    door = gate_of(role, CREDENTIAL_PROVIDER, inventory).door(ASSUME)
    if ~door.open | door.held(_is_never_met):
        if door.open.known is False:
            yield untrusting_hit(role, CREDENTIAL_PROVIDER, bindings, inventory)
        else:
            yield _unsatisfiable_hit(role, bindings, inventory)


@rule(
    "ALIAS005-EXCLUDED",
    "alias-excluded-by-trust-condition",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=AliasBinding,
    needs=[Role],
    source=_GUIDE,
    confidence=Confidence.MEDIUM,
    yields_to=["ALIAS005"],
)
def excluded(binding: AliasBinding, inventory: Inventory) -> Iterator[Hit]:
    """A role alias hands out a role that lets in other aliases or other accounts only.

    ## Why it matters

    The trust policy lets the credential provider in on behalf of a source that it names, and this
    alias is not it: no device gets credentials through it.

    ## Example

    An alias that was set up anew under another name, and a role with
    `"aws:SourceArn": "arn:aws:iot:eu-west-1:123456789012:rolealias/old-name"`.

    ## How to mend it

    Name the alias too, and put the policy:

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    ## False positives

    None known.

    ## What it cannot see

    Whether requests of the credential provider have `aws:SourceArn` at all, and whether it is the
    ARN of the alias, as others take it to be; AWS does not document it. If they do not have it, the
    condition keeps every alias out.
    """
    role, alias = binding.role, binding.broker
    gate = open_gate(role, inventory, CREDENTIAL_PROVIDER)

    def leaves_out(each: Constraint) -> Answer:
        return _leaves_out(each, alias)

    door = gate.door(ASSUME)
    if door.held(leaves_out):
        named = [each.condition for each in gate.constraints() if leaves_out(each).certain]
        yield Hit(
            f"{alias.label} hands out role '{role.name}', which lets in only "
            f"{quoted(value for each in named for value in each.values)}.",
            at="roleArn",
            evidence={
                "roleArn": role.arn,
                "conditions": tuple(
                    sorted(
                        {(each.key, plain(value, 300)) for each in named for value in each.values}
                    )
                )[:50],
            },
        )


def _alias_bindings(role: Role, inventory: Inventory) -> list[AliasBinding]:
    return [each for each in inventory.bindings_to(role) if isinstance(each, AliasBinding)]


def _is_never_met(each: Constraint) -> Answer:
    condition = each.condition
    optional = condition.negated or condition.holds_without_key
    return YES if condition.name.startswith(_NEVER_SENT) and not optional else NO


def _leaves_out(each: Constraint, alias: RoleAlias) -> Answer:
    """Whether it is met by no request for the alias, if it is about where requests come from."""
    condition = each.condition
    text = {Bond.SOURCE: alias.arn, Bond.ACCOUNT: alias.account}.get(each.bond)
    optional = condition.negated or condition.holds_without_key or condition.operator == "Null"
    if text is None or optional or condition.names(text):
        return NO
    return maybe(f"a policy variable stands in {condition.key}") if condition.variables else YES


def _unsatisfiable_hit(role: Role, bindings: list[AliasBinding], inventory: Inventory) -> Hit:
    gate = gate_of(role, CREDENTIAL_PROVIDER, inventory)
    keys = {each.condition.key for each in gate.constraints() if _is_never_met(each).certain}
    hit = Hit(
        f"{role.label} lets the credential provider in only under conditions on {quoted(keys)}, "
        "which its requests are not known to have.",
        at="AssumeRolePolicyDocument",
        evidence={
            "reason": "UNSATISFIABLE",
            "keys": tuple(sorted(plain(key, 100) for key in keys))[:50],
            "statements": labels(way.statement for way in gate.door(ASSUME).ways),
        },
        confidence=Confidence.MEDIUM,
    )
    return with_paths(hit, bindings)
