"""The kinds of AWS resource that say which certificates are believed, and the certificates seen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from rolevet.resources import Resource
from rolevet.unknown import Undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class Crl(Resource):
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

    @property
    def status(self) -> str:
        return str(self._answer("Status", str))

    @property
    def certificate(self) -> str:
        """In PEM."""
        return str(self._answer("Certificate", str))

    @property
    def not_before(self) -> datetime:
        return self._moment("NotBefore")

    @property
    def not_after(self) -> datetime:
        return self._moment("NotAfter")


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSubject(Resource):
    """Whose certificate has asked for a session; AWS calls it a subject.

    https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_SubjectDetail.html
    """

    KIND: ClassVar[str] = "subject"
    LABEL: ClassVar[str] = "Subject"
    NAME_FIELD: ClassVar[str] = "x509Subject"

    @property
    def credentials(self) -> tuple[dict[str, Any], ...]:
        """The certificates with which it asked, as CredentialSummary."""
        credentials = self._answer("credentials", list, [])
        if not all(isinstance(credential, dict) for credential in credentials):
            raise Undecided(f"field 'credentials' of {self.label} is not a list of objects")
        return tuple(credentials)

    @property
    def last_seen_at(self) -> datetime:
        return self._moment("lastSeenAt")
