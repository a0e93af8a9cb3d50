"""One table of cases for each rule on roles that reach what audits an account."""

from grants import granting
from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from rules.permitted import (
    CAMERA,
    GREENGRASS,
    HYBRID_NODE,
    MFA,
    UNREAD,
    asleep,
    cut,
    perhaps_enabled,
    to_devices,
    to_workloads,
)
from scanner.policy.made import allow, deny
from world import alias, inventory, profile, role_arn

STOPS = allow("cloudtrail:StopLogging")
READS = allow(["guardduty:Get*", "cloudtrail:LookupEvents"])
SILENT = [
    Case("Greengrass as AWS sets it up", ACCEPTS, to_devices(*GREENGRASS)),
    Case("a camera as AWS sets it up", ACCEPTS, to_devices(*CAMERA)),
    Case("a hybrid node as AWS sets it up", ACCEPTS, to_workloads(*HYBRID_NODE)),
    Case("nobody hands it out", NOT_APPLICABLE, inventory(granting(STOPS, READS))),
    Case("a policy could not be read", UNDECIDED, to_devices(attached=(UNREAD,))),
]

CASES = {
    "PERM003": [
        *SILENT,
        Case(
            "it stops a trail",
            REJECTS,
            to_devices(STOPS),
            "can change or stop what audits the account by cloudtrail:Stop*; role alias 'fleet'",
        ),
        Case("on one resource", REJECTS,
             to_workloads(allow("guardduty:DeleteDetector", "arn:aws:guardduty:*:*:detector/x"))),
        Case("a whole service", REJECTS, to_devices(allow("securityhub:*"))),
        Case("it only reads", ACCEPTS, to_devices(READS)),
        Case("denied again", ACCEPTS, to_devices(STOPS, deny("cloudtrail:*"))),
        Case("what PERM002 tells of IAM", ACCEPTS, to_devices(allow("iam:PutRolePolicy"))),
        Case("and what it does not", REJECTS,
             to_devices(allow(["iam:PutRolePolicy", "iam:DeleteRole"])), "by iam:Delete*; role"),
        Case("what PERM002 is not sure of", ACCEPTS,
             to_devices(allow("iam:PutRolePolicy", role_arn("pump-*")))),
        Case("all of IAM", REJECTS, to_devices(allow("iam:*"))),
        Case("its only path cuts it down", ACCEPTS,
             inventory(cut(allow("s3:GetObject")), granting(STOPS))),
        Case("only a disabled profile lists it", NOT_APPLICABLE, asleep(STOPS)),
        Case("a condition decides", UNDECIDED,
             to_devices(allow("config:*", Condition=MFA)), "has conditions"),
        Case("enabled or not is unknown", UNDECIDED, perhaps_enabled(STOPS)),
    ],
    "PERM003-LATENT": [
        Case("a disabled profile", REJECTS, asleep(STOPS), "but only disabled profiles list it"),
        Case("an ordinary role", ACCEPTS, asleep(*GREENGRASS)),
        Case("it only reads", ACCEPTS, asleep(READS)),
        Case("no disabled profile lists it", NOT_APPLICABLE, to_workloads(STOPS)),
        Case("PERM003 reports it", NOT_APPLICABLE,
             inventory(alias(), profile(enabled=False), granting(STOPS))),
        Case("a policy could not be read", UNDECIDED, asleep(attached=(UNREAD,))),
        Case("enabled or not is unknown", UNDECIDED, perhaps_enabled(STOPS)),
    ],
    "PERM003-READ": [
        *SILENT,
        Case(
            "it reads findings",
            REJECTS,
            to_devices(READS),
            "can read from what audits the account by cloudtrail:Lookup*, guardduty:Get*; role",
        ),
        Case("it looks itself up", REJECTS, to_workloads(allow("iam:GetRole", role_arn()))),
        Case("it only writes", ACCEPTS, to_devices(STOPS)),
        Case("only a disabled profile lists it", NOT_APPLICABLE, asleep(READS)),
        Case("a condition decides", UNDECIDED, to_devices(allow("iam:Get*", Condition=MFA))),
    ],
}  # fmt: skip
