"""The tables of cases for the rules on how long credentials of role aliases are valid."""

from typing import Any

from grants import granting
from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from scanner.policy.made import Json, allow
from world import alias, inventory, missing, role_arn

from rolevet.inventory import Inventory

_DAY: dict[str, Any] = {"credentialDurationSeconds": 43200}


def _lasting(seconds: int, *statements: Json, **more: Any) -> Inventory:
    """An alias with a role of these statements, of which it hands out credentials."""
    made = granting(*statements, longest=43200, **more)
    return inventory(alias(credentialDurationSeconds=seconds), made)


CASES = {
    "ALIAS006": [
        Case("an hour for an administrator", ACCEPTS, _lasting(3600, allow("*"))),
        Case("no duration means an hour", ACCEPTS,
             inventory(alias(credentialDurationSeconds=None), denied=["Device"])),
        Case("an hour, whatever the role is", ACCEPTS, inventory(alias(), denied=["Device"])),
        Case("twelve hours for an ordinary role", ACCEPTS, _lasting(43200, allow("s3:*"))),
        Case(
            "twelve hours for an administrator",
            REJECTS,
            _lasting(43200, allow("*")),
            "gives credentials for 43200 seconds, where 3600 are the limit for role 'Device', "
            "because it may do everything.",
        ),
        Case("for a role that escalates", REJECTS, _lasting(3601, allow("iam:PutRolePolicy")),
             "because it can get or give more than it has."),
        Case("for a role that stops trails", REJECTS, _lasting(7200, allow("cloudtrail:Stop*")),
             "because it can change what audits the account."),
        Case("a longer limit", ACCEPTS, _lasting(7200, allow("*")),
             settings={"max_privileged": 7200}),
        Case("a shorter limit", REJECTS, _lasting(3600, allow("*")),
             settings={"max_privileged": 900}),
        Case("a policy could not be read", UNDECIDED, _lasting(43200, attached=(role_arn(),)),
             "was not collected"),
        Case("nobody was allowed to look", UNDECIDED, inventory(alias(**_DAY), denied=["Device"])),
        Case("ALIAS004 reports a role that is gone", NOT_APPLICABLE,
             inventory(alias(**_DAY), missing())),
    ],
    "ALIAS006-ORDINARY": [
        Case("four hours", ACCEPTS, _lasting(14400, allow("s3:*"))),
        Case("four hours, whatever the role is", ACCEPTS,
             inventory(alias(credentialDurationSeconds=14400), denied=["Device"])),
        Case("twelve hours", REJECTS, _lasting(43200, allow("s3:*")),
             "gives credentials for 43200 seconds, where 14400 are the limit for role 'Device'."),
        Case("another limit", REJECTS, _lasting(3601, allow("s3:*")),
             settings={"max_default": 3600}),
        Case("ALIAS006 judges a powerful role", NOT_APPLICABLE, _lasting(43200, allow("*"))),
        Case("whether it is powerful matters not", REJECTS,
             _lasting(43200, attached=(role_arn(),))),
        Case("nobody was allowed to look", UNDECIDED, inventory(alias(**_DAY), denied=["Device"])),
        Case("ALIAS004 reports a role that is gone", NOT_APPLICABLE,
             inventory(alias(**_DAY), missing())),
    ],
}  # fmt: skip
