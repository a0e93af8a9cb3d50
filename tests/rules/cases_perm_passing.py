"""The table of cases for the rule on roles that pass roles to brokers."""

from typing import Any

from grants import granting
from rules.cases import ACCEPTS, REJECTS, UNDECIDED, Case
from rules.permitted import GREENGRASS, HYBRID_NODE, MFA, UNREAD, to_devices, to_workloads, under
from scanner.policy.made import Json, allow, deny
from world import inventory, role_arn

from rolevet.inventory import Inventory

PASSED = "iam:PassedToService"
HERE = "rolesanywhere.amazonaws.com"


def _may(*statements: Json) -> Inventory:
    """A role that nobody hands out, and that makes profiles."""
    return inventory(granting(allow("rolesanywhere:CreateProfile"), *statements))


def _passes(**more: Any) -> Json:
    return allow("iam:PassRole", **more)


CASES = {
    "PERM009": [
        Case("Greengrass as AWS sets it up", ACCEPTS, to_devices(*GREENGRASS)),
        Case("a hybrid node as AWS sets it up", ACCEPTS, to_workloads(*HYBRID_NODE)),
        Case(
            "any role to any service",
            REJECTS,
            _may(_passes()),
            "can put any role behind a broker: it may use rolesanywhere:CreateProfile, and "
            "iam:PassRole on any role for any service.",
        ),
        Case("any role of the account", REJECTS, _may(allow("iam:PassRole", role_arn("*")))),
        Case("by a wildcard", REJECTS, inventory(granting(allow(["iot:*", "iam:Pass*"])))),
        Case("it is handed out itself", REJECTS,
             to_workloads(allow(["iot:UpdateRoleAlias", "iam:PassRole"])),
             "; profile 'backup' hands it out."),
        Case("roles of a path", ACCEPTS, _may(allow("iam:PassRole", role_arn("handed-out/*")))),
        Case("no brokers", ACCEPTS, inventory(granting(_passes()))),
        Case("no roles", ACCEPTS, _may()),
        Case("to one service", ACCEPTS, _may(_passes(**under("StringEquals", PASSED, HERE)))),
        Case("to one service, if there is any", ACCEPTS,
             _may(_passes(**under("StringLikeIfExists", PASSED, "lambda.*")))),
        Case("to any service that has a name", REJECTS,
             _may(_passes(**under("StringLike", PASSED, "*")))),
        Case("to all services but one", REJECTS,
             _may(_passes(**under("StringNotEquals", PASSED, "ec2.amazonaws.com")))),
        Case("to no service at all", ACCEPTS,
             _may(_passes(**under("StringNotLike", PASSED, "*")))),
        Case("to a service, whichever", REJECTS, _may(_passes(**under("Null", PASSED, "false")))),
        Case("denied for all services but one", ACCEPTS,
             _may(_passes(), deny("iam:PassRole", **under("StringNotEquals", PASSED, HERE)))),
        Case("denied for one service", REJECTS,
             _may(_passes(), deny("iam:PassRole", **under("StringEquals", PASSED, HERE)))),
        Case("some other condition", UNDECIDED, _may(_passes(Condition=MFA)), "has conditions"),
        Case("brokers on a condition", UNDECIDED,
             inventory(granting(allow("iot:*", Condition=MFA), _passes()))),
        Case("a policy could not be read", UNDECIDED, inventory(granting(attached=(UNREAD,)))),
    ],
}  # fmt: skip
