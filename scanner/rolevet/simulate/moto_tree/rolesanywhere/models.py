"""The state of IAM Roles Anywhere in one account and region."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count
from threading import RLock
from typing import Any, TypeVar

from botocore import xform_name
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.utils import utcnow
from moto.moto_api._internal import mock_random

from rolevet.simulate.paging import BadTokenError, Page, turn_to

from .exceptions import ResourceNotFoundException, TooManyTagsException, ValidationException
from .resources import Aliased, Resource, Subject, TrustAnchor

R = TypeVar("R", bound=Resource)
A = TypeVar("A", bound=Aliased)

# A resource holds no more tags than one request may carry (TagList in botocore's model); that the
# service counts the same way is our assumption.
_MOST_TAGS = 200


class RolesAnywhereBackend(BaseBackend):
    """Creates, finds, changes and deletes; no operation has a path of its own into the state."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.place = f"arn:{self.partition}:rolesanywhere:{region_name}:{account_id}"
        self._resources: dict[str, Resource] = {}
        self._serials = count()
        self._lock = RLock()

    def create(self, kind: type[R], **fields: Any) -> R:
        """A new resource of that kind, with an id and an ARN."""
        now = utcnow()
        with self._lock:
            resource = kind(
                place=self.place,
                serial=next(self._serials),
                id=str(mock_random.uuid4()),
                **{"created_at": now, "updated_at": now, **fields},
            )
            self._keep(resource)
        return resource

    def find(self, kind: type[R], identifier: str) -> R:
        """By id, ARN or alias ARN; an ARN of another account or region names nothing here."""
        for resource in self.all_of(kind):
            if resource.is_named_by(identifier):
                return resource
        raise ResourceNotFoundException(f"The {kind.kind} {identifier} could not be found")

    def change(self, kind: type[A], identifier: str, to: Callable[[A], A]) -> A:
        """The answer tells the previous alias if there was one and it is no longer the alias."""
        with self._lock:
            before = self.find(kind, identifier)
            after = replace(to(before), updated_at=utcnow())
            self._keep(after)
        if before.alias_name in {None, after.alias_name}:
            return after
        return replace(after, previous_alias_name=before.alias_name)

    def delete(self, kind: type[R], identifier: str) -> R:
        """The resource as it was."""
        with self._lock:
            resource = self.find(kind, identifier)
            del self._resources[resource.id]
        return resource

    def page(self, kind: type[R], token: str | None, wanted: int | None) -> Page[R]:
        """A page of the resources in the order of their creation."""
        if wanted is not None and wanted < 1:
            # The model gives no bound; that the service refuses such a page is our assumption.
            raise ValidationException("The page size must be at least 1")
        try:
            return turn_to(
                f"{self.place}:{kind.kind}",
                [(f"{resource.serial:012}", resource) for resource in self.all_of(kind)],
                token=token,
                wanted=wanted,
            )
        except BadTokenError as error:
            raise ValidationException("The next token is not valid") from error

    def all_of(self, kind: type[R]) -> list[R]:
        """Every resource of that kind, the oldest first."""
        with self._lock:
            return [each for each in self._resources.values() if isinstance(each, kind)]

    def tagged(self, arn: str) -> Resource:
        """The resource behind an ARN, whatever its kind; tags know no alias ARN."""
        if not arn.startswith("arn:"):
            raise ValidationException(f"{arn} is not an ARN")
        for resource in self.all_of(Resource):
            if resource.arn == arn:
                return resource
        raise ResourceNotFoundException(f"The resource {arn} could not be found")

    def tag(self, arn: str, tags: Mapping[str, str]) -> None:
        """Adds tags; a key that is there already gets the new value."""
        with self._lock:
            resource = self.tagged(arn)
            merged = {**resource.tags, **tags}
            if len(merged) > _MOST_TAGS:
                raise TooManyTagsException
            self._keep(replace(resource, tags=merged))

    def untag(self, arn: str, keys: list[str]) -> None:
        """Takes tags away; a key that is not there is no error."""
        with self._lock:
            resource = self.tagged(arn)
            left = {key: value for key, value in resource.tags.items() if key not in keys}
            self._keep(replace(resource, tags=left))

    def check_trust_anchor(self, arn: str) -> None:
        """ImportCrl wants the ARN that contains the id; it "doesn't support alias ARNs" (model)."""
        if all(anchor.arn != arn for anchor in self.all_of(TrustAnchor)):
            raise ResourceNotFoundException(f"The trust anchor {arn} could not be found")

    def record_subject(self, x509_subject: str, **credential: Any) -> Subject:
        """What a session leaves behind in AWS; no operation creates a subject.

        The credential's members are those of the model's CredentialSummary in snake case.
        """
        now = utcnow()
        seen = {"seen_at": now, "enabled": True, "failed": False, **credential}
        with self._lock:
            for subject in self.all_of(Subject):
                if subject.x509_subject == x509_subject:
                    again = replace(
                        subject,
                        credentials=(*subject.credentials, seen),
                        last_seen_at=now,
                        updated_at=now,
                    )
                    self._keep(again)
                    return again
            return self.create(
                Subject,
                enabled=True,
                x509_subject=x509_subject,
                created_at=now,
                last_seen_at=now,
                credentials=(seen,),
            )

    def _keep(self, resource: Resource) -> None:
        if isinstance(resource, Aliased) and resource.alias_name is not None:
            self._check_alias(resource, resource.alias_name)
        self._resources[resource.id] = resource

    def _check_alias(self, resource: Aliased, name: str) -> None:
        if name.lower().startswith("aws/"):
            raise ValidationException(f"The alias name {name} is reserved")
        for other in self.all_of(type(resource)):
            if other.alias_name == name and other.id != resource.id:
                raise ValidationException(f"The alias name {name} is already in use")


def fields(members: Mapping[str, Any]) -> dict[str, Any]:
    """The members of a request as the fields of a resource; an empty alias name means none."""
    named = {
        xform_name(name): tuple(value) if isinstance(value, list) else value
        for name, value in members.items()
    }
    if named.get("alias_name") == "":
        named["alias_name"] = None
    return named


rolesanywhere_backends = BackendDict(RolesAnywhereBackend, "rolesanywhere")
