"""Snapshots that a command was given, and whether they hold what its rules need."""

from collections.abc import Iterable
from pathlib import Path

from rolevet.definition import Rule
from rolevet.errors import DamagedError
from rolevet.inventory import Inventory
from rolevet.needs import Detail, name_of
from rolevet.sources import snapshot
from rolevet.sources.aws.plan import OPT_IN
from rolevet.sources.snapshot import LISTED
from rolevet.text import plain


def stored_at(path: Path, rules: Iterable[Rule]) -> Inventory:
    """What the snapshot holds; raises DamagedError where it lacks what the rules need."""
    inventory = snapshot.load(path)
    refuse_gaps(rules, inventory, plain(str(path)))
    return inventory


def refuse_gaps(rules: Iterable[Rule], inventory: Inventory, name: str) -> None:
    """What was never listed would look as if there were none."""
    if not any(scope.regions for scope in inventory.scopes):
        return  # the account was not entered, and its coverage says so
    listed = {cell.kind for cell in inventory.coverage if cell.lists}
    for rule in rules:
        needed = (need for need in rule.needs if need in LISTED or need is Detail.TRUSTING_ROLES)
        for need in sorted(needed, key=name_of):
            if name_of(need) not in listed:
                asked = [f" --with {word}" for word, extra in OPT_IN.items() if extra is need]
                raise DamagedError(
                    f"{name} was collected without any {name_of(need)}, which rule "
                    f"{rule.info.id} needs",
                    hint=f"collect it again{''.join(asked)}, or --ignore {rule.info.id}",
                )
