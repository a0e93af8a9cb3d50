"""What an expression sees of a subject."""

from itertools import chain
from typing import Any, Final

from rolevet.declare.named import ASKED_FOR, BROKER, EMPTY_IF_NONE, SESSION, TRUST
from rolevet.declare.values import View
from rolevet.document import BadDocument, parse_document
from rolevet.inventory import Binding, Subject
from rolevet.policies import IotPolicy, ManagedPolicy
from rolevet.resources import Profile, Resource, Role, RoleAlias
from rolevet.unknown import Doubt, Undecided


def view_of(subject: Subject) -> View:
    """AWS's own fields of a resource; the parts of a binding."""
    if isinstance(subject, Binding):
        return _binding(subject)
    return _resource(subject)


_TELLING: Final = {RoleAlias.KIND: "roleArn", IotPolicy.KIND: "policyDocument"}
"""The field that is missing where the call that tells all fields failed, and only a listing told of
the resource."""

_NOT_ALWAYS: Final = {
    ManagedPolicy.KIND: ("AttachmentCount", "PermissionsBoundaryUsageCount", "Tags")
}
"""What is told of some resources and not of others, by how they were found."""


def _resource(resource: Resource) -> View:
    asked = (ASKED_FOR[detail].get(resource.KIND, ()) for detail in EMPTY_IF_NONE)
    names = chain(_NOT_ALWAYS.get(resource.KIND, ()), *asked)
    missing = {name: resource.not_collected(name) for name in names}
    untold = resource.unknown.get(_TELLING.get(resource.KIND, ""))
    return View(
        resource.label,
        {**missing, **resource.raw, **resource.unknown},
        untold if untold is not None and untold.doubt is Doubt.COVERAGE else None,
    )


def _binding(binding: Binding) -> View:
    return View(
        "the binding",
        {
            BROKER: _resource(binding.broker),
            Role.KIND: lambda: _resource(binding.role),
            TRUST: lambda: dict(binding.role.trust),
            SESSION: _session(binding.broker),
        },
    )


def _session(broker: RoleAlias | Profile) -> View:
    """The same fields for both brokers; an alias adds no policy."""
    policies: dict[str, Any] = {"managedPolicyArns": [], "policy": None}
    if isinstance(broker, Profile):
        policies = {
            "managedPolicyArns": lambda: list(broker.managed_policy_arns),
            "policy": lambda: _policy(broker),
        }
    label = f"the session of {broker.label}"
    return View(label, {"durationSeconds": lambda: broker.duration, **policies})


def _policy(profile: Profile) -> Any:
    if profile.session_policy is None:
        return None
    try:
        return parse_document(profile.session_policy)
    except BadDocument as bad:
        raise Undecided(f"the session policy of {profile.label} cannot be read: {bad}") from None
