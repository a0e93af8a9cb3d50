"""The kinds of AWS resource that say which certificates are believed, and the certificates seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from rolevet.moments import moment_of
from rolevet.resources import Resource, Tagged
from rolevet.unknown import Undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustAnchor(Tagged):
    """https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_TrustAnchorDetail.html"""

    KIND: ClassVar[str] = "trust-anchor"
    LABEL: ClassVar[str] = "Trust anchor"
    NAME_FIELD: ClassVar[str] = "name"

    @property
    def enabled(self) -> bool:
        return bool(self._answer("enabled", bool))

    @property
    def updated_at(self) -> datetime:
        return self._moment("updatedAt")

    @property
    def acm_pca_arn(self) -> str | None:
        """Of the private CA that it believes; None where it holds certificates."""
        return self._source_text("acmPcaArn")

    @property
    def certificate_data(self) -> str | None:
        """PEM blocks, which may be anything; None where it names a private CA."""
        return self._source_text("x509CertificateData")

    @property
    def source_type(self) -> str:
        """CERTIFICATE_BUNDLE or AWS_ACM_PCA; the API also has an undocumented third."""
        kind = self._answer("source", dict).get("sourceType")
        if not isinstance(kind, str):
            raise Undecided(f"field 'source' of {self.label} has no sourceType")
        return kind

    @property
    def checks_distribution_points(self) -> bool:
        """Whether it asks the CRL distribution points that certificates name."""
        return bool(self._answer("crlDpRevocationEnabled", bool, False))

    @property
    def notification_settings(self) -> tuple[dict[str, Any], ...]:
        """As NotificationSettingDetail; what is not among them has the default of the service."""
        settings = self._answer("notificationSettings", list, [])
        if not all(isinstance(setting, dict) for setting in settings):
            raise Undecided(f"field 'notificationSettings' of {self.label} is not as documented")
        return tuple(settings)

    def _source_text(self, name: str) -> str | None:
        data = self._answer("source", dict).get("sourceData", {})
        if not isinstance(data, dict):
            raise Undecided(f"field 'source' of {self.label} is not as documented")
        text = data.get(name)
        return text if isinstance(text, str) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crl(Tagged):
    """https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CrlDetail.html"""

    KIND: ClassVar[str] = "crl"
    LABEL: ClassVar[str] = "CRL"
    NAME_FIELD: ClassVar[str] = "name"

    @property
    def enabled(self) -> bool:
        return bool(self._answer("enabled", bool))

    @property
    def data(self) -> bytes:
        """The revocation list as it was imported."""
        return bytes(self._answer("crlData", bytes))

    @property
    def trust_anchor_arn(self) -> str:
        return str(self._answer("trustAnchorArn", str))

    @property
    def updated_at(self) -> datetime:
        return self._moment("updatedAt")


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateAuthority(Resource):
    """A private CA that a trust anchor names: its description, `Certificate`, `CertificateChain`.

    https://docs.aws.amazon.com/privateca/latest/APIReference/API_CertificateAuthority.html
    """

    KIND: ClassVar[str] = "certificate-authority"
    LABEL: ClassVar[str] = "Certificate authority"
    NAME_FIELD: ClassVar[str] = "Arn"
    CREATED_FIELD: ClassVar[str] = "CreatedAt"

    @property
    def status(self) -> str:
        return str(self._answer("Status", str))

    @property
    def certificate(self) -> str:
        """In PEM."""
        return str(self._answer("Certificate", str))

    @property
    def is_short_lived(self) -> bool:
        """Whether the certificates that it issues live for at most seven days."""
        return bool(self._answer("UsageMode", str, "") == "SHORT_LIVED_CERTIFICATE")

    @property
    def not_before(self) -> datetime:
        return self._moment("NotBefore")

    @property
    def not_after(self) -> datetime:
        return self._moment("NotAfter")


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate with which a subject asked for a session; `label` is that of the subject.

    https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CredentialSummary.html
    """

    label: str
    raw: Mapping[str, Any]

    @property
    def seen_at(self) -> datetime:
        return moment_of(self.raw.get("seenAt"), f"field 'seenAt' of a credential of {self.label}")

    @property
    def failed(self) -> bool:
        """AWS describes it as "whether the temporary credential request was successful"; it is
        taken by its name."""
        return bool(self._field("failed", bool))

    @property
    def certificate_data(self) -> str:
        """In PEM, which may be anything."""
        return str(self._field("x509CertificateData", str))

    def _field(self, name: str, kind: type) -> Any:
        value = self.raw.get(name)
        if type(value) is not kind:
            raise Undecided(f"field '{name}' of a credential of {self.label} is not as documented")
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSubject(Resource):
    """Whose certificate has asked for a session; AWS calls it a subject.

    https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_SubjectDetail.html
    """

    KIND: ClassVar[str] = "subject"
    LABEL: ClassVar[str] = "Subject"
    NAME_FIELD: ClassVar[str] = "x509Subject"

    @property
    def credentials(self) -> tuple[Credential, ...]:
        """The certificates with which it asked."""
        rows = self._all_rows("credentials", self._answer("credentials", list, []))
        return tuple(Credential(self.label, row) for row in rows)

    @property
    def latest_credential(self) -> Credential | None:
        """The one with which it asked last; None where none is told."""
        return max(self.credentials, key=lambda each: each.seen_at, default=None)

    @property
    def last_seen_at(self) -> datetime:
        return self._moment("lastSeenAt")
