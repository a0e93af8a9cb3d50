"""One table of cases for each rule about what the sessions of a profile are cut down to."""

import json
from typing import Any

from grants import document, granting, managed_of, trusts
from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from scanner.policy.made import Json, allow, deny, without
from world import DENIED, STATED, inventory, mapped, missing, profile, role_arn

from rolevet.inventory import Inventory, Missing, PolicyFact
from rolevet.resources import Resource, Role
from rolevet.unknown import Partly

_OFF: dict[str, Any] = {"enabled": False}
_OLD: dict[str, Any] = {"updatedAt": "2026-05-24T23:59:59Z"}
_OWN, _AWS = "arn:aws:iam::123456789012:policy/", "arn:aws:iam::aws:policy/"
_ADMINISTRATOR = f"{_AWS}AdministratorAccess"
_READ, _WRITE, _QUEUE = "s3:GetObject", "s3:PutObject", "sqs:SendMessage"


def _text(*statements: Json, indent: int | None = None, **more: Any) -> str:
    made = document(*(statements or (allow(_READ),))) | more
    return json.dumps(made, indent=indent, separators=(",", ":") if indent is None else None)


def _inline(*statements: Json, **fields: Any) -> Inventory:
    return inventory(profile(**{"sessionPolicy": _text(*statements), **fields}))


def _of(text: str, **fields: Any) -> Inventory:
    return inventory(profile(**{"sessionPolicy": text, **fields}))


def _long(length: int, **more: Any) -> str:
    """A policy of so many characters, none of them white space."""
    bare = _text(allow(_READ, ""))
    return _text(allow(_READ, "r" * (length - len(bare))), **more)


def _spaced(length: int, spaces: int) -> str:
    return _long(length).replace(":", f":{' ' * (spaces - 2)}\n\t", 1)


def _arns(count: int, length: int = 100) -> list[str]:
    return [f"{_OWN}{number:0{length - len(_OWN)}}" for number in range(count)]


_NO_POLICY = Case("no session policy", NOT_APPLICABLE, inventory(profile()))
_UNKNOWN = Case(
    "the policy is unknown",
    UNDECIDED,
    inventory(profile(unknown={"sessionPolicy": DENIED})),
    "denied",
)
_STATE_UNKNOWN = Case("enabled or not is unknown", UNDECIDED, _of(_long(3000), enabled=None))


def _idle(text: str) -> list[Case]:
    return [
        _NO_POLICY,
        _UNKNOWN,
        _STATE_UNKNOWN,
        Case("disabled", NOT_APPLICABLE, _of(text, **_OFF)),
        Case("an empty text is none", NOT_APPLICABLE, _of("")),
    ]


_SIZE = {
    "PROF005": [
        Case("2048 characters", ACCEPTS, _of(_long(2048))),
        Case("2048, and white space", ACCEPTS, _of(_spaced(2048, 500))),
        Case("2049 characters", REJECTS, _of(_long(2049)), "of 2049 characters"),
        Case("2049, and white space", REJECTS, _of(_spaced(2049, 500)), "of 2049 characters"),
        Case("spaces within texts count", REJECTS, _of(_text(allow(_READ, " " * 2048)))),
        Case("quotation marks in texts", REJECTS, _of(_text(allow(_READ, '\\" ' * 700)))),
        Case("a text without end", REJECTS, _of('"' + " " * 2048)),
        Case("as long as UpdateProfile takes", REJECTS, _of(_long(100_000))),
        Case("REJECTED reports it", ACCEPTS, _of(_long(100_001))),
        *_idle(_long(3000)),
    ],
    "PROF005-REJECTED": [
        Case("100000 characters", ACCEPTS, _of(_long(100_000))),
        Case("100001 characters", REJECTS, _of(_long(100_001)), "UpdateProfile takes 100000"),
        Case("by its white space", REJECTS, _of(_spaced(500, 100_000))),
        Case("disabled", REJECTS, _of(_long(100_001), **_OFF)),
        _NO_POLICY,
        _UNKNOWN,
    ],
    "PROF005-WHITESPACE": [
        Case("short", ACCEPTS, _of(_spaced(2000, 48))),
        Case(
            "too long by white space",
            REJECTS,
            _of(_spaced(2000, 49)),
            "of 2049 characters, and STS takes 2048: without its white space they are 2000",
        ),
        Case("PROF005 reports it", ACCEPTS, _of(_spaced(2049, 49))),
        Case("REJECTED reports it", ACCEPTS, _of(_spaced(2000, 100_000))),
        *_idle(_spaced(2000, 49)),
    ],
    "PROF005-COMBINED": [
        Case("no managed policies", ACCEPTS, _of(_long(2048))),
        Case("2048 together", ACCEPTS, _of(_long(1948), managedPolicyArns=_arns(1))),
        Case(
            "2049 together",
            REJECTS,
            _of(_long(1849), managedPolicyArns=_arns(2)),
            "and 2 managed policy ARNs of 2049 characters together",
        ),
        Case("the same twice", ACCEPTS, _of(_long(1948), managedPolicyArns=_arns(1) * 2)),
        Case("PROF005 reports it", ACCEPTS, _of(_long(2049), managedPolicyArns=_arns(1))),
        Case(
            "the list is unknown",
            UNDECIDED,
            inventory(profile(sessionPolicy=_long(9), unknown={"managedPolicyArns": DENIED})),
        ),
        *_idle(_long(2049)),
    ],
    "PROF005-CHARSET": [
        Case("the last that STS takes", ACCEPTS, _of(_text(allow(_READ, Sid="ÿ")))),
        Case("escaped", ACCEPTS, _of(_text(allow(_READ, Sid="\N{EN DASH}")))),
        Case(
            "one above",
            REJECTS,
            _of(f'{{"Id":"Ā{chr(0x2013)}","Statement":{{}}}}'),
            "2 different characters in its session policy that STS does not take: U+0100, U+2013",
        ),
        *_idle("Ā"),
    ],
    "PROF005-PACKED": [
        Case("1500 characters", ACCEPTS, _of(_long(1500))),
        Case("1501 characters", REJECTS, _of(_long(1501)), "x509Issuer and x509Subject"),
        Case("asked for less", REJECTS, _of(_long(501)), settings={"min_length": 500}),
        Case("PROF005 reports it", ACCEPTS, _of(_long(2049))),
        Case(
            "a few attributes",
            ACCEPTS,
            _of(_long(2000), attributeMappings=mapped(x509Subject=("CN", "OU"))),
        ),
        Case("no attributes", ACCEPTS, _of(_long(2000), attributeMappings=[])),
        Case("mappings that are none", UNDECIDED, _of(_long(2000), attributeMappings=[{"x": 1}])),
        Case("mappings untold", UNDECIDED, _of(_long(2000), attributeMappings=None)),
        *_idle(_long(2000)),
    ],
}
_FAULTS: dict[str, tuple[str, str]] = {
    "a list": ("[]", "it is not a JSON object"),
    "a number": ("1", "it is not a JSON object"),
    "no JSON": ("{", "it is not JSON"),
    "a byte order mark": (f"\ufeff{_text()}", "it begins with a byte order mark"),
    "URL-encoded": ("%7B%7D", "it is not JSON but URL-encoded"),
    "white space": (" ", "it is not JSON"),
    "half a character": ('{"Id": "\\ud800"}', "half of a character"),
    "nested too deep": ("[" * 100_000, "it is nested too deep"),
    "too long to be read": ("x" * 2_000_000, "more than 404600 characters"),
    "NaN": ('{"Id": NaN}', "NaN is no value there"),
    "no statement": ('{"Version": "2012-10-17"}', "it has no statement"),
    "an empty list": ('{"Statement": []}', "it has no statement"),
    "a key twice": ('{"Id": "a", "Id": "b"}', "'Id' is there twice"),
    "a key twice inside": (
        '{"Statement": {"Effect": "Allow", "Effect": "Deny"}}',
        "in Statement[0], 'Effect' is there twice",
    ),
    "another version": (_text(Version="2012-10-18"), "none of the versions"),
    "an element that is none": (_text(Statements=[]), "there is no element 'Statements'"),
    "Effect in lower case": (_text(allow(_READ) | {"Effect": "allow"}), "neither Allow nor Deny"),
    "no Effect": (_text(without(allow(_READ), "Effect")), "neither Allow nor Deny"),
    "no Action": (_text(without(allow(_READ), "Action")), "neither of Action and NotAction"),
    "both": (_text(allow(_READ, NotAction="a:b")), "both of Action and NotAction"),
    "no Resource": (_text(without(allow(_READ), "Resource")), "neither of Resource and NotRes"),
    "a Principal": (_text(allow(_READ, Principal="*")), "there is Principal"),
    "a NotPrincipal": (_text(allow(_READ, NotPrincipal="*")), "there is NotPrincipal"),
    "no such operator": (_text(allow(_READ, Condition={"Is": {}})), "no condition operator 'Is'"),
    "an action that is none": (_text(allow("GetObject")), "not of the form service:action"),
}
_VARIABLE = "arn:aws:s3:::logs/${aws:PrincipalTag/x509Subject/CN}/*"
_INVALID = [
    Case("a policy", ACCEPTS, _inline()),
    Case(
        "NotAction and NotResource",
        ACCEPTS,
        _of(_text(without(allow(_READ, NotAction="a:b", NotResource="x"), "Action", "Resource"))),
    ),
    Case("no version", ACCEPTS, _of('{"Statement": ' + json.dumps(allow(_READ)) + "}")),
    Case(
        "the old version, an Id and Sids",
        ACCEPTS,
        _of(_text(allow(_READ, Sid="A"), deny(_WRITE, Sid="B"), Version="2008-10-17", Id="x")),
    ),
    Case("LITERAL reports it", ACCEPTS, _of(_text(allow(_READ, _VARIABLE), Version="2008-10-17"))),
    *(Case(name, REJECTS, _of(text), says) for name, (text, says) in _FAULTS.items()),
    *_idle("{"),
]
_POLICY = {
    "PROF006": _INVALID,
    "PROF006-LITERAL": [
        Case("variables that are replaced", ACCEPTS, _inline(allow(_READ, _VARIABLE))),
        Case("no variables", ACCEPTS, _of(_text(Version="2008-10-17"))),
        Case(
            "no version",
            REJECTS,
            _of(json.dumps({"Statement": allow(_READ, _VARIABLE)})),
            f"of no version, to which '{_VARIABLE}' is plain text",
        ),
        Case(
            "the old version",
            REJECTS,
            _of(_text(allow(_READ, _VARIABLE), Version="2008-10-17")),
            "of version 2008-10-17",
        ),
        Case(
            "in a condition",
            REJECTS,
            _of(
                _text(
                    allow(_READ, Condition={"StringLike": {"s3:prefix": "${aws:username}/*"}}),
                    Version="2008-10-17",
                )
            ),
        ),
        Case("in a Sid", ACCEPTS, _of(_text(allow(_READ, Sid="${x}"), Version="2008-10-17"))),
        Case("PROF006 reports it", NOT_APPLICABLE, _of("{")),
        *_idle(_text(allow(_READ, _VARIABLE), Version="2008-10-17")),
    ],
}


def _session(
    *statements: Json,
    roles: tuple[Role | Missing, ...] = (),
    denied: tuple[str, ...] = (),
    managed: dict[str, PolicyFact] | None = None,
    **fields: Any,
) -> Inventory:
    """A profile with these statements as its inline session policy, and roles."""
    arns = [r.arn for r in roles] + [role_arn(name) for name in denied]
    given: dict[str, Any] = {"roleArns": arns, "managedPolicyArns": sorted(managed or {})}
    if statements:
        given["sessionPolicy"] = _text(*statements)
    resources: list[Resource | Missing] = [profile(**given | fields), *roles]
    return inventory(*resources, denied=denied, managed_policies=managed)


def _role(*statements: Json, name: str = "Device", **more: Any) -> Role:
    return granting(*statements, name=name, trust=trusts(), **more)


_READS = _role(allow(_READ, "arn:aws:s3:::logs/*"))
_SENDS = _role(allow(_QUEUE), name="Sender")
_IDLE = _role(name="Idle")
_IF = {"Bool": {"aws:SecureTransport": "true"}}
_EFFECT_IDLE = [
    Case(
        "PROF010 reports what is no policy",
        NOT_APPLICABLE,
        _session(allow("*"), roles=(_READS,), managedPolicyArns=["x"]),
    ),
    Case("no session policies", NOT_APPLICABLE, _session(roles=(_READS,))),
    Case("PROF006 reports it", NOT_APPLICABLE, _session(roles=(_READS,), sessionPolicy="{")),
    Case("disabled", NOT_APPLICABLE, _session(deny(_READ), roles=(_READS,), **_OFF)),
    _UNKNOWN,
    Case(
        "enabled or not is unknown", UNDECIDED, _session(deny("*"), roles=(_READS,), enabled=None)
    ),
]
_EFFECT = {
    "PROF007": [
        Case("what the role allows", ACCEPTS, _session(allow(_READ), roles=(_READS,))),
        Case("a part of it", ACCEPTS, _session(allow("s3:*"), deny("s3:Delete*"), roles=(_READS,))),
        Case(
            "only Deny",
            REJECTS,
            _session(deny("s3:DeleteObject"), roles=(_READS,)),
            "its session policies only deny, and allow nothing",
        ),
        Case("only Deny, roles unseen", REJECTS, _session(deny(_READ), denied=("Device",))),
        Case("only Deny, no roles", REJECTS, _session(deny(_READ))),
        Case("only Deny, managed", REJECTS, _session(managed=managed_of(No=document(deny(_READ))))),
        Case(
            "everything denied",
            REJECTS,
            _session(allow("*"), deny("*"), denied=("Device",)),
            "a statement of its session policies denies everything",
        ),
        Case(
            "everything denied, beside the unknown",
            REJECTS,
            _session(deny("*"), managedPolicyArns=[f"{_OWN}Unseen"]),
        ),
        Case(
            "Deny, and one that allows",
            ACCEPTS,
            _session(deny(_WRITE), roles=(_READS,), managed=managed_of(Yes=document(allow(_READ)))),
        ),
        Case(
            "Deny, and one unseen",
            UNDECIDED,
            _session(deny(_WRITE), roles=(_READS,), managedPolicyArns=[f"{_OWN}Unseen"]),
            "policy/Unseen was not collected",
        ),
        Case(
            "PROF010 reports one that is gone",
            NOT_APPLICABLE,
            _session(
                deny(_WRITE),
                roles=(_READS,),
                managed={f"{_OWN}Gone": Missing(f"{_OWN}Gone", profile().place)},
            ),
        ),
        Case(
            "a condition on what denies everything",
            UNDECIDED,
            _session(allow("*"), deny("*", Condition=_IF), roles=(_READS,)),
            "has conditions",
        ),
        Case(
            "another service",
            REJECTS,
            _session(allow(_QUEUE), roles=(_READS,)),
            "nothing in common with what its roles allow, of which there is one",
        ),
        Case("another action", REJECTS, _session(allow(_WRITE), roles=(_READS,))),
        Case(
            "another bucket",
            REJECTS,
            _session(allow(_READ, "arn:aws:s3:::other/*"), roles=(_READS,)),
        ),
        Case(
            "what the boundary takes away",
            REJECTS,
            _session(
                allow(_READ),
                roles=(_role(allow("*"), boundary=f"{_OWN}Bound"),),
                managed=managed_of(Bound=document(allow(_QUEUE))),
                managedPolicyArns=[],
            ),
        ),
        Case(
            "two roles, nothing of either",
            REJECTS,
            _session(allow("sns:Publish"), roles=(_READS, _SENDS)),
            "of which there are 2",
        ),
        Case("SOME reports one of two", ACCEPTS, _session(allow(_READ), roles=(_READS, _SENDS))),
        Case(
            "one keeps something, one unseen",
            ACCEPTS,
            _session(allow(_READ), roles=(_READS,), denied=("Sender",)),
        ),
        Case(
            "one keeps nothing, one unseen",
            UNDECIDED,
            _session(allow(_QUEUE), roles=(_READS,), denied=("Sender",)),
            "denied",
        ),
        Case(
            "one keeps nothing, one is gone",
            REJECTS,
            _session(allow(_QUEUE), roles=(_READS, missing("Gone"))),
        ),
        Case(
            "a condition would decide",
            UNDECIDED,
            _session(allow(_READ, Condition=_IF), roles=(_READS,)),
        ),
        Case(
            "a variable would decide", UNDECIDED, _session(allow(_READ, _VARIABLE), roles=(_READS,))
        ),
        Case(
            "policies of the role unseen",
            UNDECIDED,
            _session(allow(_READ), roles=(_role(attached=(f"{_OWN}Unseen",)),)),
        ),
        Case(
            "the roles are unknown", UNDECIDED, _session(allow(_READ), unknown={"roleArns": DENIED})
        ),
        Case("no roles", NOT_APPLICABLE, _session(allow(_READ))),
        Case("a role that allows nothing", NOT_APPLICABLE, _session(allow(_READ), roles=(_IDLE,))),
        Case("a role that is gone", NOT_APPLICABLE, _session(allow(_READ), roles=(missing(),))),
        Case(
            "a role of another account",
            NOT_APPLICABLE,
            _session(allow(_READ), roleArns=[role_arn(account="210987654321")]),
        ),
        Case(
            "AWS's own example: all of one bucket",
            ACCEPTS,
            _session(allow("s3:*", ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]), roles=(_READS,)),
        ),
        *_EFFECT_IDLE,
    ],
    "PROF007-SOME": [
        Case("what the role allows", ACCEPTS, _session(allow(_READ), roles=(_READS,))),
        Case(
            "another service",
            REJECTS,
            _session(allow(_QUEUE), roles=(_READS,)),
            "leaves role 'Device' nothing",
        ),
        Case(
            "a condition would decide",
            UNDECIDED,
            _session(allow(_READ, Condition=_IF), roles=(_READS,)),
        ),
        Case("the role is unseen", UNDECIDED, _session(allow(_QUEUE), denied=("Device",))),
        Case("PROF007 reports it", NOT_APPLICABLE, _session(deny("*"), roles=(_READS,))),
        Case("the role allows nothing", NOT_APPLICABLE, _session(allow(_READ), roles=(_IDLE,))),
        Case("the role is gone", NOT_APPLICABLE, _session(allow(_READ), roles=(missing(),))),
        *_EFFECT_IDLE,
    ],
}
_ALL = allow("*")


def _wide(**fields: Any) -> list[Case]:
    return [
        Case("one action", ACCEPTS, _session(allow(_READ), **fields)),
        Case("everything but IAM", ACCEPTS, _session(_ALL, deny("iam:*"), **fields)),
        Case(
            "everything but one bucket",
            ACCEPTS,
            _session(_ALL, deny("*", "arn:aws:s3:::b/*"), **fields),
        ),
        Case(
            "a policy that only bears the name",
            ACCEPTS,
            _session(managed=managed_of(AdministratorAccess=document(allow(_READ))), **fields),
        ),
        Case("everything", REJECTS, _session(_ALL, **fields), "by Statement[0] of the inline"),
        Case("everything, in two characters", REJECTS, _session(allow("*:*"), **fields)),
        Case(
            "AWS's, unseen, beside a narrow one",
            REJECTS,
            _session(allow(_READ), managedPolicyArns=[_ADMINISTRATOR], **fields),
            f"Statement[0] of policy '{_ADMINISTRATOR}'",
        ),
        Case(
            "one of the account",
            REJECTS,
            _session(managed=managed_of(Wide=document(_ALL)), **fields),
            "Statement[0] of policy 'Wide'",
        ),
        Case(
            "one that is unseen",
            UNDECIDED,
            _session(_ALL, managedPolicyArns=[f"{_OWN}Unseen"], **fields),
        ),
        Case("on a condition", UNDECIDED, _session(allow("*", Condition=_IF), **fields)),
        Case(
            "denied on a condition", UNDECIDED, _session(_ALL, deny("*", Condition=_IF), **fields)
        ),
        Case("no session policies", NOT_APPLICABLE, _session(**fields)),
        Case("PROF006 reports it", NOT_APPLICABLE, _session(sessionPolicy="{", **fields)),
        Case(
            "the policy is unknown",
            UNDECIDED,
            _session(unknown={"sessionPolicy": DENIED}, **fields),
        ),
    ]


_SCOPE = {
    "PROF008": [*_wide(), Case("disabled", NOT_APPLICABLE, _session(_ALL, **_OFF))],
    "PROF008-LATENT": [*_wide(**_OFF), Case("enabled", NOT_APPLICABLE, _session(_ALL))],
}


def _listing(*arns: str, **facts: PolicyFact) -> Inventory:
    known = {f"{_OWN}{name}": fact for name, fact in facts.items()}
    return inventory(profile(managedPolicyArns=list(arns)), managed_policies=known)


_READ_POLICY = managed_of(Read=document(allow(_READ)))[f"{_OWN}Read"]
_GONE = Missing(f"{_OWN}Gone", profile().place)
_MANAGED = {
    "PROF010": [
        Case("none", ACCEPTS, inventory(profile())),
        Case("one of the account", ACCEPTS, _listing(f"{_OWN}Read", Read=_READ_POLICY)),
        Case("one with a path", ACCEPTS, _listing(f"{_OWN}a/b/Read", **{"a/b/Read": _READ_POLICY})),
        Case(
            "one of AWS",
            ACCEPTS,
            inventory(
                profile(managedPolicyArns=[f"{_AWS}job-function/ViewOnlyAccess"]),
                managed_policies={f"{_AWS}job-function/ViewOnlyAccess": _READ_POLICY},
            ),
        ),
        Case(
            "one that is gone", REJECTS, _listing(f"{_OWN}Gone", Gone=_GONE), "which does not exist"
        ),
        Case(
            "one of AWS that is gone",
            REJECTS,
            inventory(
                profile(managedPolicyArns=[f"{_AWS}Old"]),
                managed_policies={f"{_AWS}Old": Missing(f"{_AWS}Old", profile().place)},
            ),
        ),
        Case(
            "one of another account",
            REJECTS,
            _listing("arn:aws:iam::210987654321:policy/Read"),
            "it belongs to account 210987654321, not to 123456789012",
        ),
        Case(
            "one of another partition",
            REJECTS,
            _listing("arn:aws-cn:iam::aws:policy/ReadOnlyAccess"),
            "it is in partition 'aws-cn', not in 'aws'",
        ),
        Case("a name", REJECTS, _listing("ReadOnlyAccess"), "it is not of the form arn"),
        Case("a role", REJECTS, _listing(role_arn()), "it does not name a managed policy"),
        Case("no name", REJECTS, _listing(_OWN), "does not end in the name of a policy"),
        Case("a wildcard", REJECTS, _listing(f"{_OWN}*"), "does not end in the name of a policy"),
        Case("an empty text", REJECTS, _listing("")),
        Case("a long text", REJECTS, _listing("x" * 100_000)),
        Case("a Region", REJECTS, _listing("arn:aws:iam:eu-west-1:aws:policy/P"), "no Region"),
        Case("no account", REJECTS, _listing("arn:aws:iam:::policy/P"), "an account of 12 digits"),
        Case(
            "nobody may look",
            UNDECIDED,
            _listing(f"{_OWN}Read", Read=DENIED),
            "denied",
        ),
        Case("not collected", UNDECIDED, _listing(f"{_OWN}Read"), "was not collected"),
        Case(
            "the list is unknown",
            UNDECIDED,
            inventory(profile(unknown={"managedPolicyArns": DENIED})),
        ),
        Case("enabled or not is unknown", UNDECIDED, inventory(profile(enabled=None))),
        Case("disabled", NOT_APPLICABLE, inventory(profile(managedPolicyArns=["x"], **_OFF))),
    ],
    "PROF013": [
        Case("a role", ACCEPTS, inventory(profile())),
        Case(
            "none for eight days",
            REJECTS,
            inventory(profile(roleArns=[], **_OLD)),
            "lists no role, and was last changed on 2026-05-24",
        ),
        Case("not said", REJECTS, inventory(profile(roleArns=None, **_OLD))),
        Case(
            "seven days to the second",
            NOT_APPLICABLE,
            inventory(profile(roleArns=[], updatedAt="2026-05-25T00:00:00Z")),
        ),
        Case(
            "no days of grace",
            REJECTS,
            inventory(profile(roleArns=[], updatedAt="2026-05-31T00:00:00Z")),
            settings={"grace_days": 0},
        ),
        Case(
            "written down without any",
            REJECTS,
            inventory(profile(roleArns=[], unknown=STATED)),
            "lists no role: it gives nobody a session",
        ),
        Case(
            "one role, whatever else",
            ACCEPTS,
            inventory(profile(unknown={"roleArns": Partly("a reason", known=(), empty=False)})),
        ),
        Case(
            "there may be one",
            UNDECIDED,
            inventory(profile(roleArns=[], unknown={"roleArns": Partly("a reason")})),
            "a reason",
        ),
        Case("the list is unknown", UNDECIDED, inventory(profile(unknown={"roleArns": DENIED}))),
        Case("no date", UNDECIDED, inventory(profile(roleArns=[], updatedAt=None))),
        Case("enabled or not is unknown", UNDECIDED, inventory(profile(enabled=None))),
        Case("disabled", NOT_APPLICABLE, inventory(profile(roleArns=[], **_OLD, **_OFF))),
    ],
}

CASES = _SIZE | _POLICY | _EFFECT | _SCOPE | _MANAGED
