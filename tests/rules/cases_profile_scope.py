"""The table of cases for the rule on profiles whose sessions are not cut down."""

from grants import granting
from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from rules.permitted import HYBRID_NODE, asleep, cut, perhaps_enabled, to_workloads
from scanner.policy.made import allow, deny
from world import inventory, missing, profile, role_arn

CASES = {
    "PROF009": [
        Case("an ordinary role", ACCEPTS, to_workloads(*HYBRID_NODE)),
        Case("a role without policies", ACCEPTS, to_workloads()),
        Case(
            "an administrator",
            REJECTS,
            to_workloads(allow("*")),
            "hands out role 'Device', which can do everything or get to it, and has no session",
        ),
        Case("a role that escalates", REJECTS, to_workloads(allow("iam:PutRolePolicy"))),
        Case("that does not count here", ACCEPTS, to_workloads(allow("iam:PutRolePolicy")),
             settings={"include_escalation": False}),
        Case("the session is cut down", ACCEPTS,
             inventory(cut(allow("s3:*")), granting(allow("*")))),
        Case("whatever the role is", ACCEPTS,
             inventory(cut(allow("s3:*")), granting(attached=(role_arn(),)))),
        Case("a session policy of everything", REJECTS,
             inventory(cut(allow("s3:*"), allow("*")), granting(allow("*"))),
             "and has session policies that allow all"),
        Case("of everything but a little", ACCEPTS,
             inventory(cut(allow("*"), deny("iam:*")), granting(allow("*")))),
        Case("a session policy that nobody can read", UNDECIDED,
             inventory(profile(sessionPolicy="{"), granting(allow("*")))),
        Case("that matters not for an ordinary role", ACCEPTS,
             inventory(profile(sessionPolicy="{"), granting(*HYBRID_NODE))),
        Case("a policy could not be read", UNDECIDED, to_workloads(attached=(role_arn(),))),
        Case("a disabled profile", NOT_APPLICABLE, asleep(allow("*"))),
        Case("enabled or not is unknown", UNDECIDED, perhaps_enabled(allow("*"))),
        Case("PROF011 reports a role that is gone", NOT_APPLICABLE,
             inventory(profile(), missing())),
    ],
}  # fmt: skip
