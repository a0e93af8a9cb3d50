"""What the rules that judge by default say of accounts that are set up as documents say."""

import pytest
import setups

from rolevet.check import check
from rolevet.inventory import Inventory
from rolevet_rules import rules

DEFAULT = [rule for rule in rules() if not rule.info.opt_in]


@pytest.mark.parametrize(
    ("world", "expected"),
    [
        pytest.param(setups.credential_provider_walkthrough(), [], id="credential provider"),
        pytest.param(setups.greengrass_core(), [], id="Greengrass"),
        pytest.param(setups.eks_hybrid_nodes(), [], id="EKS hybrid nodes"),
        pytest.param(
            setups.eks_hybrid_nodes(setups.SAN), ["TRUST008"], id="EKS hybrid nodes, by SAN"
        ),
        pytest.param(
            setups.roles_anywhere_getting_started(), ["TRUST002-ISSUER"], id="Roles Anywhere"
        ),
        pytest.param(setups.stratus_warm_up(), ["INV003-EXPOSED", "TRUST001"], id="Stratus"),
        pytest.param(
            setups.terraform_registry_example(),
            ["PROF014", "TRUST001", "TRUST002"],
            id="Terraform registry",
        ),
    ],
)
def test_a_documented_set_up(world: Inventory, expected: list[str]) -> None:
    verdicts = check(DEFAULT, world)
    assert [finding.rule.id for finding in verdicts.findings] == expected
    assert verdicts.inconclusive == ()
