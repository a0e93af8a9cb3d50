"""A door of its own, beside moto's: puts an account of a chosen number into an organization."""

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from moto.core.common_types import TYPE_RESPONSE
from moto.moto_api._internal import urls
from moto.organizations.exceptions import (
    AccountNotFoundException,
    AWSOrganizationsNotInUseException,
)
from moto.organizations.models import FakeAccount, OrganizationsBackend, organizations_backends
from moto.utilities.utils import get_partition

from rolevet.simulate import ACCOUNT_DOOR

_NUMBER: Final = re.compile(r"\d{12}", re.ASCII)
_BAD: Final = (
    *(AttributeError, LookupError, TypeError, ValueError),  # not what is described below
    AWSOrganizationsNotInUseException,  # no organization to put it into
)

# The states of the model, and the status that we take to go with each: AWS documents no table.
_STATUS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "PENDING_ACTIVATION": "ACTIVE",
        "ACTIVE": "ACTIVE",
        "SUSPENDED": "SUSPENDED",
        "PENDING_CLOSURE": "PENDING_CLOSURE",
        "CLOSED": "SUSPENDED",
    }
)


def install() -> None:
    """Opens the door, for servers that start from now on."""
    urls.url_paths[f"{{0}}{ACCOUNT_DOOR}$"] = put_account  # type: ignore[assignment]


def put_account(request: Any, _: str, __: Any) -> TYPE_RESPONSE:
    """POST {"Management": number, "Id": number, "Name": ..., "State": ..., "Region": ...}.

    CreateAccount chooses numbers by chance, and no operation chooses a state. The account joins as
    if it had been invited, or changes if it is in already. All but the numbers may be left out.
    """
    try:
        given = json.loads(request.data)
        partition = get_partition(given.get("Region", "us-east-1"))
        status = _STATUS[given["State"]] if "State" in given else None
        if not _NUMBER.fullmatch(given["Id"]):
            raise ValueError(given["Id"])
        account = _member(organizations_backends[given["Management"]][partition], given["Id"])
    except _BAD as error:
        return 400, {}, json.dumps({"Error": f"not an account: {error!r}"})
    account.name = given.get("Name", account.name)
    if status is not None:
        account.state, account.status = given["State"], status
    return 200, {}, json.dumps(account.describe())


def _member(home: OrganizationsBackend, number: str) -> FakeAccount:
    try:
        return home.get_account_by_id(number)
    except AccountNotFoundException:
        pass
    created = home.create_account(AccountName=number, Email=f"{number}@example.com")
    account = home.get_account_by_id(created["CreateAccountStatus"]["AccountId"])
    del organizations_backends.master_accounts[account.id]
    organizations_backends.master_accounts[number] = (home.account_id, home.partition)
    account.id = number
    account.joined_method = "INVITED"
    return account
