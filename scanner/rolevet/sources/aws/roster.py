"""The accounts of a run: one, those of a file, or those of the organization."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rolevet.arn import parse_role
from rolevet.coverage import GLOBAL, Cell, CellState
from rolevet.errors import UsageError
from rolevet.sources.aws.accounts_file import Listed
from rolevet.sources.aws.assume import Assumption, check_assumption
from rolevet.sources.aws.organization import Organization
from rolevet.sources.aws.plan import ASSUME
from rolevet.sources.aws.shared import Shared
from rolevet.sources.aws.target import Target
from rolevet.text import plain

_ACTIVE = "ACTIVE"


@dataclass(frozen=True, slots=True)
class Roster:
    """The accounts to read, those left out, and how they were found, where AWS was asked."""

    targets: tuple[Target, ...]
    left_out: tuple[Target, ...] = ()
    coverage: tuple[Cell, ...] = ()


def alone(shared: Shared, assumption: Assumption | None) -> Roster:
    """The account of the credentials at hand, or that of the role."""
    if assumption is None:
        return Roster((Target(shared.own.account),))
    return Roster((Target(parse_role(assumption.role_arn).account, assumption),))


def of_file(
    shared: Shared,
    listed: Iterable[Listed],
    role_name: str,
    external_id: str | None,
    excluded: Collection[str],
) -> Roster:
    """Each account through its own role, or through the one that all of them have."""
    targets = []
    for one in listed:
        role = one.role or ("" if one.account == shared.own.account else role_name)
        assumption = None
        if role:
            arn = role if role.startswith("arn:") else _arn(shared, one.account, role)
            assumption = Assumption(arn, one.external_id or external_id)
            check_assumption(assumption, f"{one.entry.file}:{one.entry.line}: role")
            if parse_role(arn).account != one.account:
                raise one.entry.wrong(
                    f"role {plain(arn, 300)} is not of account {one.account}", "name one that is"
                )
        targets.append(Target(one.account, assumption, one.regions, plain(one.name, 200)))
    return _without(targets, excluded)


def of_organization(
    shared: Shared,
    organization: Organization,
    role_name: str,
    external_id: str | None,
    excluded: Collection[str],
) -> Roster:
    """Every active account through the role that all of them have, the own one without."""
    targets, inactive = [], []
    for member in organization.members:
        assumption = Assumption(_arn(shared, member.account, role_name), external_id)
        check_assumption(assumption, "--role-name")
        own = member.account == shared.own.account
        target = Target(
            member.account, None if own else assumption, name=member.name, unit=member.unit
        )
        if member.state == _ACTIVE:
            targets.append(target)
        else:
            cell = _untried(member.account, CellState.INACTIVE, member.state)
            inactive.append((target, cell))
    kept = _without(targets, excluded)
    return Roster(
        kept.targets,
        (*kept.left_out, *(target for target, _ in inactive)),
        (*organization.found_by, *kept.coverage, *(cell for _, cell in inactive)),
    )


def _arn(shared: Shared, account: str, role_name: str) -> str:
    return f"arn:{shared.partition}:iam::{account}:role/{role_name}"


def _without(targets: Collection[Target], excluded: Collection[str]) -> Roster:
    known = {target.account for target in targets}
    for account in excluded:
        if account not in known:
            raise UsageError(
                f"--exclude-account {plain(account, 40)}: there is no such account to leave out",
                hint="check the number; accounts that are not active are left out anyhow",
            )
    kept = tuple(target for target in targets if target.account not in excluded)
    left_out = tuple(target for target in targets if target.account in excluded)
    if not kept:
        raise UsageError(
            "no account is left to read", hint="see --ou, --account-tag and --exclude-account"
        )
    return Roster(
        kept,
        left_out,
        tuple(_untried(target.account, CellState.EXCLUDED) for target in left_out),
    )


def _untried(account: str, state: CellState, word: str = "") -> Cell:
    return Cell(account, GLOBAL, ASSUME, state, lists=True, error=word)
