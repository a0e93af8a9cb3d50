"""One table of cases for each rule on roles that may do everything, or get to it."""

from grants import document, granting, managed_of
from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from rules.permitted import (
    ADMINISTRATOR_ACCESS,
    CAMERA,
    GREENGRASS,
    HYBRID_NODE,
    MFA,
    POWER_USER,
    UNREAD,
    asleep,
    cut,
    perhaps_enabled,
    to_devices,
    to_workloads,
    under,
)
from scanner.policy.made import Json, allow, deny
from world import alias, inventory, profile, role_arn

from rolevet.inventory import Inventory

ALL = allow("*")
WRITES = allow("iam:PutRolePolicy")
SILENT = [
    Case("Greengrass as AWS sets it up", ACCEPTS, to_devices(*GREENGRASS)),
    Case("a camera as AWS sets it up", ACCEPTS, to_devices(*CAMERA)),
    Case("a hybrid node as AWS sets it up", ACCEPTS, to_workloads(*HYBRID_NODE)),
    Case("a role without policies", ACCEPTS, to_devices()),
]


def _idle(*statements: Json) -> list[Case]:
    return [
        Case("nobody hands it out", NOT_APPLICABLE, inventory(granting(*statements))),
        Case("only a disabled profile lists it", NOT_APPLICABLE, asleep(*statements)),
        Case(
            "a broker that cannot hand it out",
            NOT_APPLICABLE,
            inventory(
                alias(roleArn=role_arn("aws-reserved/x")),
                granting(*statements, name="aws-reserved/x"),
            ),
        ),
    ]


def _latent(*statements: Json, told_by: str) -> list[Case]:
    return [
        Case("an ordinary role", ACCEPTS, asleep(*GREENGRASS)),
        Case(
            "the disabled profile cuts it down",
            ACCEPTS,
            inventory(cut(allow("s3:GetObject"), enabled=False), granting(*statements)),
        ),
        Case("no disabled profile lists it", NOT_APPLICABLE, to_workloads(*statements)),
        Case("nobody hands it out", NOT_APPLICABLE, inventory(granting(*statements))),
        Case(
            f"{told_by} reports it",
            NOT_APPLICABLE,
            inventory(alias(), profile(enabled=False), granting(*statements)),
        ),
        Case(
            "the open path is cut down",
            REJECTS,
            inventory(cut(allow("s3:GetObject")), profile(enabled=False), granting(*statements)),
            "only disabled profiles list it",
        ),
        Case("disabled or not is unknown", UNDECIDED, perhaps_enabled(*statements)),
        Case(
            "a policy could not be read",
            UNDECIDED,
            asleep(attached=(UNREAD,)),
            "was not collected",
        ),
    ]


def _bounded(bound: Json) -> Inventory:
    policies = managed_of(Bound=document(bound))
    (arn,) = policies
    return inventory(alias(), granting(ALL, boundary=arn), managed_policies=policies)


def _named(action: str, resource: str) -> Inventory:
    return to_devices(allow(action, resource))


CASES = {
    "PERM001": [
        *SILENT,
        *_idle(ALL),
        Case(
            "everything on everything",
            REJECTS,
            to_devices(ALL),
            "has the permissions of an administrator; role alias 'fleet' hands it out.",
        ),
        Case(
            "AWS's own policy, though nobody read it",
            REJECTS,
            to_workloads(attached=(ADMINISTRATOR_ACCESS,)),
            "profile 'backup' hands it out",
        ),
        Case(
            "AWS's own policy in China",
            REJECTS,
            to_devices(attached=("arn:aws-cn:iam::aws:policy/AdministratorAccess",)),
        ),
        Case(
            "somebody's policy of that name",
            UNDECIDED,
            to_devices(attached=("arn:aws:iam::123456789012:policy/AdministratorAccess",)),
            "was not collected",
        ),
        Case("a power user with IAM", REJECTS, to_devices(*POWER_USER, allow("iam:*"))),
        Case("a power user", ACCEPTS, to_devices(*POWER_USER)),
        Case("all but a little", REJECTS, to_devices(ALL, deny("organizations:*"))),
        Case("all but IAM", ACCEPTS, to_devices(ALL, deny("iam:*"))),
        Case("a boundary takes it away", ACCEPTS, _bounded(allow("s3:*"))),
        Case("a boundary of everything", REJECTS, _bounded(ALL)),
        Case("a boundary that nobody read", UNDECIDED, to_devices(ALL, boundary=UNREAD)),
        Case(
            "two brokers",
            REJECTS,
            inventory(alias(), profile(), granting(ALL)),
            "role alias 'fleet' and another hand it out",
        ),
        Case(
            "its only path cuts it down",
            ACCEPTS,
            inventory(cut(allow("s3:GetObject")), granting(ALL)),
        ),
        Case(
            "a session policy of everything",
            REJECTS,
            inventory(cut(ALL), granting(ALL)),
        ),
        Case(
            "one path cuts it down, the other does not",
            REJECTS,
            inventory(cut(allow("s3:GetObject")), alias(), granting(ALL)),
            "; role alias 'fleet' hands it out.",
        ),
        Case(
            "a session policy that nobody can read",
            UNDECIDED,
            inventory(profile(sessionPolicy="{"), granting(ALL)),
            "the inline session policy cannot be read",
        ),
        Case(
            "that matters no more where another path is certain",
            REJECTS,
            inventory(profile(sessionPolicy="{"), alias(), granting(ALL)),
        ),
        Case("a condition decides", UNDECIDED, to_devices(allow("*", Condition=MFA))),
        Case("a policy could not be read", UNDECIDED, to_devices(attached=(UNREAD,))),
        Case("enabled or not is unknown", UNDECIDED, perhaps_enabled(ALL)),
        Case("that matters not for others", ACCEPTS, perhaps_enabled(*GREENGRASS)),
    ],
    "PERM001-LATENT": [
        *_latent(ALL, told_by="PERM001"),
        Case(
            "a disabled profile with an administrator",
            REJECTS,
            asleep(ALL),
            "only disabled profiles list it; profile 'backup' hands it out",
        ),
    ],
    "PERM002": [
        *SILENT,
        *_idle(WRITES),
        Case(
            "it writes policies of roles",
            REJECTS,
            to_devices(WRITES),
            "can get or give more than it has by iam:PutRolePolicy; role alias 'fleet' hands it",
        ),
        Case("whatever the case", REJECTS, to_devices(allow("IAM:putrolepolicy"))),
        Case("by a wildcard", REJECTS, to_workloads(allow("iam:Put*"))),
        Case("it passes roles to code", REJECTS,
             to_devices(allow(["iam:PassRole", "lambda:CreateFunction"]))),
        Case("it passes roles to nothing", ACCEPTS, to_devices(allow("iam:PassRole"))),
        Case("it passes one role", ACCEPTS,
             to_devices(allow("iam:PassRole", role_arn("x")), allow("lambda:CreateFunction"))),
        Case("it takes on any role", REJECTS, to_devices(allow("sts:AssumeRole"))),
        Case("it takes on one role", ACCEPTS, to_devices(allow("sts:AssumeRole", role_arn("x")))),
        Case("it believes a CA of its own", REJECTS,
             to_devices(allow("rolesanywhere:CreateTrustAnchor"))),
        Case("an alias without passing roles", ACCEPTS, to_devices(allow("iot:UpdateRoleAlias"))),
        Case("it makes certificates", REJECTS, to_devices(allow("iot:CreateKeysAndCertificate"))),
        Case("it writes its own policies", REJECTS, _named("iam:AttachRolePolicy", role_arn())),
        Case("its own profile", REJECTS,
             to_workloads(allow("rolesanywhere:UpdateProfile", profile().arn))),
        Case("another profile", ACCEPTS,
             to_workloads(allow("rolesanywhere:UpdateProfile", profile("other").arn))),
        Case("all but a little in IAM", REJECTS, to_devices(*POWER_USER)),
        Case("denied again", ACCEPTS, to_devices(WRITES, deny("iam:*"))),
        Case("many actions", REJECTS, to_devices(allow("iam:*")), "and 8 more; role alias"),
        Case(
            "an action that its owner adds",
            REJECTS,
            to_devices(allow("ssm:SendCommand")),
            "by ssm:SendCommand",
            settings={"actions_extra": ("ssm:SendCommand",)},
        ),
        Case("that nobody adds", ACCEPTS, to_devices(allow("ssm:SendCommand"))),
        Case("a condition decides", UNDECIDED, to_devices(allow("iam:*", Condition=MFA)),
             "has conditions"),
        Case("a name decides", UNDECIDED, _named("iam:PutRolePolicy", role_arn("pump-*")),
             "on resources that a policy names"),
        Case("a policy could not be read", UNDECIDED, to_devices(attached=(UNREAD,))),
        Case("a policy that nobody read may deny it", UNDECIDED,
             to_devices(WRITES, attached=(UNREAD,))),
        Case("its only path cuts it down", ACCEPTS,
             inventory(cut(allow("s3:GetObject")), granting(WRITES))),
        Case("enabled or not is unknown", UNDECIDED, perhaps_enabled(WRITES)),
    ],
    "PERM002-LATENT": [
        *_latent(WRITES, told_by="PERM002"),
        Case("a disabled profile", REJECTS, asleep(WRITES), "by iam:PutRolePolicy"),
        Case(
            "an action that its owner adds",
            REJECTS,
            asleep(allow("ssm:SendCommand")),
            "by ssm:SendCommand",
            settings={"actions_extra": ("ssm:SendCommand",)},
        ),
    ],
    "PERM002-CONDITIONAL": [
        *SILENT,
        *_idle(allow("iam:PutRolePolicy", Condition=MFA)),
        Case(
            "a condition decides",
            REJECTS,
            to_devices(allow("iam:PutRolePolicy", Condition=MFA)),
            "may get or give more than it has by iam:PutRolePolicy "
            "(Statement[0] of inline policy 'own' has conditions); role alias 'fleet' hands it out",
        ),
        Case(
            "a name decides",
            REJECTS,
            _named("iam:PutRolePolicy", role_arn("pump-*")),
            "it may use iam:PutRolePolicy on resources that a policy names",
        ),
        Case(
            "a variable decides",
            REJECTS,
            _named("sts:AssumeRole", role_arn("${credentials-iot:ThingName}")),
            "a policy variable decides",
        ),
        Case(
            "roles for one service",
            REJECTS,
            to_devices(
                allow("iam:PassRole",
                      **under("StringEquals", "iam:PassedToService", "lambda.amazonaws.com")),
                allow("lambda:CreateFunction"),
            ),
            "by iam:PassRole",
        ),
        Case("a condition denies it", REJECTS,
             to_devices(WRITES, deny("iam:*", Condition=MFA)), "by iam:PutRolePolicy"),
        Case("PERM002 reports it", NOT_APPLICABLE, to_devices(WRITES)),
        Case("PERM002 reports the rest", NOT_APPLICABLE,
             to_devices(WRITES, allow("sts:AssumeRole", Condition=MFA))),
        Case("certain, but asleep", NOT_APPLICABLE, asleep(WRITES)),
        Case("a policy could not be read", UNDECIDED, to_devices(attached=(UNREAD,))),
        Case(
            "that matters not for what was read",
            REJECTS,
            to_devices(allow("iam:PutRolePolicy", Condition=MFA), attached=(UNREAD,)),
            "by iam:PutRolePolicy (Statement[0] of inline policy 'own' has conditions)",
        ),
        Case("a boundary that nobody read", UNDECIDED,
             to_devices(allow("iam:PutRolePolicy", Condition=MFA), boundary=UNREAD)),
        Case("enabled or not is unknown", UNDECIDED,
             perhaps_enabled(allow("iam:PutRolePolicy", Condition=MFA))),
        Case("its only path cuts it down", ACCEPTS,
             inventory(cut(allow("s3:GetObject")), granting(allow("iam:*", Condition=MFA)))),
    ],
}  # fmt: skip
