"""Which role a role alias hands out."""

from collections.abc import Iterator

from rolevet import AliasBinding, Hit, Inventory, Role, Severity, Trouble, rule
from rolevet_rules import bindings


@rule(
    "ALIAS003",
    "alias-role-arn-invalid",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=AliasBinding,
    source="https://docs.aws.amazon.com/iot/latest/developerguide/authorizing-direct-aws.html",
)
def role_arn_invalid(binding: AliasBinding, _: Inventory) -> Iterator[Hit]:
    """A role alias names something that is not a role of its own account.

    ## Why it matters

    The API accepts any text of 20 to 2048 characters as `roleArn`, so a mistyped ARN, one from
    another partition, an instance profile or a service-linked role comes to light only when the
    first device asks for credentials. A role of another account cannot be passed to the alias,
    because `iam:PassRole` does not cross accounts; that it fails for devices follows from this, and
    no AWS page says so outright.

    ## Example

    `arn:aws:iam::210987654321:role/Partner` in an alias of account 123456789012.

    ## How to mend it

    Name a role of the alias's own account that trusts `credentials.iot.amazonaws.com`:

        aws iot update-role-alias --role-alias NAME --role-arn ARN

    ## False positives

    A role of another account is told with medium confidence: that devices fail follows from how
    `iam:PassRole` works.

    ## What it cannot see

    Whether the role exists (ALIAS004), and whether its trust policy lets the credential provider
    in.
    """
    yield from bindings.unusable_role_arn(binding, at="roleArn")


@rule(
    "ALIAS004",
    "alias-role-missing",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=AliasBinding,
    needs=[Role],
    source="https://awslabs.github.io/aws-iot-core-credential-provider-session-helper/dev_notes.html",
)
def role_missing(binding: AliasBinding, _: Inventory) -> Iterator[Hit]:
    """A role alias hands out a role that does not exist.

    ## Why it matters

    Every device that asks for credentials through the alias has been seen to get HTTP 400. And the
    name lies open: whoever may create a role of that name, with a trust policy for the credential
    provider, decides what the fleet's credentials can do.

    ## Example

    The role was deleted in a clean-up, the alias was not.

    ## How to mend it

    Point the alias at a role that exists, or delete the alias:

        aws iot update-role-alias --role-alias NAME --role-arn ARN
        aws iot delete-role-alias --role-alias NAME

    ## False positives

    An alias that was set up before its role, and that no device uses yet.

    ## What it cannot see

    Who may create a role of that name. A role that nobody was allowed to look up is never taken for
    a missing one: the rule is then undecided.
    """
    yield from bindings.role_gone(binding, "no device gets credentials through it", at="roleArn")
