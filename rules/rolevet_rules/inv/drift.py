"""Whether accounts have what files state.

What can be mended in another way than the rest, or not at all, is a rule of its own, in
`drift_settings`; INV007 as a prefix means them all.
"""

from collections.abc import Iterator
from typing import Final

from rolevet import (
    Crl,
    Detail,
    Hit,
    Inventory,
    IotPolicy,
    ManagedPolicy,
    Profile,
    Resource,
    Role,
    RoleAlias,
    Severity,
    Tagged,
    Trouble,
    TrustAnchor,
    rule,
)
from rolevet_rules.inv.differing import differing

_DRIFT: Final = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html"
)
_FIELDS: Final[dict[type[Resource], tuple[str, ...]]] = {
    RoleAlias: ("roleArn", "credentialDurationSeconds"),
    Profile: (
        *("roleArns", "managedPolicyArns", "sessionPolicy"),
        *("durationSeconds", "acceptRoleSessionName"),
    ),
    TrustAnchor: ("source",),
    Crl: ("crlData", "trustAnchorArn"),
}
_ROLE: Final = (
    *("AssumeRolePolicyDocument", "MaxSessionDuration", "PermissionsBoundary"),
    *("AttachedManagedPolicies", "RolePolicyList"),
)


@rule(
    "INV007",
    "declared-vs-live-drift",
    severity=Severity.MEDIUM,
    trouble=Trouble.HYGIENE,
    kind=Tagged,
    source=_DRIFT,
)
def drifted(resource: Tagged, inventory: Inventory) -> Iterator[Hit]:
    """An account has a role alias, profile, trust anchor or CRL that is not as its file says.

    ## Why it matters

    Somebody changed it by hand, or the file was never deployed. Whoever reads the file believes
    something else of who gets in, and the next deployment undoes what may have been meant.

    ## Example

    A profile with a role that was added in an incident, of which the template knows nothing.

    ## How to mend it

    Deploy the file, or write into it what is right:

        aws cloudformation deploy --template-file FILE --stack-name STACK

    ## False positives

    A file that is ahead of the account, because it is not deployed yet.

    ## What it cannot see

    Which of the two is right. It needs `rolevet lint --against SNAPSHOT`; tags are not compared,
    and what a file does not tell, such as the name that a role will have, is undecided.
    """
    yield from differing(resource, inventory, *_FIELDS.get(type(resource), ()))


@rule(
    "INV007-ROLE",
    "declared-role-vs-live-drift",
    severity=Severity.MEDIUM,
    trouble=Trouble.HYGIENE,
    kind=Role,
    needs=[Detail.ROLE_POLICIES, Detail.ROLE_BOUNDARY],
    source=_DRIFT,
)
def role_drifted(role: Role, inventory: Inventory) -> Iterator[Hit]:
    """An account has a role that is not as its file says.

    ## Why it matters

    Whom a role trusts and what it may do is what certificates can get. If it was changed by hand,
    nobody who reads the file knows.

    ## Example

    AdministratorAccess, attached for an afternoon and left.

    ## How to mend it

    Deploy the file, or write into it what is right:

        aws cloudformation deploy --template-file FILE --stack-name STACK

    ## False positives

    A policy that another file attaches to the role. A file that is not deployed yet.

    ## What it cannot see

    Roles that the snapshot does not hold, because no broker names them and they trust none. Whether
    two policies that are written differently in their statements come to the same.
    """
    yield from differing(role, inventory, *_ROLE)


@rule(
    "INV007-POLICY",
    "declared-iot-policy-vs-live-drift",
    severity=Severity.MEDIUM,
    trouble=Trouble.HYGIENE,
    kind=IotPolicy,
    source=_DRIFT,
)
def iot_policy_drifted(policy: IotPolicy, inventory: Inventory) -> Iterator[Hit]:
    """An account has an IoT policy that is not as its file says.

    ## Why it matters

    An IoT policy says which devices may use which role alias. Another version may be the default
    one than the file tells.

    ## Example

    A version with `iot:*` that was set as default to find a fault.

    ## How to mend it

    Deploy the file, or set the right version:

        aws iot set-default-policy-version --policy-name NAME --policy-version-id ID

    ## False positives

    A file that is not deployed yet.

    ## What it cannot see

    Versions that are not the default one.
    """
    yield from differing(policy, inventory, "policyDocument")


@rule(
    "INV007-MANAGED",
    "declared-managed-policy-vs-live-drift",
    severity=Severity.MEDIUM,
    trouble=Trouble.HYGIENE,
    kind=ManagedPolicy,
    source=_DRIFT,
)
def managed_policy_drifted(policy: ManagedPolicy, inventory: Inventory) -> Iterator[Hit]:
    """An account has a managed policy that is not as its file says.

    ## Why it matters

    What the roles that it is attached to may do is not what the file says. Whoever may make another
    version the default one changes it for all of them.

    ## Example

    A version with `s3:*` that was set as default to get something done.

    ## How to mend it

    Deploy the file, or set the right version:

        aws iam set-default-policy-version --policy-arn ARN --version-id ID

    ## False positives

    A file that is not deployed yet.

    ## What it cannot see

    Versions that are not the default one, and policies that no role of the snapshot has.
    """
    yield from differing(policy, inventory, "PolicyVersion")
