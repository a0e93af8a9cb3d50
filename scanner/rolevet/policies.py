"""The policies that are AWS resources of their own, and the documents in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from rolevet.document import BadDocument, parse_document
from rolevet.resources import Resource
from rolevet.unknown import Undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedPolicy(Resource):
    """What iam:GetPolicy tells, and as `PolicyVersion` its default version.

    https://docs.aws.amazon.com/IAM/latest/APIReference/API_Policy.html
    """

    KIND: ClassVar[str] = "managed-policy"
    LABEL: ClassVar[str] = "Managed policy"
    NAME_FIELD: ClassVar[str] = "PolicyName"
    CREATED_FIELD: ClassVar[str] = "CreateDate"

    @property
    def document(self) -> Mapping[str, Any]:
        """The default version's, already URL-decoded."""
        document = self._answer("PolicyVersion", dict).get("Document")
        if not isinstance(document, dict):
            raise Undecided(f"the document of {self.label} is not a JSON object")
        return document


@dataclass(frozen=True, slots=True, kw_only=True)
class IotPolicy(Resource):
    """https://docs.aws.amazon.com/iot/latest/apireference/API_GetPolicy.html"""

    KIND: ClassVar[str] = "iot-policy"
    LABEL: ClassVar[str] = "IoT policy"
    NAME_FIELD: ClassVar[str] = "policyName"
    CREATED_FIELD: ClassVar[str] = "creationDate"

    @property
    def document(self) -> Mapping[str, Any]:
        """The default version's; AWS sends a text, which may be anything."""
        text = self._answer("policyDocument", str)
        try:
            return parse_document(text)
        except BadDocument as bad:
            raise Undecided(f"the document of {self.label} cannot be read: {bad}") from None

    @property
    def targets(self) -> tuple[str, ...]:
        """ARNs of the certificates, groups and identities that it is attached to.

        With Detail.IOT_POLICY_TARGETS.
        """
        return self._all_texts("targets", self._detail("targets", list))
