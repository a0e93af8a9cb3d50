"""What AWS takes of a request that makes or changes a resource, and what it refuses."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final, NamedTuple

from rolevet.authorities import Crl, TrustAnchor
from rolevet.place import Asked, Declared
from rolevet.policies import IotPolicy
from rolevet.resources import Profile, Resource, Role, RoleAlias
from rolevet.service_model import input_of
from rolevet.shapes import Breach, Fault, Shape, faults
from rolevet.unknown import NotApplicable

_REFUSALS_MAX: Final = 100

_CREATES: Final[dict[type[Resource], str]] = {
    RoleAlias: "iot:CreateRoleAlias",
    IotPolicy: "iot:CreatePolicy",
    Profile: "rolesanywhere:CreateProfile",
    TrustAnchor: "rolesanywhere:CreateTrustAnchor",
    Crl: "rolesanywhere:ImportCrl",
    Role: "iam:CreateRole",
}
_PARSED: Final = frozenset(
    {"AssumeRolePolicyDocument", "PermissionsBoundary", "notificationSettings"}
)
"""Members that a resource tells in another form than a request, or with AWS's defaults."""

_RESERVED: Final = "aws/"


class Refusal(NamedTuple):
    """`operation` is spelt as IAM spells the action."""

    operation: str
    fault: Fault

    def said(self, label: str) -> str:
        """A sentence that begins with what is refused."""
        path, _, found, wanted = self.fault
        name = self.operation.rpartition(":")[2]
        return f"{label}: {path} {found}, and {name} {wanted}"


def asked_by(resource: Resource) -> Asked:
    """What is sent to AWS for it; of what another kind of file states, what would make it.

    Raises NotApplicable for what AWS itself has told of.
    """
    place = resource.place
    if not isinstance(place, Declared):
        raise NotApplicable("it is what AWS took")
    if place.asked is not None:
        return place.asked
    operation = _CREATES[type(resource)]
    given = {
        name: resource.raw[name]
        for name in _shape(operation).members
        if name in place.parts and name not in resource.unknown and name not in _PARSED
    }
    return Asked((operation,), given)


def refusals(resource: Resource) -> Iterator[Refusal]:
    """What AWS takes in none of the operations that it may be, no more than a hundred.

    Raises NotApplicable as `asked_by` does, and last Undecided for what is not known.
    """
    asked = asked_by(resource)
    told = [list(_faults(one, asked.members)) for one in asked.operations]
    everywhere = set.intersection(*({fault[:2] for fault in each} for each in told))
    for fault in told[0]:
        if fault[:2] in everywhere and not _is_elsewhere(fault, resource):
            yield Refusal(asked.operations[0], fault)
    _ask_for_the_unknown(resource, asked.operations[0])


def _faults(operation: str, members: Mapping[str, Any]) -> Iterable[Fault]:
    found = (*faults(_shape(operation), members), *_beyond_the_model(members))
    return islice(found, _REFUSALS_MAX)


def _shape(operation: str) -> Shape:
    service, _, name = operation.partition(":")
    return input_of(service, name)


def _is_elsewhere(fault: Fault, resource: Resource) -> bool:
    """Whether what is missing is made up, known under another form, or not known."""
    if fault.breach is not Breach.MISSING or not isinstance(resource.place, Declared):
        return False
    if resource.place.asked is not None:
        return False
    name = fault.path
    return name == resource.NAME_FIELD or name in resource.unknown or name in resource.raw


def _ask_for_the_unknown(resource: Resource, operation: str) -> None:
    place, shape = resource.place, _shape(operation)
    if isinstance(place, Declared) and place.asked is None:
        for name, unknown in sorted(resource.unknown.items()):
            wanted = name in place.parts or name in shape.required
            if name in shape.members and wanted and name != resource.NAME_FIELD:
                raise unknown.undecided()


def _beyond_the_model(members: Mapping[str, Any]) -> Iterator[Fault]:
    """What the documents say of members and no constraint of the model does."""
    alias = members.get("aliasName")
    if isinstance(alias, str) and alias[: len(_RESERVED)].lower() == _RESERVED:
        yield Fault(
            "aliasName", Breach.SPELLING, f"begins with {_RESERVED}", "keeps such names for AWS"
        )
    settings = members.get("notificationSettings")
    for number, setting in enumerate(settings if isinstance(settings, list) else ()):
        if isinstance(setting, dict) and setting.get("enabled") is True:
            path = f"notificationSettings[{number}].threshold"
            if setting.get("threshold") is None:
                yield Fault(path, Breach.MISSING, "is not given", "needs it where enabled is true")
