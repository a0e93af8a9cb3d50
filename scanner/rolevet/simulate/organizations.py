"""AWS Organizations' reading operations, which moto grants to everybody, partly without pages."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from moto.core.base_backend import BaseBackend
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult
from moto.organizations.exceptions import (
    AWSOrganizationsNotInUseException,
    InvalidInputException,
    OrganizationsClientError,
)
from moto.organizations.models import OrganizationsBackend, organizations_backends
from moto.organizations.responses import OrganizationsResponse

from rolevet.simulate.paging import BadTokenError, turn_to
from rolevet.simulate.reading import BadRequestError, parameters

Given = Mapping[str, Any]
Rows = Iterable[Mapping[str, Any]]

_PAGE: Final = 20  # the model lets nobody ask for more; AWS does not say what comes unasked


class AccessDeniedError(ServiceException):
    """The caller is in the organization, but neither its management nor a delegated one."""

    code = "AccessDeniedException"
    message = "You don't have permissions to access this resource."


class ChildNotFoundError(ServiceException):
    """No account or OU of that number is in the organization."""

    code = "ChildNotFoundException"
    message = "You specified a child that doesn't exist."


def install() -> None:
    """Puts the operations of this module in the place of moto's."""
    for read, member, key in (
        (list_accounts, "Accounts", "Id"),
        (list_accounts_for_parent, "Accounts", "Id"),
        (list_children, "Children", "Id"),
        (list_organizational_units_for_parent, "OrganizationalUnits", "Id"),
        (list_parents, "Parents", "Id"),
        (list_roots, "Roots", "Id"),
        (list_tags_for_resource, "Tags", "Key"),
    ):
        setattr(OrganizationsResponse, read.__name__, _paged(read, member, key))
    for describe in (describe_account, describe_organization, describe_organizational_unit):
        setattr(OrganizationsResponse, describe.__name__, describe)
    OrganizationsBackend.reset = _reset  # type: ignore[method-assign]


def _reset(self: BaseBackend) -> None:
    """moto forgets the organizations, but not who was in them."""
    organizations_backends.master_accounts.clear()
    BaseBackend.reset(self)


def home_of(account: str, partition: str) -> OrganizationsBackend:
    """The state of the organization that the account is in, as its management account has it.

    Raises AWSOrganizationsNotInUseException for an account that is in none.
    """
    management, _ = organizations_backends.master_accounts.get(account, (account, partition))
    home = organizations_backends[management][partition]
    if home.org is None:
        raise AWSOrganizationsNotInUseException
    return home


def list_accounts(home: OrganizationsBackend, _: Given) -> Rows:
    """All accounts, whatever their state."""
    return [account.describe() for account in home.accounts]


def list_accounts_for_parent(home: OrganizationsBackend, given: Given) -> Rows:
    """Those directly in the parent."""
    parent = home.validate_parent_id(given["ParentId"])
    return [account.describe() for account in home.accounts if account.parent_id == parent]


def list_organizational_units_for_parent(home: OrganizationsBackend, given: Given) -> Rows:
    """Those directly in the parent."""
    parent = home.validate_parent_id(given["ParentId"])
    return [unit.describe()["OrganizationalUnit"] for unit in home.ou if unit.parent_id == parent]


def list_children(home: OrganizationsBackend, given: Given) -> Rows:
    """Accounts or OUs, one kind at a time."""
    children: Rows = home.list_children(**given)["Children"]
    return children


def list_parents(home: OrganizationsBackend, given: Given) -> Rows:
    """The one parent."""
    try:
        parents: Rows = home.list_parents(**given)["Parents"]
    except OrganizationsClientError as error:
        raise ChildNotFoundError from error
    return parents


def list_roots(home: OrganizationsBackend, _: Given) -> Rows:
    """The one root."""
    roots: Rows = home.list_roots()["Roots"]
    return roots


def list_tags_for_resource(home: OrganizationsBackend, given: Given) -> Rows:
    """Of an account, an OU, the root or a policy."""
    tags: Rows = home.list_tags_for_resource(**given)["Tags"]
    return tags


def describe_account(self: OrganizationsResponse) -> ActionResult:
    """One account of the organization."""
    return ActionResult(_managed(self).describe_account(**_checked(self)))


def describe_organizational_unit(self: OrganizationsResponse) -> ActionResult:
    """One OU of the organization."""
    return ActionResult(_managed(self).describe_organizational_unit(**_checked(self)))


def describe_organization(self: OrganizationsResponse) -> ActionResult:
    """The organization, which every account in it may see."""
    return ActionResult(home_of(self.current_account, self.partition).describe_organization())


def _paged(
    read: Callable[[OrganizationsBackend, Given], Rows], member: str, key: str
) -> Callable[[OrganizationsResponse], ActionResult]:
    def serve(self: OrganizationsResponse) -> ActionResult:
        home, given = _managed(self), _checked(self)
        token, wanted = given.pop("NextToken", None), given.pop("MaxResults", _PAGE)
        try:
            page = turn_to(
                json.dumps([home.account_id, read.__name__, given], sort_keys=True),
                [(row[key], row) for row in read(home, given)],
                token=token,
                wanted=wanted,
            )
        except BadTokenError as error:
            raise InvalidInputException("You specified an invalid NextToken.") from error
        return ActionResult({member: page.rows, "NextToken": page.token})

    return serve


def _managed(response: OrganizationsResponse) -> OrganizationsBackend:
    """The caller's organization, if the caller may read it."""
    caller = response.current_account
    home = home_of(caller, response.partition)
    if caller not in {home.account_id, *(admin.account.id for admin in home.admins)}:
        raise AccessDeniedError
    return home


def _checked(response: OrganizationsResponse) -> dict[str, Any]:
    try:
        return parameters(response)
    except BadRequestError as error:
        raise InvalidInputException(str(error)) from error
