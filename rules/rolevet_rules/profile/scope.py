"""Whether the sessions of a profile are cut down where they should be."""

from collections.abc import Iterator

from rolevet import (
    PERMISSIONS,
    YES,
    Hit,
    Inventory,
    Parameter,
    Permissions,
    ProfileBinding,
    Related,
    Severity,
    Tier,
    Trouble,
    role_reaches,
    rule,
    session_policies,
)
from rolevet_rules.profile.words import must_be_enabled


@rule(
    "PROF009",
    "profile-unscoped-privileged-role",
    severity=Severity.HIGH,
    trouble=Trouble.EXPOSURE,
    kind=ProfileBinding,
    needs=PERMISSIONS,
    source="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/getting-started.html",
    yields_to=["PERM001", "PERM002"],
    parameters={
        "include_escalation": Parameter(
            True, "whether roles count too that can get or give more than they have"
        )
    },
)
def unscoped_privileged_role(
    binding: ProfileBinding, inventory: Inventory, *, include_escalation: bool
) -> Iterator[Hit]:
    """A profile hands out a powerful role, and no session policy cuts its sessions down.

    ## Why it matters

    A session may do what its role and the session policies of its profile allow alike. Without
    session policies, or with some that allow everything, whoever comes through the profile has the
    whole role. The rule tells of it where PERM001 or PERM002 does not, as when they are ignored for
    a role that has to be powerful; else it is told with their findings.

    ## Example

    A profile of a backup job without `sessionPolicy` and `managedPolicyArns`, and a role with
    AdministratorAccess.

    ## How to mend it

    Say what those who come through this profile need, and nothing else:

        aws rolesanywhere update-profile --profile-id ID --session-policy \\
            '{"Version": "2012-10-17", "Statement":
              [{"Effect": "Allow", "Action": ["s3:PutObject"], "Resource": "ARN"}]}'

    ## False positives

    A profile by which administrators come, each with a certificate of short life.

    ## What it cannot see

    Session policies that the client sends itself, and service and resource control policies. A
    session policy that leaves something out counts, however little that is.
    """
    profile = binding.broker
    must_be_enabled(profile)
    policies = session_policies(profile, inventory)
    unscoped = YES if policies is None else Permissions((policies,)).allows_every()
    if not unscoped.possible:
        return
    role = binding.role
    least = Tier.ESCALATION if include_escalation else Tier.ADMINISTRATOR
    if role_reaches(role, least, inventory) & unscoped:
        scope = "no session policy" if policies is None else "session policies that allow all"
        yield Hit(
            f"{profile.label} hands out role '{role.name}', which can do everything or get to it, "
            f"and has {scope}.",
            at="sessionPolicy",
            evidence={
                "reason": "NO_SESSION_POLICY" if policies is None else "INEFFECTIVE",
                "roleArn": role.arn,
            },
            related=(Related(role.arn, "is handed out"),),
        )
