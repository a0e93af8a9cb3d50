"""What IAM Roles Anywhere keeps: values that are replaced and never changed.

moto's serialiser reads them by the names of botocore's model in snake case, where "profileId" may
also be the `id` of a `Profile`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, ClassVar, Self

# https://docs.aws.amazon.com/rolesanywhere/latest/userguide/attribute-mapping.html
DEFAULT_MAPPINGS: Mapping[str, tuple[str, ...]] = {
    "x509Issuer": ("*",),
    "x509SAN": ("DNS", "URI", "Name/*"),
    "x509Subject": ("*",),
}


@dataclass(frozen=True, kw_only=True)
class Resource:
    """Anything with an ARN; `place` is that ARN's beginning and `serial` counts creations."""

    kind: ClassVar[str]

    place: str
    serial: int
    id: str
    created_at: datetime
    updated_at: datetime
    enabled: bool
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def arn(self) -> str:
        """The ARN that contains the id."""
        return f"{self.place}:{self.kind}/{self.id}"

    def is_named_by(self, identifier: str) -> bool:
        """Whether this is an identifier of the resource, who has three if it has an alias."""
        return identifier in {self.id, self.arn}


@dataclass(frozen=True, kw_only=True)
class Aliased(Resource):
    """The resources that may carry an alias; the previous one is only told by an update."""

    name: str
    alias_name: str | None = None
    previous_alias_name: str | None = None

    @property
    def alias_arn(self) -> str | None:
        """The ARN that contains the alias."""
        return self.alias_name and f"{self.place}:alias/{self.kind}/{self.alias_name}"

    def is_named_by(self, identifier: str) -> bool:
        """See `Resource.is_named_by`."""
        return super().is_named_by(identifier) or identifier == self.alias_arn


@dataclass(frozen=True, kw_only=True)
class Profile(Aliased):
    """The roles that a certificate may be exchanged for."""

    kind = "profile"

    created_by: str
    role_arns: tuple[str, ...]
    managed_policy_arns: tuple[str, ...] = ()
    session_policy: str | None = None
    duration_seconds: int = 3600
    require_instance_properties: bool = False
    accept_role_session_name: bool = False
    tip_configuration: Mapping[str, str] | None = None
    mappings: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: DEFAULT_MAPPINGS)

    @property
    def attribute_mappings(self) -> list[dict[str, Any]]:
        """The mappings as the model tells them."""
        return [
            {"certificateField": name, "mappingRules": [{"specifier": each} for each in specifiers]}
            for name, specifiers in self.mappings.items()
        ]

    def with_rules(self, certificate_field: str, specifiers: Iterable[str]) -> Self:
        """Adds rules to those of the field: putting "attaches new mapping rules".

        https://docs.aws.amazon.com/rolesanywhere/latest/userguide/put-attribute-mapping.html
        """
        rules = dict.fromkeys((*self.mappings.get(certificate_field, ()), *specifiers))
        return replace(self, mappings={**self.mappings, certificate_field: tuple(rules)})

    def without_rules(self, certificate_field: str, specifiers: Iterable[str]) -> Self:
        """Takes rules away, or the whole field if no rule of it is named or none would be left."""
        unwanted = set(specifiers)
        kept = tuple(
            specifier
            for specifier in self.mappings.get(certificate_field, ())
            if unwanted and specifier not in unwanted
        )
        others = {name: rules for name, rules in self.mappings.items() if name != certificate_field}
        return replace(self, mappings={**others, certificate_field: kept} if kept else others)


@dataclass(frozen=True, kw_only=True)
class NotificationSetting:
    """When a trust anchor warns of an expiry; one per event and channel."""

    event: str
    enabled: bool
    configured_by: str
    threshold: int | None = None
    channel: str = "ALL"


# https://docs.aws.amazon.com/rolesanywhere/latest/userguide/customize-notification-settings.html
DEFAULT_SETTINGS = tuple(
    NotificationSetting(
        event=event, enabled=True, threshold=45, configured_by="rolesanywhere.amazonaws.com"
    )
    for event in ("CA_CERTIFICATE_EXPIRY", "END_ENTITY_CERTIFICATE_EXPIRY")
)


def overlaid(
    settings: Iterable[NotificationSetting], new: Iterable[NotificationSetting]
) -> tuple[NotificationSetting, ...]:
    """New settings in the place of those for the same event and channel."""
    by_key = {(setting.event, setting.channel): setting for setting in (*settings, *new)}
    return tuple(by_key.values())


@dataclass(frozen=True, kw_only=True)
class TrustAnchor(Aliased):
    """The certificate authority whose certificates are believed."""

    kind = "trust-anchor"

    source: Mapping[str, Any]
    crl_dp_revocation_enabled: bool | None = None
    notification_settings: tuple[NotificationSetting, ...] = DEFAULT_SETTINGS

    def with_settings(self, settings: Iterable[NotificationSetting]) -> Self:
        """See `overlaid`."""
        merged = overlaid(self.notification_settings, settings)
        return replace(self, notification_settings=merged)

    def with_default_settings(self, keys: Iterable[tuple[str, str]]) -> Self:
        """The defaults again for these pairs of event and channel."""
        wanted = set(keys)
        return self.with_settings(
            setting for setting in DEFAULT_SETTINGS if (setting.event, setting.channel) in wanted
        )


@dataclass(frozen=True, kw_only=True)
class Crl(Aliased):
    """A list of the certificates of a trust anchor that are believed no longer."""

    kind = "crl"

    crl_data: bytes
    trust_anchor_arn: str


@dataclass(frozen=True, kw_only=True)
class Subject(Resource):
    """A certificate's subject that has asked for a session."""

    kind = "subject"

    x509_subject: str
    last_seen_at: datetime
    credentials: tuple[Mapping[str, Any], ...] = ()
