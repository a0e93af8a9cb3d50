"""The kinds of AWS resource that rolevet knows, and the questions that rules ask of them.

A question answers, or raises Undecided where the fact could not be had.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar, Final

from rolevet.place import Place
from rolevet.unknown import Undecided, Unknown

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

    @property
    def name(self) -> str:
        """What people call it; the last part of the ARN where the answer holds no name."""
        name = self.raw.get(self.NAME_FIELD)
        return name if isinstance(name, str) else self.arn.rpartition("/")[2]

    @property
    def label(self) -> str:
        """How a sentence begins that speaks of this resource."""
        return f"{self.LABEL} '{self.name}'"

    def _answer(self, name: str, kind: type, default: object = _REQUIRED) -> Any:
        if name in self.unknown:
            raise self.unknown[name].undecided()
        value = self.raw.get(name, default)
        if value is _REQUIRED:
            raise Undecided(f"the answer for {self.label} has no field '{name}'")
        if type(value) is not kind:
            raise Undecided(f"field '{name}' of {self.label} is not of the documented type")
        return value

    def _texts(self, name: str) -> tuple[str, ...]:
        values = self._answer(name, list, [])
        if not all(isinstance(value, str) for value in values):
            raise Undecided(f"field '{name}' of {self.label} is not a list of texts")
        return tuple(values)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleAlias(Resource):
    """https://docs.aws.amazon.com/iot/latest/apireference/API_RoleAliasDescription.html"""

    KIND: ClassVar[str] = "role-alias"
    LABEL: ClassVar[str] = "Role alias"
    NAME_FIELD: ClassVar[str] = "roleAlias"
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
class Profile(Resource):
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
    def managed_policy_arns(self) -> tuple[str, ...]:
        return self._texts("managedPolicyArns")

    @property
    def updated_at(self) -> datetime:
        text = self._answer("updatedAt", str)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise Undecided(f"field 'updatedAt' of {self.label} is not a timestamp") from None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustAnchor(Resource):
    """https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_TrustAnchorDetail.html"""

    KIND: ClassVar[str] = "trust-anchor"
    LABEL: ClassVar[str] = "Trust anchor"
    NAME_FIELD: ClassVar[str] = "name"

    @property
    def enabled(self) -> bool:
        return bool(self._answer("enabled", bool))


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Resource):
    """https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html"""

    KIND: ClassVar[str] = "role"
    LABEL: ClassVar[str] = "Role"
    NAME_FIELD: ClassVar[str] = "RoleName"

    @property
    def max_session_duration(self) -> int:
        """Seconds; IAM returns it for every role, so that its absence is not a default."""
        return int(self._answer("MaxSessionDuration", int))

    @property
    def trust(self) -> Mapping[str, Any]:
        """The trust policy as a document, already URL-decoded."""
        document: Mapping[str, Any] = self._answer("AssumeRolePolicyDocument", dict)
        return document
