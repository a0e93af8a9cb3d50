"""A simulated AWS: moto, with IAM Roles Anywhere, listings that page, and IAM enforcement."""

from typing import Final

ACCOUNT_DOOR: Final = "/moto-api/organizations/account"
"""Where an account of a chosen number and state can be put into an organization."""


def install(page_size: int = 50) -> None:
    """Extends moto for the rest of the process; may be called again to change the page size.

    moto is imported here and no earlier, so that this package costs nothing until it is used.
    """
    from rolevet.simulate import (
        assume_role,
        checked,
        enforcement,
        iam_listings,
        iot_policies,
        iot_tags,
        membership,
        organizations,
        paging,
        regions,
        role_aliases,
        service,
        subjects,
    )

    paging.LIMIT.set(page_size)
    for extension in (
        service,
        role_aliases,
        iot_policies,
        iot_tags,
        iam_listings,
        checked,
        subjects,
        assume_role,
        organizations,
        membership,
        regions,
        enforcement,
    ):
        extension.install()
