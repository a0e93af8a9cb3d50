"""The operations of IAM Roles Anywhere, each named and parsed as in botocore's model."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any

from moto.core.responses import ActionResult, BaseResponse

from rolevet.simulate.reading import BadRequestError, parameters

from .exceptions import ValidationException
from .models import A, R, RolesAnywhereBackend, fields, rolesanywhere_backends
from .resources import (
    DEFAULT_SETTINGS,
    Crl,
    NotificationSetting,
    Profile,
    Subject,
    TrustAnchor,
    overlaid,
)

Given = Mapping[str, Any]
Answer = Mapping[str, object]


def operation(
    serve: Callable[["RolesAnywhereResponse", Given], Answer],
) -> Callable[["RolesAnywhereResponse"], ActionResult]:
    """Hands an operation its parameters only if they hold all the model's constraints."""

    @wraps(serve)
    def checked(response: "RolesAnywhereResponse") -> ActionResult:
        try:
            given = parameters(response)
        except BadRequestError as error:
            raise ValidationException(str(error)) from error
        return ActionResult(serve(response, given))

    return checked


class RolesAnywhereResponse(BaseResponse):
    """Answers one request."""

    def __init__(self) -> None:
        super().__init__(service_name="rolesanywhere")

    @property
    def backend(self) -> RolesAnywhereBackend:
        """The state of the caller's account in the endpoint's region."""
        return rolesanywhere_backends[self.current_account][self.region]

    @operation
    def create_profile(self, given: Given) -> Answer:
        """Looks neither at the roles' trust policies nor whether the roles exist."""
        account = f"arn:{self.backend.partition}:iam::{self.backend.account_id}:root"
        profile = self.backend.create(Profile, created_by=account, **_created(given))
        return {"profile": profile}

    @operation
    def get_profile(self, given: Given) -> Answer:
        return {"profile": self.backend.find(Profile, given["profileId"])}

    @operation
    def list_profiles(self, given: Given) -> Answer:
        return self._page(Profile, "profiles", given)

    @operation
    def update_profile(self, given: Given) -> Answer:
        return {"profile": self._updated(Profile, "profileId", given)}

    @operation
    def enable_profile(self, given: Given) -> Answer:
        return {"profile": self._switched(Profile, given["profileId"], on=True)}

    @operation
    def disable_profile(self, given: Given) -> Answer:
        return {"profile": self._switched(Profile, given["profileId"], on=False)}

    @operation
    def delete_profile(self, given: Given) -> Answer:
        return {"profile": self.backend.delete(Profile, given["profileId"])}

    @operation
    def put_attribute_mapping(self, given: Given) -> Answer:
        specifiers = [rule["specifier"] for rule in given["mappingRules"]]
        return {
            "profile": self.backend.change(
                Profile,
                given["profileId"],
                lambda profile: profile.with_rules(given["certificateField"], specifiers),
            )
        }

    @operation
    def delete_attribute_mapping(self, given: Given) -> Answer:
        specifiers = given.get("specifiers", ())
        return {
            "profile": self.backend.change(
                Profile,
                given["profileId"],
                lambda profile: profile.without_rules(given["certificateField"], specifiers),
            )
        }

    @operation
    def create_trust_anchor(self, given: Given) -> Answer:
        own = self._settings(given.get("notificationSettings", ()))
        settings = overlaid(DEFAULT_SETTINGS, own)
        new = {**_created(given), "notification_settings": settings}
        return {"trustAnchor": self.backend.create(TrustAnchor, **new)}

    @operation
    def get_trust_anchor(self, given: Given) -> Answer:
        return {"trustAnchor": self.backend.find(TrustAnchor, given["trustAnchorId"])}

    @operation
    def list_trust_anchors(self, given: Given) -> Answer:
        return self._page(TrustAnchor, "trustAnchors", given)

    @operation
    def update_trust_anchor(self, given: Given) -> Answer:
        return {"trustAnchor": self._updated(TrustAnchor, "trustAnchorId", given)}

    @operation
    def enable_trust_anchor(self, given: Given) -> Answer:
        return {"trustAnchor": self._switched(TrustAnchor, given["trustAnchorId"], on=True)}

    @operation
    def disable_trust_anchor(self, given: Given) -> Answer:
        return {"trustAnchor": self._switched(TrustAnchor, given["trustAnchorId"], on=False)}

    @operation
    def delete_trust_anchor(self, given: Given) -> Answer:
        return {"trustAnchor": self.backend.delete(TrustAnchor, given["trustAnchorId"])}

    @operation
    def put_notification_settings(self, given: Given) -> Answer:
        settings = self._settings(given["notificationSettings"])
        return {
            "trustAnchor": self.backend.change(
                TrustAnchor, given["trustAnchorId"], lambda anchor: anchor.with_settings(settings)
            )
        }

    @operation
    def reset_notification_settings(self, given: Given) -> Answer:
        keys = [
            (key["event"], key.get("channel", "ALL")) for key in given["notificationSettingKeys"]
        ]
        return {
            "trustAnchor": self.backend.change(
                TrustAnchor,
                given["trustAnchorId"],
                lambda anchor: anchor.with_default_settings(keys),
            )
        }

    @operation
    def import_crl(self, given: Given) -> Answer:
        self.backend.check_trust_anchor(given["trustAnchorArn"])
        return {"crl": self.backend.create(Crl, **_created(given))}

    @operation
    def get_crl(self, given: Given) -> Answer:
        return {"crl": self.backend.find(Crl, given["crlId"])}

    @operation
    def list_crls(self, given: Given) -> Answer:
        return self._page(Crl, "crls", given)

    @operation
    def update_crl(self, given: Given) -> Answer:
        return {"crl": self._updated(Crl, "crlId", given)}

    @operation
    def enable_crl(self, given: Given) -> Answer:
        return {"crl": self._switched(Crl, given["crlId"], on=True)}

    @operation
    def disable_crl(self, given: Given) -> Answer:
        return {"crl": self._switched(Crl, given["crlId"], on=False)}

    @operation
    def delete_crl(self, given: Given) -> Answer:
        return {"crl": self.backend.delete(Crl, given["crlId"])}

    @operation
    def get_subject(self, given: Given) -> Answer:
        return {"subject": self.backend.find(Subject, given["subjectId"])}

    @operation
    def list_subjects(self, given: Given) -> Answer:
        return self._page(Subject, "subjects", given)

    @operation
    def tag_resource(self, given: Given) -> Answer:
        self.backend.tag(given["resourceArn"], _tags(given))
        return {}

    @operation
    def untag_resource(self, given: Given) -> Answer:
        self.backend.untag(given["resourceArn"], given["tagKeys"])
        return {}

    @operation
    def list_tags_for_resource(self, given: Given) -> Answer:
        tags = self.backend.tagged(given["resourceArn"]).tags
        return {"tags": [{"key": key, "value": value} for key, value in tags.items()]}

    def _page(self, kind: type[R], rows: str, given: Given) -> Answer:
        page = self.backend.page(kind, given.get("nextToken"), given.get("pageSize"))
        return {rows: page.rows, "nextToken": page.token}

    def _updated(self, kind: type[A], identifier: str, given: Given) -> A:
        changes = fields({name: value for name, value in given.items() if name != identifier})
        return self.backend.change(kind, given[identifier], lambda old: replace(old, **changes))

    def _switched(self, kind: type[A], identifier: str, *, on: bool) -> A:
        return self.backend.change(kind, identifier, lambda old: replace(old, enabled=on))

    def _settings(self, settings: Any) -> tuple[NotificationSetting, ...]:
        if any(setting["enabled"] and "threshold" not in setting for setting in settings):
            # "This value is required for a notification setting that is enabled" (the model).
            raise ValidationException("An enabled notification setting needs a threshold")
        return tuple(
            NotificationSetting(configured_by=self.backend.account_id, **setting)
            for setting in settings
        )


def _created(given: Given) -> dict[str, Any]:
    return {"enabled": False, **fields(given), "tags": _tags(given)}


def _tags(given: Given) -> dict[str, str]:
    return {tag["key"]: tag["value"] for tag in given.get("tags", ())}
