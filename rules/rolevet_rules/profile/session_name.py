"""Whether the session names that clients choose tell who they are."""

from collections.abc import Iterator

from rolevet import (
    Bond,
    Hit,
    Inventory,
    NotApplicable,
    Parameter,
    ProfileBinding,
    Related,
    Role,
    Severity,
    Trouble,
    rule,
)
from rolevet_rules.trust.asked import ASSUME, labels, open_gate


@rule(
    "PROF016",
    "profile-role-session-name-unbound",
    severity=Severity.MEDIUM,
    trouble=Trouble.EXPOSURE,
    kind=ProfileBinding,
    needs=[Role],
    source="https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html",
    yields_to=["TRUST003", "TRUST004"],
    parameters={"allow_roles": Parameter((), "ARNs of roles whose sessions may have any name")},
)
def session_name_unbound(
    binding: ProfileBinding, inventory: Inventory, *, allow_roles: tuple[str, ...]
) -> Iterator[Hit]:
    """Clients of a profile choose their session names, and one of its roles takes any name.

    ## Why it matters

    The session name is what CloudTrail shows, and what policies that name an assumed-role session
    go by. Where the profile accepts it and the role does not tie it to the certificate, each client
    can call itself by the name of another.

    ## Example

    A profile with `acceptRoleSessionName`, and a role whose trust policy does not speak of
    `sts:RoleSessionName`.

    ## How to mend it

    Tie the name to the certificate, as Amazon EKS does for hybrid nodes, and put the policy:

        "StringEquals": {"sts:RoleSessionName": "${aws:PrincipalTag/x509Subject/CN}"}

        aws iam update-assume-role-policy --role-name NAME --policy-document file://trust.json

    Or let no client choose, which breaks those that do:

        aws rolesanywhere update-profile --profile-id ID --no-accept-role-session-name

    ## False positives

    A role that one client alone can have; name it in `allow_roles`. CloudTrail also shows the
    source identity, which no client chooses.

    ## What it cannot see

    Whether any policy goes by session names.
    """
    profile = binding.broker
    if not profile.accepts_session_name or binding.role_arn in allow_roles:
        return
    if not profile.enabled:
        raise NotApplicable("the profile is disabled")
    role = binding.role
    door = open_gate(role, inventory).door(ASSUME)
    if not door.bound(Bond.SESSION_NAME):
        loose = (way.statement for way in door.ways if not way.bound(Bond.SESSION_NAME).certain)
        yield Hit(
            f"{profile.label} lets clients choose the session name, and role '{role.name}' takes "
            "any.",
            at="acceptRoleSessionName",
            evidence={
                "acceptRoleSessionName": True,
                "roleArn": role.arn,
                "statements": labels(loose),
            },
            related=(Related(role.arn, "takes any session name"),),
        )
