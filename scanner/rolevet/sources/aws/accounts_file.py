"""`--accounts FILE`: the accounts of a run, as a file lists them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rolevet.arn import is_account
from rolevet.errors import InputError
from rolevet.marked import MAX_BYTES, Marked, parsed
from rolevet.text import plain

_HINT: Final = "write it as  accounts: [{id: '111122223333', role: RolevetAudit}]"
_FIELDS: Final = ("id", "name", "role", "external_id", "regions")


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry; `role` is a name or an ARN, and empty where the file names none."""

    account: str
    name: str
    role: str
    external_id: str | None
    regions: tuple[str, ...]
    entry: Marked


def load_accounts(path: Path) -> tuple[Listed, ...]:
    """Raises InputError that says where the file is not what it should be."""
    file = plain(str(path))
    try:
        with path.open("rb") as stream:
            document = parsed(stream.read(MAX_BYTES + 1), file)
    except OSError as error:
        raise InputError(
            f"{file} cannot be read: {error.strerror}", hint="name a YAML file of accounts"
        ) from error
    members = document.fields(("accounts",), _HINT)
    if "accounts" not in members:
        raise document.wrong("there is no list 'accounts'", _HINT)
    listed = tuple(_listed(entry) for entry in members["accounts"].items(_HINT))
    if not listed:
        raise members["accounts"].wrong("no account is listed", _HINT)
    _refuse_twice(listed)
    return listed


def _listed(entry: Marked) -> Listed:
    members = entry.fields(_FIELDS, _HINT)
    if "id" not in members:
        raise entry.wrong("this account has no id", _HINT)
    return Listed(
        account=_account(members["id"]),
        name=_optional(members, "name", _text) or "",
        role=_optional(members, "role", _text) or "",
        external_id=_optional(members, "external_id", _text),
        regions=tuple(_text(item) for item in members["regions"].items(_HINT))
        if "regions" in members
        else (),
        entry=entry,
    )


def _optional(
    members: Mapping[str, Marked], name: str, read: Callable[[Marked], str]
) -> str | None:
    return read(members[name]) if name in members else None


def _account(node: Marked) -> str:
    text = _text(node)
    if not is_account(text):
        raise node.wrong(f"'{plain(text, 40)}' is not an account id", "an account id has 12 digits")
    return text


def _text(node: Marked) -> str:
    return node.text(_HINT)


def _refuse_twice(listed: tuple[Listed, ...]) -> None:
    first: dict[str, Marked] = {}
    for one in listed:
        if one.account in first:
            line = first[one.account].line
            raise one.entry.wrong(
                f"account {one.account} is also on line {line}", "list each account once"
            )
        first[one.account] = one.entry
