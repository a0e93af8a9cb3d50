"""Acme's own promises, and a format for its pager."""

from collections.abc import Iterator

from rolevet import Hit, Inventory, Profile, Report, Rule, Severity, Trouble, rule


@rule(
    "ACME001",
    "profile-name-without-team",
    severity=Severity.LOW,
    trouble=Trouble.HYGIENE,
    kind=Profile,
    source="https://wiki.example.com/naming",
)
def profile_name_without_team(profile: Profile, inventory: Inventory) -> Iterator[Hit]:
    """A profile's name does not begin with the name of a team.

    ## Why it matters

    Nobody knows whom to ask.

    ## Example

    `backup` instead of `storage-backup`.

    ## How to mend it

        aws rolesanywhere update-profile --profile-id ID --name TEAM-NAME

    ## False positives

    A profile that all teams share.

    ## What it cannot see

    Whether there is a team of that name.
    """
    if "-" not in profile.name:
        yield Hit(f"{profile.label} does not say which team it belongs to.", at="name")


def rules() -> list[Rule]:
    """Every rule of Acme's."""
    return [profile_name_without_team]


def count(report: Report) -> Iterator[str]:
    """The number of findings, for the pager."""
    yield f"{len(report.findings)}\n"
