"""What AWS refuses in the request that makes or changes a resource, for every family that asks."""

from collections.abc import Callable, Iterator
from typing import Final

from rolevet import (
    Breach,
    Declared,
    Hit,
    NotApplicable,
    Refusal,
    Resource,
    asked_by,
    plain,
    refusals,
)

_SHOWN: Final = 200
_OLDER: Final = {("roleArns", Breach.SIZE): " An older edition of AWS's page says 50."}
"""Where what AWS takes has changed."""


def nothing(_: Refusal) -> bool:
    """That no other rule tells a refusal."""
    return False


def misshapen(
    resource: Resource, told_elsewhere: Callable[[Refusal], bool] = nothing
) -> Iterator[Hit]:
    """What breaks a constraint, but for what another rule tells."""
    for refusal in refusals(resource):
        if refusal.fault.breach is not Breach.UNKNOWN and not told_elsewhere(refusal):
            yield _hit(resource, refusal, _OLDER.get(refusal.fault[:2], ""))


def unknown_members(resource: Resource) -> Iterator[Hit]:
    """What the operation has no member for."""
    for refusal in refusals(resource):
        if refusal.fault.breach is Breach.UNKNOWN:
            yield _hit(
                resource, refusal, " The AWS CLI and the SDKs do not send a request that holds it."
            )


def enabled_unstated(resource: Resource, create: str, consequence: str) -> Iterator[Hit]:
    """A hit where `create` would make the resource, and the file does not say if it is enabled."""
    if asked_by(resource).operations != (create,):
        raise NotApplicable("an update says nothing of it")
    place = resource.place
    if not isinstance(place, Declared) or "enabled" in place.parts:
        return
    if place.elsewhere:
        raise resource.unknown["enabled"].undecided()
    yield Hit(
        f"{resource.label} does not state enabled; AWS does not document the default, and "
        f"{consequence}.",
        at="enabled",
    )


def _hit(resource: Resource, refusal: Refusal, more: str) -> Hit:
    path = refusal.fault.path
    return Hit(
        f"{refusal.said(resource.label)}.{more}",
        at=path,
        key=path,
        evidence={"operation": refusal.operation, "member": plain(path, _SHOWN)},
    )
