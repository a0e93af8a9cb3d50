"""One table of cases for each rule about what a plan changes."""

from rules.cases import ACCEPTS, NOT_APPLICABLE, REJECTS, UNDECIDED, Case
from world import DENIED, alias, inventory, profile, role, role_arn

SHORT, LONG = alias(), alias(credentialDurationSeconds=43200)
OTHER = role_arn("New")
RENAMED = alias(credentialDurationSeconds=43200, roleArn=OTHER)
TOGETHER = (RENAMED, role("New", longest=43200))
POLICY = '{"Version": "2012-10-17", "Statement": []}'

CASES = {
    "ALIAS007": [
        Case(
            "longer than the old role allows",
            REJECTS,
            inventory(*TOGETHER, prior=[SHORT, role(longest=3600)]),
            "is given 43200 seconds before it is given another role: its role now, 'Device', "
            "allows at most 3600",
        ),
        Case(
            "the old role allows it too",
            ACCEPTS,
            inventory(*TOGETHER, prior=[SHORT, role(longest=43200)]),
        ),
        Case("only the duration", ACCEPTS, inventory(LONG, role(longest=43200), prior=[SHORT])),
        Case("only the role", ACCEPTS, inventory(alias(roleArn=OTHER), prior=[SHORT])),
        Case(
            "an hour is safe whatever the old role says",
            ACCEPTS,
            inventory(alias(roleArn=OTHER), prior=[alias(credentialDurationSeconds=7200)]),
        ),
        Case(
            "the plan does not hold the old role",
            UNDECIDED,
            inventory(*TOGETHER, prior=[SHORT]),
            "the plan does not hold role arn:aws:iam::123456789012:role/Device",
        ),
        Case(
            "the new role is not known",
            UNDECIDED,
            inventory(
                alias(credentialDurationSeconds=43200, unknown={"roleArn": DENIED}),
                prior=[SHORT, role()],
            ),
            "was denied",
        ),
        Case("a new alias", NOT_APPLICABLE, inventory(RENAMED, prior=[role()])),
        Case("an account is no plan", NOT_APPLICABLE, inventory(LONG)),
    ],
    "ALIAS007-TRANSIENT": [
        Case(
            "both are lowered",
            REJECTS,
            inventory(SHORT, role(longest=3600), prior=[LONG, role(longest=43200)]),
            "has 43200 seconds until it is changed, but role 'Device' is changed first, "
            "to at most 3600",
        ),
        Case(
            "the role is not lowered below the alias",
            ACCEPTS,
            inventory(SHORT, role(longest=43200), prior=[LONG, role(longest=43200)]),
        ),
        Case(
            "it was too long before",
            ACCEPTS,
            inventory(SHORT, role(longest=3600), prior=[LONG, role(longest=7200)]),
        ),
        Case(
            "an hour before",
            ACCEPTS,
            inventory(SHORT, role(longest=3600), prior=[SHORT, role(longest=43200)]),
        ),
        Case(
            "the plan does not hold the role",
            ACCEPTS,
            inventory(SHORT, denied=["Device"], prior=[LONG]),
        ),
        Case(
            "the alias had another role",
            ACCEPTS,
            inventory(
                alias(roleArn=OTHER),
                role("New", longest=3600),
                prior=[LONG, role("New", longest=43200)],
            ),
        ),
        Case(
            "what becomes of the role is not known",
            UNDECIDED,
            inventory(SHORT, denied=["Device"], prior=[LONG, role(longest=43200)]),
            "was denied",
        ),
        Case("a new alias", NOT_APPLICABLE, inventory(SHORT, role(), prior=[role(longest=43200)])),
    ],
    "PROF019": [
        Case(
            "the policy is taken away",
            REJECTS,
            inventory(profile(), prior=[profile(sessionPolicy=POLICY)]),
            "loses its session policy in place",
        ),
        Case(
            "the policy becomes another",
            ACCEPTS,
            inventory(profile(sessionPolicy="{}"), prior=[profile(sessionPolicy=POLICY)]),
        ),
        Case("there was none", ACCEPTS, inventory(profile(), prior=[profile(sessionPolicy="")])),
        Case(
            "what becomes of it is not known",
            UNDECIDED,
            inventory(
                profile(unknown={"sessionPolicy": DENIED}), prior=[profile(sessionPolicy=POLICY)]
            ),
            "was denied",
        ),
        Case("a new profile", NOT_APPLICABLE, inventory(profile(), prior=[alias()])),
        Case("an account is no plan", NOT_APPLICABLE, inventory(profile())),
    ],
}
