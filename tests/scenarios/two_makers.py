"""The policy of small snapshots: an owner of files, a maker whom it trusts and one whom it does not."""

HEAD = """ringfence: 1
as-of: 2026-07-01
parties:
  Owner: {kind: company}
  Good: {kind: maker}
  Risky: {kind: maker}
sets:
  untrusted: {parties: [Risky]}
information:
  files: {owner: Owner}
flows:
"""


def policy(flows, rules):
    """The text; `flows` and `rules` are whole lines of their sections."""
    return f"{HEAD}{flows}rules:\n{rules}"
