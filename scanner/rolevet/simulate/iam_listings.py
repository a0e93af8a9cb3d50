"""IAM's listings of roles and of what they may do, which moto serves on one page."""

from collections.abc import Iterable
from typing import Any

from moto.core.responses import ActionResult
from moto.iam.exceptions import ValidationError
from moto.iam.responses import IamResponse

from rolevet.simulate.paging import BadTokenError, Page, turn_to


def install() -> None:
    """Puts the operations of this module in the place of moto's."""
    for operation in (
        get_account_authorization_details,
        list_attached_role_policies,
        list_role_policies,
        list_roles,
    ):
        setattr(IamResponse, operation.__name__, operation)


def list_roles(self: IamResponse) -> ActionResult:
    """The roles under a path, in alphabetical order."""
    prefix = self._get_param("PathPrefix", "/")
    roles = [(r.name, r) for r in self.backend.roles.values() if r.path.startswith(prefix)]
    return _answer("Roles", _page(self, f"roles under {prefix}", roles))


def list_attached_role_policies(self: IamResponse) -> ActionResult:
    """Names and ARNs."""
    role = self.backend.get_role(self._get_param("RoleName"))
    prefix = self._get_param("PathPrefix", "/")
    policies = [
        (policy.arn, {"PolicyName": policy.name, "PolicyArn": policy.arn})
        for policy in role.managed_policies.values()
        if policy.path.startswith(prefix)
    ]
    return _answer("AttachedPolicies", _page(self, f"attached to {role.name}", policies))


def list_role_policies(self: IamResponse) -> ActionResult:
    """Names of inline policies."""
    role = self.backend.get_role(self._get_param("RoleName"))
    names = [(name, name) for name in role.policies]
    return _answer("PolicyNames", _page(self, f"policies of {role.name}", names))


def get_account_authorization_details(self: IamResponse) -> ActionResult:
    """A page may hold entities of several kinds."""
    given = self._get_param("Filter", [])
    details = self.backend.get_account_authorization_details(given)
    rows = [
        (f"{kind}/{entity.arn}", (kind, entity))
        for kind in ("users", "groups", "roles", "managed_policies")
        for entity in details[kind]
    ]
    page = _page(self, f"details of {','.join(sorted(given))}", rows)
    result: dict[str, Any] = {
        member: [
            _policy(entity) if kind == "managed_policies" else entity
            for found, entity in page.rows
            if found == kind
        ]
        for kind, member in (
            ("users", "UserDetailList"),
            ("groups", "GroupDetailList"),
            ("roles", "RoleDetailList"),
            ("managed_policies", "Policies"),
        )
    }
    return ActionResult({**result, "Marker": page.token, "IsTruncated": page.token is not None})


def _policy(policy: Any) -> dict[str, Any]:
    """With its name and id, which moto leaves out here."""
    return {
        "PolicyName": policy.name,
        "PolicyId": policy.id,
        "Arn": policy.arn,
        "Path": policy.path,
        "DefaultVersionId": policy.default_version_id,
        "AttachmentCount": policy.attachment_count,
        "IsAttachable": True,
        "CreateDate": policy.create_date,
        "UpdateDate": policy.update_date,
        "PolicyVersionList": policy.versions,
    }


def _page(response: IamResponse, listing: str, rows: Iterable[tuple[str, Any]]) -> Page[Any]:
    wanted = response._get_param("MaxItems")
    try:
        return turn_to(
            f"{response.current_account}:{listing}",
            rows,
            token=response._get_param("Marker"),
            wanted=int(wanted) if wanted else None,
        )
    except BadTokenError as error:
        raise ValidationError("Invalid Marker.") from error


def _answer(member: str, page: Page[Any]) -> ActionResult:
    return ActionResult(
        {member: page.rows, "Marker": page.token, "IsTruncated": page.token is not None}
    )
