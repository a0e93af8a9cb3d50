"""The kinds of AWS resource that rolevet knows, and the questions that rules ask of them.

A question answers, or raises Undecided where the fact could not be had.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Final

from rolevet.moments import moment_of
from rolevet.place import Place
from rolevet.unknown import Partly, Undecided, Unknown, Unmade

DEFAULT_DURATION: Final = 3600
"""Seconds; what both brokers store when a request names no duration."""

_REQUIRED: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One AWS resource; `raw` keeps AWS's own field names and JSON values, timestamps as sent.

    `unknown` names the fields of `raw` that could not be had, each with the reason.
    """

    arn: str
    account: str
    region: str
    partition: str
    raw: Mapping[str, Any]
    place: Place
    unknown: Mapping[str, Unknown] = field(default_factory=dict)

    KIND: ClassVar[str]
    LABEL: ClassVar[str]
    NAME_FIELD: ClassVar[str]
    CREATED_FIELD: ClassVar[str] = "createdAt"

    @property
    def created_at(self) -> datetime:
        return self._moment(self.CREATED_FIELD)

    @property
    def is_made(self) -> bool:
        """Whether it is there already, and not only stated by somebody who wants it."""
        return not isinstance(self.unknown.get(self.CREATED_FIELD), Unmade)

    @property
    def name(self) -> str:
        """What people call it; the last part of the ARN where the answer holds no name."""
        name = self.raw.get(self.NAME_FIELD)
        return name if isinstance(name, str) else self.arn.rpartition("/")[2]

    @property
    def label(self) -> str:
        """How a sentence begins that speaks of this resource."""
        return f"{self.LABEL} '{self.name}'"

    def not_collected(self, name: str) -> Unknown:
        """What a detail is that nobody asked for."""
        return Unknown(f"'{name}' of {self.label} was not collected")

    def _answer(self, name: str, kind: type | tuple[type, ...], default: object = _REQUIRED) -> Any:
        if name in self.unknown:
            raise self.unknown[name].undecided()
        value = self.raw.get(name, default)
        if value is _REQUIRED:
            raise Undecided(f"the answer for {self.label} has no field '{name}'")
        # Not isinstance: to Python, true is a number.
        if type(value) not in (kind if isinstance(kind, tuple) else (kind,)):
            raise Undecided(f"field '{name}' of {self.label} is not of the documented type")
        return value

    def _detail(self, name: str, kind: type) -> Any:
        """A field that is there only if somebody asked for it, empty or not."""
        if name not in self.raw and name not in self.unknown:
            raise self.not_collected(name).undecided()
        return self._answer(name, kind)

    def _detail_rows(self, name: str) -> list[dict[str, Any]]:
        return self._all_rows(name, self._detail(name, list))

    def _rows(self, name: str) -> list[dict[str, Any]]:
        return self._all_rows(name, self._answer(name, list))

    def _all_rows(self, name: str, rows: list[Any]) -> list[dict[str, Any]]:
        if not all(isinstance(row, dict) for row in rows):
            raise Undecided(f"field '{name}' of {self.label} is not a list of objects")
        return rows

    def _texts(self, name: str) -> tuple[str, ...]:
        return self._all_texts(name, self._answer(name, list, []))

    def _all_texts(self, name: str, values: list[Any]) -> tuple[str, ...]:
        if not all(isinstance(value, str) for value in values):
            raise Undecided(f"field '{name}' of {self.label} is not a list of texts")
        return tuple(values)

    def _moment(self, name: str) -> datetime:
        return moment_of(self._answer(name, (str, int, float)), f"field '{name}' of {self.label}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged(Resource):
    """Of a kind whose tags are collected with Detail.TAGS."""

    LABEL: ClassVar[str] = "Resource with tags"

    @property
    def tags(self) -> Mapping[str, str]:
        """Values by key, those that AWS itself sets among them."""
        # Roles Anywhere writes key and value, IoT writes Key and Value.
        tags = self._detail_rows("tags")
        pairs = ({str(name).lower(): text for name, text in tag.items()} for tag in tags)
        return {str(pair.get("key")): str(pair.get("value", "")) for pair in pairs}


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleAlias(Tagged):
    """https://docs.aws.amazon.com/iot/latest/apireference/API_RoleAliasDescription.html"""

    KIND: ClassVar[str] = "role-alias"
    LABEL: ClassVar[str] = "Role alias"
    NAME_FIELD: ClassVar[str] = "roleAlias"
    CREATED_FIELD: ClassVar[str] = "creationDate"
    ROLE_ARN_MAX: ClassVar[int] = 2048
    DURATION_FIELD: ClassVar[str] = "credentialDurationSeconds"

    @property
    def role_arn(self) -> str:
        return str(self._answer("roleArn", str))

    @property
    def duration(self) -> int:
        """Seconds for which the credentials are valid."""
        return int(self._answer(self.DURATION_FIELD, int, DEFAULT_DURATION))


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Tagged):
    """https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_ProfileDetail.html"""

    KIND: ClassVar[str] = "profile"
    LABEL: ClassVar[str] = "Profile"
    NAME_FIELD: ClassVar[str] = "name"
    ROLE_ARN_MAX: ClassVar[int] = 1011
    DURATION_FIELD: ClassVar[str] = "durationSeconds"

    @property
    def enabled(self) -> bool:
        return bool(self._answer("enabled", bool))

    @property
    def duration(self) -> int:
        """Seconds that a session lasts when its client does not ask for less."""
        return int(self._answer(self.DURATION_FIELD, int, DEFAULT_DURATION))

    @property
    def role_arns(self) -> tuple[str, ...]:
        return self._texts("roleArns")

    @property
    def lists_roles(self) -> bool:
        """Whether it lists any, be they known or not."""
        part = self.unknown.get("roleArns")
        return (isinstance(part, Partly) and not part.empty) or bool(self.role_arns)

    @property
    def managed_policy_arns(self) -> tuple[str, ...]:
        return self._texts("managedPolicyArns")

    @property
    def session_policy(self) -> str | None:
        """The text as it was sent, which may be no policy at all; None where there is none."""
        return str(self._answer("sessionPolicy", str, "")) or None

    @property
    def accepts_session_name(self) -> bool:
        """Whether a client may choose sts:RoleSessionName; not, unless the profile says so.

        https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html
        """
        return bool(self._answer("acceptRoleSessionName", bool, False))

    @property
    def requires_instance_properties(self) -> bool:
        """A member of the API that the service does not use."""
        return bool(self._answer("requireInstanceProperties", bool, False))

    @property
    def attribute_mappings(self) -> list[dict[str, Any]]:
        """AWS tells them of every profile, so that their absence is not the default."""
        return self._rows("attributeMappings")

    @property
    def updated_at(self) -> datetime:
        return self._moment("updatedAt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Resource):
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html"""

    KIND: ClassVar[str] = "role"
    LABEL: ClassVar[str] = "Role"
    NAME_FIELD: ClassVar[str] = "RoleName"
    CREATED_FIELD: ClassVar[str] = "CreateDate"

    @property
    def max_session_duration(self) -> int:
        """Seconds; IAM returns it for every role, so that its absence is not a default."""
        return int(self._answer("MaxSessionDuration", int))

    @property
    def trust(self) -> Mapping[str, Any]:
        """The trust policy as a document, already URL-decoded."""
        document: Mapping[str, Any] = self._answer("AssumeRolePolicyDocument", dict)
        return document

    @property
    def boundary(self) -> str | None:
        """The ARN of the managed policy that bounds its permissions, with Detail.ROLE_BOUNDARY."""
        boundary = self._answer("PermissionsBoundary", dict, {})
        if not boundary:
            return None
        arn = boundary.get("PermissionsBoundaryArn")
        if not isinstance(arn, str):
            raise Undecided(f"field 'PermissionsBoundary' of {self.label} names no policy")
        return arn

    @property
    def last_used(self) -> datetime | None:
        """None if not within the 400 days that IAM remembers; with Detail.ROLE_BOUNDARY.

        https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html
        """
        used = self._answer("RoleLastUsed", dict, {})
        if "LastUsedDate" not in used:
            return None
        return moment_of(used["LastUsedDate"], f"field 'RoleLastUsed' of {self.label}")

    @property
    def attached_policies(self) -> tuple[str, ...]:
        """ARNs of managed policies, with Detail.ROLE_POLICIES."""
        rows = self._detail_rows("AttachedManagedPolicies")
        return self._all_texts("AttachedManagedPolicies", [row.get("PolicyArn") for row in rows])

    @property
    def inline_policies(self) -> Mapping[str, Mapping[str, Any]]:
        """Documents by policy name, already URL-decoded, with Detail.ROLE_POLICIES."""
        documents: dict[str, Mapping[str, Any]] = {}
        for row in self._detail_rows("RolePolicyList"):
            name, document = str(row.get("PolicyName")), row.get("PolicyDocument")
            if not isinstance(document, dict):
                raise Undecided(f"inline policy '{name}' of {self.label} is not a JSON object")
            documents[name] = document
        return documents
