"""Checking: what the rules cost, in a process of its own for each world, and what is hostile.

The baseline is to read the same facts once as JSON, which no tool that judges them can do without.
"""

import json
import resource  # how much memory this process took
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from grants import ANCHOR, DEVICES, document, granting, managed_of, trusts
from scanner.policy.made import allow, deny
from world import alias, anchor, inventory, iot_policy, profile, role_arn

from rolevet.check import check
from rolevet.inventory import Inventory, PolicyFact
from rolevet.policy.documents import read_policy
from rolevet.policy.permissions import Permissions
from rolevet.policy.sets import PolicySet
from rolevet.policy.statements import Kind
from rolevet.policy.tiers import escalations
from rolevet.resources import Profile, Resource, Role
from rolevet_rules import rules

_CN: Final = "aws:PrincipalTag/x509Subject/CN"
_SLOWEST: Final = 8


def main() -> None:
    print(f"\n{'checking':<44}{'seconds':>9}{'baseline':>10}{'ratio':>7}{'MiB':>6}")
    for name in _WORLDS:
        subprocess.run([sys.executable, __file__, name], check=True)
    hostile()


def judged(name: str) -> None:
    """One world: seconds, those of the baseline, memory at its peak, and the dearest rules."""
    world = _WORLDS[name]()
    facts = json.dumps([each.raw for each in _resources(world)], default=str)
    baseline = seconds(lambda: json.loads(facts))
    chosen = [rule for rule in rules() if not rule.info.opt_in]
    spent = seconds(lambda: check(chosen, world))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:<44}{spent:>9.2f}{baseline:>10.2f}{spent / baseline:>7.1f}{memory:>6.0f}")
    verdicts = check(chosen, world)
    subjects = sum(1 for kind in {rule.kind for rule in chosen} for _ in world.of(kind))
    judged = sum(sum(1 for _ in world.of(rule.kind)) for rule in chosen)
    print(f"  {len(chosen)} default rules, {subjects:,} subjects", end=", ")
    print(
        f"{len(verdicts.findings):,} findings, {len(verdicts.inconclusive):,} undecided", end="; "
    )
    print(f"{spent / judged * 1e6:.1f} µs for each rule and subject")
    each = {rule.info.id: seconds(partial(check, [rule], world)) for rule in chosen}
    dearest = sorted(each, key=lambda rule: -each[rule])[:_SLOWEST]
    print(f"  dearest, after the others: {', '.join(f'{r} {each[r]:.2f}' for r in dearest)} s")


def seconds(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def _resources(world: Inventory) -> Iterator[Resource]:
    yield from (*world.aliases, *world.profiles, *world.anchors, *world.iot_policies)
    for facts in (world.roles, world.managed_policies):
        yield from (fact for fact in facts.values() if isinstance(fact, Resource))


def _managed() -> dict[str, PolicyFact]:
    """Ten policies of 200 actions, as AWS owns many."""
    return managed_of(
        **{
            f"Managed{number}": document(
                *(
                    allow(
                        [
                            f"svc{number}x{n}:{verb}{a}*"
                            for verb in ("Get", "List")
                            for a in range(5)
                        ]
                    )
                    for n in range(20)
                )
            )
            for number in range(10)
        }
    )


def _device(name: str, attached: tuple[str, ...]) -> Role:
    topic = f"arn:aws:iot:*:*:topic/{name}/${{credentials-iot:ThingName}}/*"
    return granting(
        allow("iot:Publish", topic),
        deny("iot:Publish", f"arn:aws:iot:*:*:topic/{name}/secret/*"),
        name=name,
        trust=trusts(DEVICES),
        attached=attached,
    )


def _workload(name: str, attached: tuple[str, ...]) -> Role:
    condition = {"ArnEquals": {"aws:SourceArn": ANCHOR}, "StringEquals": {_CN: name}}
    return granting(
        allow(["s3:GetObject", "s3:PutObject"], f"arn:aws:s3:::{name}/*"),
        name=name,
        trust=trusts(condition=condition),
        attached=attached,
    )


def large_account() -> Inventory:
    """As large as one Region gets: 1,000 aliases and 250 profiles, a role for each."""
    managed = _managed()
    arns = tuple(managed)
    devices = [_device(f"d{n}", arns[n % 10 : n % 10 + 3]) for n in range(1000)]
    workloads = [_workload(f"w{n}", arns[n % 10 : n % 10 + 3]) for n in range(250)]
    aliases = [alias(f"d{n}", roleArn=role_arn(f"d{n}")) for n in range(1000)]
    profiles = [profile(f"w{n}", roleArns=[role_arn(f"w{n}")]) for n in range(250)]
    policies = [
        iot_policy(
            f"p{n}",
            policyDocument=json.dumps(
                document(
                    allow(
                        "iot:AssumeRoleWithCertificate",
                        f"arn:aws:iot:eu-west-1:123456789012:rolealias/d{n}",
                    )
                )
            ),
        )
        for n in range(1000)
    ]
    return inventory(
        *devices,
        *workloads,
        *aliases,
        *(_numbered(each, number) for number, each in enumerate(profiles)),
        *policies,
        anchor(),
        managed_policies=managed,
    )


def many_bindings() -> Inventory:
    """100,000 bindings: 400 profiles, each with 250 of 1,000 roles."""
    managed = _managed()
    workloads = [_workload(f"w{n}", tuple(managed)[:2]) for n in range(1000)]
    session = json.dumps(document(allow("s3:*", "arn:aws:s3:::*")))
    profiles = [
        profile(
            f"p{n}",
            roleArns=[role_arn(f"w{(n * 7 + r) % 1000}") for r in range(250)],
            sessionPolicy=session if n % 8 == 0 else None,
        )
        for n in range(400)
    ]
    numbered = [_numbered(each, number) for number, each in enumerate(profiles)]
    return inventory(*workloads, *numbered, anchor(), managed_policies=managed)


def one_role() -> Inventory:
    """One bad role under 10,000 aliases."""
    return inventory(
        granting(allow("*"), name="Shared", trust=trusts(DEVICES)),
        *(alias(f"a{n}", roleArn=role_arn("Shared")) for n in range(10_000)),
    )


def _numbered(each: Profile, number: int) -> Profile:
    """With an id of its own, which `world` makes of the letters of the name."""
    return replace(
        each, arn=f"{each.arn.rpartition('/')[0]}/{number:08x}-0000-4000-8000-000000000000"
    )


def hostile() -> None:
    """Each row is twice as large as the one before: so should be the seconds, and no more."""
    print(f"\n{'hostile policies, read and judged':<44}{'size':>9}{'seconds':>10}{'ratio':>7}")
    for name, make in _HOSTILE.items():
        before = 0.0
        for size in (250, 500, 1000):
            text = json.dumps(document(*make(size)))
            spent = min(seconds(partial(_judge, text)) for _ in range(3))
            ratio = f"{spent / before:>7.1f}" if before else ""
            print(f"{name:<44}{size:>9,}{spent:>10.3f}{ratio}")
            before = spent


def _judge(text: str) -> None:
    policies = PolicySet.of([read_policy(text, Kind.PERMISSIONS)])
    escalations(Permissions.of(policies, boundary=policies))
    Permissions.of(policies).allows_every()


_HOSTILE: Final[dict[str, Callable[[int], list[dict[str, Any]]]]] = {
    "so many statements": lambda size: [
        allow(f"iam:*{n}", f"*{n}") | {"Effect": "Deny" if n % 2 else "Allow"} for n in range(size)
    ],
    "a pattern of ten times so many * and ?": lambda size: [
        allow(["x:" + "*?" * (size * 5), "iam:" + "?*a" * (size * 3)], "*a?" * (size * 3))
    ],
    "so many patterns in one statement": lambda size: [
        allow([f"iam:*{n}*a" for n in range(size)], [f"arn:aws:iam::*{n}*" for n in range(size)])
    ],
}
_WORLDS: Final[dict[str, Callable[[], Inventory]]] = {
    "1,000 aliases and 250 profiles, 1,250 roles": large_account,
    "100,000 bindings of 400 profiles": many_bindings,
    "one bad role under 10,000 aliases": one_role,
}

if __name__ == "__main__":
    judged(sys.argv[1])
