"""From the trees of a file to what its plan or its state tells."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from rolevet.sources.terraform.configuration import text_at
from rolevet.sources.terraform.declared import TerraformResource
from rolevet.sources.terraform.plan import open_plan
from rolevet.sources.terraform.state import open_state
from rolevet.stated.worlds import Open, worlds_of
from rolevet.tree import Kind, Limits, Node
from rolevet.worlds import World

NEEDLES: Final = (
    b'"aws_iot_policy"',
    b'"aws_iot_role_alias"',
    b'"aws_rolesanywhere_',
    b'"awscc_iot_policy"',
    b'"awscc_iot_role_alias"',
    b'"awscc_rolesanywhere_',
    b"credentials.iot.amazonaws.com",
    b"rolesanywhere.amazonaws.com",
)
"""One of these is in every plan and state about which there is something to say."""

LIMITS: Final = Limits(size=32 * 1024 * 1024, nodes=2_000_000)
"""Plans say everything several times, and are larger than what people write."""

_FORMAT: Final = "1"
_STATE_VERSION: Final = "4"
_SHOW: Final = "run: terraform show -json FILE > plan.json"


def kind_of(root: Node) -> str:
    """ "plan" or "state"; nothing for what is neither."""
    if root.kind is not Kind.MAPPING:
        return ""
    if "format_version" in root.members:
        if {"resource_changes", "planned_values"} & root.members.keys():
            return "plan"
        return "state" if "values" in root.members else ""
    is_state = "terraform_version" in root.members and "version" in root.members
    return "state" if is_state else ""


def read_worlds(
    documents: Iterable[Node],
    file: str,
    now: datetime,
    written: Sequence[TerraformResource] = (),
) -> tuple[tuple[World, ...], ...] | None:
    """For each account of a plan or a state, the ways in which it may turn out; None for what is
    neither. `written` are the resources of the configuration of a plan, which tell places.

    Raises BadTree for a version that is not read, and for what is not well formed.
    """
    roots = [root for root in documents if kind_of(root)]
    if not roots:
        return None
    opened = (each for root in roots for each in _opened(root, file, written))
    return tuple(worlds for each in opened if (worlds := worlds_of(each, now)))


def _opened(root: Node, file: str, written: Sequence[TerraformResource]) -> Iterator[Open]:
    version = root.get("format_version")
    if version is not None and version.text.partition(".")[0] != _FORMAT:
        shown = version.text[:20]
        raise version.wrong(f"format version '{shown}' is not read, only 1", _SHOW)
    if version is None and text_at(root, "version") != _STATE_VERSION:
        found = root.members["version"].value
        problem = f"state of version '{found.text[:20]}' is not read, only 4"
        raise found.wrong(problem, "run: terraform show -json > state.json")
    is_plan = kind_of(root) == "plan"
    name = "resource_changes" if is_plan else "values" if version is not None else "resources"
    rows = root.get(name)
    if rows is not None and rows.kind not in (Kind.LIST, Kind.MAPPING, Kind.NULL):
        raise rows.wrong(f"{name} is not as Terraform writes it", _SHOW)
    yield from open_plan(root, file, written) if is_plan else open_state(root, file)
