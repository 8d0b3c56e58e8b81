"""The commands of `python -m data`: each module declares its arguments and runs them to an exit code."""

NAMES = ("publish", "releases", "diff", "rollback", "template", "demo", "check", "read", "counts", "map")
# Commands that print files or rows of their own have no --json.
WITHOUT_JSON = {"template", "demo", "read", "counts", "map"}
