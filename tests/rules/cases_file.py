"""One table of cases for each rule about files, and for what is refused where they are deployed."""

from dataclasses import replace
from typing import Any

from rules.cases import ACCEPTS, REJECTS, UNDECIDED, Case
from world import STATED, inventory, role, written_file

from rolevet.inventory import Inventory
from rolevet.resources import Role
from rolevet.written import Fault, WrittenFault

_DOUBT = "a transform may declare more than the template does"
_PATH = "Resources.Profile.Properties.RoleArns[0]"


def _file(fault: Fault, *doubts: str) -> Inventory:
    return inventory(
        written_file(*(WrittenFault(fault, "Rolle", "Profile", _PATH, doubt) for doubt in doubts))
    )


def _faults(fault: Fault, other: Fault) -> list[Case]:
    return [
        Case("nothing wrong", ACCEPTS, inventory(written_file())),
        Case("something else wrong", ACCEPTS, _file(other, "")),
        Case("it is there", REJECTS, _file(fault, ""), "Rolle"),
        Case("it is there twice", REJECTS, _file(fault, "", ""), "'Profile'"),
        Case("something else may make it", UNDECIDED, _file(fault, _DOUBT), "a transform may"),
    ]


def _trust(*statements: object, **more: object) -> Inventory:
    trust = {"Version": "2012-10-17", "Statement": list(statements), **more}
    return inventory(_stated(AssumeRolePolicyDocument=trust))


def _stated(**fields: Any) -> Role:
    return replace(role(**fields), unknown=STATED)


_GOOD = {
    "Effect": "Allow",
    "Principal": {"Service": "rolesanywhere.amazonaws.com"},
    "Action": ["sts:AssumeRole"],
}
_INDENTED = {
    "Effect": "Allow",
    "Principal": {"Service": "rolesanywhere.amazonaws.com", "Action": "sts:AssumeRole"},
}

CASES = {
    "FILE001": _faults(Fault.DANGLING, Fault.UNESCAPED),
    "TRUST008-UNESCAPED": _faults(Fault.UNESCAPED, Fault.DANGLING),
    "TRUST011": [
        Case("a policy", ACCEPTS, _trust(_GOOD)),
        Case("indented too far", REJECTS, _trust(_GOOD, _INDENTED), "in Statement[1], there are"),
        Case("no statement", REJECTS, _trust(), "has no statement"),
        Case("a resource", REJECTS, _trust({**_GOOD, "Resource": "*"}), "Resource"),
        Case("a new version", REJECTS, _trust(_GOOD, Version="2024-01-01"), "none of the versions"),
        Case("not seen", UNDECIDED, inventory(_stated()), "AssumeRolePolicyDocument"),
        Case(
            "IAM has accepted it",
            UNDECIDED,
            inventory(role(AssumeRolePolicyDocument={"Statement": []})),
            "has no statement",
        ),
        Case(
            "too large to be read",
            UNDECIDED,
            _trust({**_GOOD, "Sid": "x" * 3_000_000}),
            "has more than",
        ),
    ],
}
