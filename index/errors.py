"""Errors a person can do something about. Each is caught at the edge and shown as its one-line message."""


class DebateError(Exception):
    """Base of all errors whose message tells the reader what to do; exit code 1."""


class UsageError(DebateError):
    """The call or the question is wrong in itself; exit code 2."""
