"""What anybody may have written where a text, an ARN or a policy belongs."""

from hypothesis import strategies as st
from scanner.policy.made import Json

_ODD = (
    "",
    "*",
    "?",
    "${",
    "${x}",
    "${*}",
    "\x00",
    "\udcff",
    "…",
    "arn:",
    "arn:aws:iam::aws:policy/",
)
TEXTS = st.text(max_size=20) | st.sampled_from(_ODD)

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
_ACTIONS = st.sampled_from(
    ["*", "iot:*", "iot:A*", "iot:AssumeRoleWithCertificate", "iot:Connect", "s3:Get*"]
)
_PLACE = "arn:aws:iot:eu-west-1:123456789012"
_RESOURCES = st.sampled_from(
    [
        *("*", f"{_PLACE}:rolealias/*", f"{_PLACE}:rolealias/fleet", f"{_PLACE}:rolealias/f*"),
        *(f"{_PLACE}:topic/${{iot:ClientId}}", "fleet", "arn:aws:iam::123456789012:role/Device"),
    ]
)


def _one_or_more(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str | list[str]]:
    return texts | st.lists(texts, min_size=1, max_size=3)


STATEMENTS: st.SearchStrategy[Json] = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny"])}
).flatmap(
    lambda made: st.tuples(
        st.sampled_from(["Action", "NotAction"]),
        _one_or_more(_ACTIONS),
        st.sampled_from(["Resource", "NotResource"]),
        _one_or_more(_RESOURCES),
        st.sampled_from([{}, {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}]),
    ).map(lambda parts: {**made, parts[0]: parts[1], parts[2]: parts[3], **parts[4]})
)
"""Statements that IAM would take."""

_LOOSE: st.SearchStrategy[Json] = st.fixed_dictionaries(
    {},
    optional={
        "Effect": st.sampled_from(["Allow", "Deny", "allow"]) | _VALUES,
        "Action": _one_or_more(_ACTIONS) | _VALUES,
        "Resource": _one_or_more(_RESOURCES | TEXTS) | _VALUES,
        "Condition": _VALUES,
        "Principal": _VALUES,
    },
)
DOCUMENTS = _VALUES | st.fixed_dictionaries(
    {"Statement": _VALUES | st.lists(_LOOSE | STATEMENTS, max_size=3)},
    optional={"Version": st.sampled_from(["2012-10-17", "2008-10-17"]) | _VALUES},
)
"""Documents that need not be policies."""
