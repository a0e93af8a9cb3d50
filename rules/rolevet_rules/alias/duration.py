"""How long the credentials of a role alias last."""

from collections.abc import Iterator

from rolevet import AliasBinding, Hit, Inventory, Role, Severity, Trouble, rule
from rolevet_rules import bindings


@rule(
    "ALIAS001",
    "alias-duration-exceeds-role-max",
    severity=Severity.HIGH,
    trouble=Trouble.FAILS,
    kind=AliasBinding,
    needs=[Role],
    source="https://docs.aws.amazon.com/iot/latest/apireference/API_UpdateRoleAlias.html",
    yields_to=["ALIAS005", "ALIAS005-EXCLUDED"],
)
def duration_exceeds_role_max(binding: AliasBinding, _: Inventory) -> Iterator[Hit]:
    """A role alias asks for longer credentials than its role allows.

    ## Why it matters

    AWS asks that `credentialDurationSeconds` be no more than the `MaxSessionDuration` of the role.
    It looks at that when the alias is written; a role whose maximum is lowered later leaves the
    alias behind. The credential provider has then been seen to answer HTTP 400, and a device cannot
    ask for less: every device that uses the alias is without credentials.

    ## Example

    An alias with `credentialDurationSeconds` 43200 and a role with `MaxSessionDuration` 3600.

    ## How to mend it

    Lower the alias to what the role allows:

        aws iot update-role-alias --role-alias NAME --credential-duration-seconds 3600

    Raising the role's maximum instead lets every other user of the role keep sessions for longer.

    ## False positives

    An alias that no device uses fails nobody, yet.

    ## What it cannot see

    Whether any device uses the alias. A duration of at most 3600 seconds is passed without a look
    at the role, whose maximum can be no smaller.
    """
    yield from bindings.duration_over_role_max(binding, "devices cannot ask for less")
