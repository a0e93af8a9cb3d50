"""What `rolevet rules new` prints: a rule that works, for somebody to change."""

from typing import Final

_ID: Final = "ACME000"
_TEXT: Final = """\
# A rule that is data; docs/rules-as-data.md tells all of it.
#   rolevet rules test FILE      judges the cases below
#   rolevet scan --rules FILE    judges an account by it, beside all other rules
rules:
  - id: ACME000

    # One sentence that says the bad thing.
    title: A role alias hands out credentials for longer than four hours

    # critical, high, medium, low or info.
    severity: medium

    # rejected (AWS refuses it), fails (sessions fail), exposure (too much is possible) or hygiene.
    class: exposure

    # role-alias, profile, trust-anchor, crl, role, iot-policy, managed-policy,
    # certificate-authority or subject: an expression names its fields as AWS spells them.
    # binding, alias-binding or profile-binding: it names broker, role, trust and session.
    kind: role-alias

    # JMESPath that gives true or false. Where `when` is false, the rule does not apply; where
    # `must` is false, it has found something. A field that is not there, or is of another type,
    # leaves it undecided: present(x) and default(x, y) ask for that. Numbers stand in backticks.
    when: "!glob('lab-*', roleAlias)"
    must: credentialDurationSeconds <= `14400`

    # What stands in braces is JMESPath; {{ and }} are braces.
    message: >-
      Role alias '{roleAlias}' hands out credentials for {credentialDurationSeconds} seconds.

    # The page that says why, yours or one of AWS.
    uri: https://example.com/rules/ACME000

    # If it is to judge only where it is selected:           opt_in: true
    # If it comes to mean something else than it did:        version: 2
    # If the finding is another one when a value changes:    key: roleArn

    # Markdown, for: rolevet explain ACME000
    help: |
      ## Why it matters

      Credentials that leak are good until they expire.

      ## How to mend it

          aws iot update-role-alias --role-alias NAME --credential-duration-seconds 14400

    # At least one that it accepts and one that it rejects. Fields are spelt as AWS returns them;
    # what stands without quotes is a number, true, false or null where JSON would read it so.
    cases:
      - name: four hours
        verdict: accepts
        role-alias: {roleAlias: fleet, credentialDurationSeconds: 14400}
      - name: a second more
        verdict: rejects
        says: for 14401 seconds
        role-alias: {roleAlias: fleet, credentialDurationSeconds: 14401}
      - name: a lab
        verdict: not applicable
        role-alias: {roleAlias: lab-7, credentialDurationSeconds: 43200}
      - name: AWS did not tell
        verdict: undecided
        role-alias: {roleAlias: fleet}
        unknown: [role-alias.credentialDurationSeconds]
"""


def skeleton(rule_id: str) -> str:
    """The text of a file."""
    return _TEXT.replace(_ID, rule_id)
