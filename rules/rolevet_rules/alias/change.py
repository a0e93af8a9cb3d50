"""What happens to a role alias while a plan changes it."""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    AliasBinding,
    Confidence,
    Hit,
    Inventory,
    NotApplicable,
    Related,
    Role,
    RoleAlias,
    Severity,
    Trouble,
    Undecided,
    rule,
)
from rolevet_rules.bindings import SHORTEST_ROLE_MAX

_UPDATES: Final = (
    "https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/iot/"
    "role_alias.go"
)


@rule(
    "ALIAS007",
    "alias-terraform-two-call-update",
    severity=Severity.MEDIUM,
    trouble=Trouble.REJECTED,
    kind=RoleAlias,
    source=_UPDATES,
    confidence=Confidence.MEDIUM,
)
def two_call_update(alias: RoleAlias, inventory: Inventory) -> Iterator[Hit]:
    """A plan gives a role alias another role, and before that more time than its old role allows.

    ## Why it matters

    Terraform's provider for AWS sends a changed duration and a changed role in two requests, the
    duration first. AWS asks that the duration be no more than what the role of the alias allows,
    and when the first request comes, that is still the old role. If AWS refuses it, the apply ends
    half way.

    ## Example

    `credential_duration` goes from 3600 to 43200 and `role_arn` from a role with
    `max_session_duration` 3600 to one with 43200.

    ## How to mend it

    Apply the new role first, and the new duration after it. Or have the alias made anew:

        terraform apply -replace=ADDRESS

    ## False positives

    AWS may let the first request pass; that it refuses such durations is what its documents say of
    the request.

    ## What it cannot see

    A change that is not made by Terraform's provider for AWS. Where the plan does not hold the old
    role, the rule is undecided, unless the new duration is an hour at most.
    """
    old = _before(alias, inventory)
    if old.duration == alias.duration or alias.duration <= SHORTEST_ROLE_MAX:
        return
    if old.role_arn == alias.role_arn:
        return
    role = inventory.prior.get(old.role_arn)
    if not isinstance(role, Role):
        raise Undecided(f"the plan does not hold role {old.role_arn}, which the alias has now")
    if alias.duration > role.max_session_duration:
        yield Hit(
            f"{alias.label} is given {alias.duration} seconds before it is given another role: "
            f"its role now, '{role.name}', allows at most {role.max_session_duration}.",
            at=alias.DURATION_FIELD,
            evidence={
                alias.DURATION_FIELD: alias.duration,
                "MaxSessionDuration": role.max_session_duration,
                "roleArn": old.role_arn,
            },
            related=(Related(role.arn, "is the role of the alias before the change"),),
        )


@rule(
    "ALIAS007-TRANSIENT",
    "alias-longer-than-role-during-update",
    severity=Severity.LOW,
    trouble=Trouble.FAILS,
    kind=AliasBinding,
    needs=[Role],
    source=_UPDATES,
    confidence=Confidence.MEDIUM,
    yields_to=["ALIAS001"],
)
def transient(binding: AliasBinding, inventory: Inventory) -> Iterator[Hit]:
    """While a plan is applied, a role alias asks for longer credentials than its role allows.

    ## Why it matters

    The alias hangs on the role, so that Terraform changes the role first. Between the two requests
    the role allows less than the alias asks for, and devices get no credentials. If the apply ends
    in between, it stays so.

    ## Example

    `max_session_duration` of the role goes from 43200 to 3600, and `credential_duration` of the
    alias with it.

    ## How to mend it

    Apply the shorter duration of the alias first, and that of the role after it.

    ## False positives

    Devices that ask again a moment later: credentials that they have stay valid.

    ## What it cannot see

    How long it takes between the two requests, and whether a device asks just then.
    """
    old = _before(binding.broker, inventory)
    if old.duration <= SHORTEST_ROLE_MAX or old.role_arn != binding.role_arn:
        return
    was = inventory.prior.get(binding.role_arn)
    if not isinstance(was, Role):
        return  # the plan does not change it
    longest = binding.role.max_session_duration
    if longest < old.duration <= was.max_session_duration:
        yield Hit(
            f"{binding.broker.label} has {old.duration} seconds until it is changed, but role "
            f"'{was.name}' is changed first, to at most {longest}.",
            at=binding.broker.DURATION_FIELD,
            evidence={
                binding.broker.DURATION_FIELD: old.duration,
                "MaxSessionDuration": longest,
                "roleArn": binding.role_arn,
            },
            related=(Related(was.arn, f"MaxSessionDuration becomes {longest}"),),
        )


def _before(alias: RoleAlias, inventory: Inventory) -> RoleAlias:
    """The alias as it is before the change."""
    old = inventory.prior.get(alias.arn)
    if not isinstance(old, RoleAlias):
        raise NotApplicable("nothing tells what the alias was before")
    return old
