"""One table of cases for each rule of the family PROF."""

from typing import Any

from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from world import DENIED, STATED, inventory, missing, profile, role, role_arn

_LONG: dict[str, Any] = {"durationSeconds": 43200}
_OFF: dict[str, Any] = {"enabled": False}
_OLD: dict[str, Any] = {"updatedAt": "2026-01-01T00:00:00Z"}


def _policies(count: int) -> list[str]:
    return [f"arn:aws:iam::123456789012:policy/P{number}" for number in range(count)]


CASES = {
    "PROF001": [
        Case("as long as the role allows", ACCEPTS, inventory(profile(), role())),
        Case("twelve hours of twelve", ACCEPTS, inventory(profile(**_LONG), role(longest=43200))),
        Case("an hour, role unseen", ACCEPTS, inventory(profile(), denied=["Device"])),
        Case(
            "no duration means an hour",
            ACCEPTS,
            inventory(profile(durationSeconds=None), denied=["Device"]),
        ),
        Case(
            "one second too long",
            REJECTS,
            inventory(profile(durationSeconds=3601), role()),
            "only clients that ask for a shorter session get one",
        ),
        Case("role unseen", UNDECIDED, inventory(profile(**_LONG), denied=["Device"]), "denied"),
        Case("enabled or not is unknown", UNDECIDED, inventory(profile(enabled=None), role())),
        Case(
            "the list is unknown",
            UNDECIDED,
            inventory(profile(unknown={"roleArns": DENIED}, **_LONG)),
        ),
        Case("the list holds numbers", UNDECIDED, inventory(profile(roleArns=[1], **_LONG))),
        Case("disabled", NOT_APPLICABLE, inventory(profile(**_LONG, **_OFF), role())),
        Case("the role is gone", NOT_APPLICABLE, inventory(profile(**_LONG), missing())),
    ],
    "PROF001-LATENT": [
        Case("as long as the role allows", ACCEPTS, inventory(profile(**_OFF), role())),
        Case(
            "too long",
            REJECTS,
            inventory(profile(**_LONG, **_OFF), role()),
            "enabling the profile brings this to light",
        ),
        Case("role unseen", UNDECIDED, inventory(profile(**_LONG, **_OFF), denied=["Device"])),
        Case("enabled", NOT_APPLICABLE, inventory(profile(**_LONG), role())),
    ],
    "PROF003": [
        Case("a role of the account", ACCEPTS, inventory(profile())),
        Case(
            "a role of another account",
            REJECTS,
            inventory(profile(roleArns=[role_arn(account="210987654321")])),
            "it belongs to account 210987654321, not to 123456789012",
        ),
        Case(
            "1011 characters are the most",
            REJECTS,
            inventory(profile(roleArns=[role_arn("p/" * 600 + "Device")])),
            "it has more than 1011 characters",
        ),
        Case(
            "a service-linked role",
            REJECTS,
            inventory(profile(roleArns=[role_arn("aws-service-role/x.amazonaws.com/X")])),
        ),
        Case("an empty text", REJECTS, inventory(profile(roleArns=[""]))),
        Case("the list is unknown", UNDECIDED, inventory(profile(unknown={"roleArns": DENIED}))),
        Case("the list is none", UNDECIDED, inventory(profile(roleArns="arn"))),
    ],
    "PROF003-DUPLICATE": [
        Case("each once", ACCEPTS, inventory(profile(roleArns=[role_arn("A"), role_arn("B")]))),
        Case("no roles", ACCEPTS, inventory(profile(roleArns=[]))),
        Case(
            "one twice",
            REJECTS,
            inventory(profile(roleArns=[role_arn("A"), role_arn("B"), role_arn("A")])),
            "lists role 'arn:aws:iam::123456789012:role/A' 2 times",
        ),
        Case(
            "two of them",
            REJECTS,
            inventory(profile(roleArns=[role_arn("A"), role_arn("B")] * 3)),
            "role/B' 3 times",
        ),
        Case("the list is unknown", UNDECIDED, inventory(profile(unknown={"roleArns": DENIED}))),
    ],
    "PROF004": [
        Case("none", ACCEPTS, inventory(profile())),
        Case("ten", ACCEPTS, inventory(profile(managedPolicyArns=_policies(10)))),
        Case("ten, each twice", ACCEPTS, inventory(profile(managedPolicyArns=_policies(10) * 2))),
        Case("no list", ACCEPTS, inventory(profile(managedPolicyArns=None))),
        Case(
            "eleven",
            REJECTS,
            inventory(profile(managedPolicyArns=_policies(11))),
            "lists 11 managed policies. AWS documents 10",
        ),
        Case("fifty", REJECTS, inventory(profile(managedPolicyArns=_policies(50)))),
        Case(
            "twelve where twelve were seen to work",
            ACCEPTS,
            inventory(profile(managedPolicyArns=_policies(12))),
            settings={"soft_limit": 12},
        ),
        Case("REJECTED reports 51", ACCEPTS, inventory(profile(managedPolicyArns=_policies(51)))),
        Case(
            "the list is unknown",
            UNDECIDED,
            inventory(profile(unknown={"managedPolicyArns": DENIED})),
        ),
    ],
    "PROF004-REJECTED": [
        Case("fifty", ACCEPTS, inventory(profile(managedPolicyArns=_policies(50)))),
        Case(
            "fifty-one",
            REJECTS,
            inventory(profile(managedPolicyArns=_policies(51))),
            "lists 51 managed policies, and the API accepts at most 50",
        ),
        Case(
            "the list is unknown",
            UNDECIDED,
            inventory(profile(unknown={"managedPolicyArns": DENIED})),
        ),
    ],
    "PROF011": [
        Case("the role exists", ACCEPTS, inventory(profile(), role())),
        Case(
            "one of two is gone",
            REJECTS,
            inventory(profile(roleArns=[role_arn("A"), role_arn("B")]), role("A"), missing("B")),
            f"hands out role '{role_arn('B')}', which does not exist",
            besides=1,
        ),
        Case("no one may look", UNDECIDED, inventory(profile(), denied=["Device"]), "denied"),
        Case("ALL reports it", NOT_APPLICABLE, inventory(profile(), missing())),
        Case(
            "PROF003 reports it",
            NOT_APPLICABLE,
            inventory(profile(roleArns=[role_arn(account="210987654321")])),
        ),
    ],
    "PROF011-ALL": [
        Case("the role exists", ACCEPTS, inventory(profile(), role())),
        Case(
            "one of two is gone",
            ACCEPTS,
            inventory(profile(roleArns=[role_arn("A"), role_arn("B")]), role("A"), missing("B")),
        ),
        Case(
            "one exists, whatever the other does",
            ACCEPTS,
            inventory(profile(roleArns=[role_arn("A"), role_arn("B")]), role("B"), denied=["A"]),
        ),
        Case(
            "the only one is gone",
            REJECTS,
            inventory(profile(), missing()),
            "it lists one role, and none exists",
        ),
        Case(
            "both are gone",
            REJECTS,
            inventory(profile(roleArns=[role_arn("A"), role_arn("B")]), missing("A"), missing("B")),
            "it lists 2 roles, and none exists",
        ),
        Case(
            "one is gone, the other unseen",
            UNDECIDED,
            inventory(profile(roleArns=[role_arn("A"), role_arn("B")]), missing("A"), denied=["B"]),
        ),
        Case("no roles", NOT_APPLICABLE, inventory(profile(roleArns=[]))),
        Case(
            "only a role of another account",
            NOT_APPLICABLE,
            inventory(profile(roleArns=[role_arn(account="210987654321")])),
        ),
    ],
    "PROF014": [
        Case("enabled", ACCEPTS, inventory(profile())),
        Case("disabled lately", REJECTS, inventory(profile(**_OFF)), "is disabled"),
        Case("unknown", UNDECIDED, inventory(profile(unknown={"enabled": DENIED})), "denied"),
        Case("not said", UNDECIDED, inventory(profile(enabled=None)), "no field 'enabled'"),
        Case("STALE reports it", NOT_APPLICABLE, inventory(profile(**_OFF, **_OLD))),
        Case("written down so", REJECTS, inventory(profile(**_OFF, unknown=STATED))),
        Case(
            "a patient owner",
            REJECTS,
            inventory(profile(**_OFF, **_OLD)),
            settings={"stale_days": 365},
        ),
    ],
    "PROF014-STALE": [
        Case("enabled", ACCEPTS, inventory(profile(**_OLD))),
        Case(
            "disabled for long",
            REJECTS,
            inventory(profile(**_OFF, **_OLD)),
            "was last changed on 2026-01-01, more than 90 days ago",
        ),
        Case(
            "ninety days and a second",
            REJECTS,
            inventory(profile(**_OFF, updatedAt="2026-03-02T23:59:59+00:00")),
        ),
        Case("no date", UNDECIDED, inventory(profile(**_OFF, updatedAt=None)), "updatedAt"),
        Case("no such date", UNDECIDED, inventory(profile(**_OFF, updatedAt="lately"))),
        Case(
            "ninety days to the second",
            NOT_APPLICABLE,
            inventory(profile(**_OFF, updatedAt="2026-03-03T00:00:00")),
        ),
        Case("PROF014 reports it", NOT_APPLICABLE, inventory(profile(**_OFF))),
        Case("not made yet", NOT_APPLICABLE, inventory(profile(**_OFF, unknown=STATED))),
        Case(
            "a patient owner",
            NOT_APPLICABLE,
            inventory(profile(**_OFF, **_OLD)),
            settings={"stale_days": 365},
        ),
    ],
}
