"""Whether the inline session policy of a profile is a policy."""

from collections.abc import Iterator

from rolevet import (
    BadPolicy,
    Confidence,
    Hit,
    Inventory,
    NotApplicable,
    Policy,
    Profile,
    Severity,
    Trouble,
    plain,
    rule,
    session_policy,
)
from rolevet_rules.profile.words import must_be_enabled


@rule(
    "PROF006",
    "profile-session-policy-invalid",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=Profile,
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    confidence=Confidence.MEDIUM,
)
def invalid(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
    """A profile's inline session policy is not a policy in the language of IAM.

    ## Why it matters

    Roles Anywhere keeps any text. STS takes only a policy: a JSON object with statements, each with
    an effect, actions and resources, without principals, and without anything that the grammar does
    not know. So it is expected to refuse every session through the profile, and only then.

    ## Example

    A statement with `"Principal": "*"`, copied from the policy of a bucket; or one without
    `Resource`.

    ## How to mend it

    Check the text, then write it again:

        aws accessanalyzer validate-policy --policy-type IDENTITY_POLICY --policy-document file://policy.json
        aws rolesanywhere update-profile --profile-id ID --session-policy file://policy.json

    ## False positives

    IAM may be laxer than its published grammar. A session that works is proof.

    ## What it cannot see

    Whether actions, condition keys and resources exist. Of several faults it tells the first.
    Disabled profiles are not looked at.
    """
    read = _inline(profile, inventory)
    if isinstance(read, BadPolicy):
        yield Hit(
            f"{profile.label} has a session policy that STS is expected to refuse: {read}.",
            at="sessionPolicy",
            evidence={"reason": read.fault.value, "statement": read.statement},
        )


@rule(
    "PROF006-LITERAL",
    "profile-session-policy-with-literal-variables",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=Profile,
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html",
)
def literal_variables(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
    """A profile's session policy has variables that its version takes literally.

    ## Why it matters

    Policy variables are replaced only in version 2012-10-17, and a policy without `Version` is
    taken for the one of 2008. So `${aws:PrincipalTag/x509Subject/CN}` is plain text there, which
    matches nothing: what it should allow is not allowed, and what it should deny is not denied.

    ## Example

    A session policy that begins with `{"Statement": [`, and names
    `arn:aws:s3:::logs/${aws:PrincipalTag/x509Subject/CN}/*`.

    ## How to mend it

    Put `"Version": "2012-10-17"` first, and write the policy again:

        aws rolesanywhere update-profile --profile-id ID --session-policy file://policy.json

    ## False positives

    A resource whose name really holds `${`, which hardly any service allows.

    ## What it cannot see

    The managed policies of the profile, and whether a variable that is replaced has a value.
    Disabled profiles are not looked at.
    """
    read = _inline(profile, inventory)
    if isinstance(read, BadPolicy):
        raise NotApplicable("PROF006 reports it")
    if read.literal_variables:
        first = plain(read.literal_variables[0], 200)
        version = f"version {read.version}" if read.version else "no version"
        yield Hit(
            f"{profile.label} has a session policy of {version}, to which '{first}' is plain text: "
            "variables are replaced only in version 2012-10-17.",
            at="sessionPolicy",
            evidence={
                "version": read.version,
                "texts": tuple(plain(text, 200) for text in read.literal_variables[:10]),
                "count": len(read.literal_variables),
            },
        )


def _inline(profile: Profile, inventory: Inventory) -> Policy | BadPolicy:
    must_be_enabled(profile)
    read = session_policy(profile, inventory)
    if read is None:
        raise NotApplicable("the profile has no inline session policy")
    return read
