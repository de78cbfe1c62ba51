"""Errors of a measurement that a person can do something about."""

from index.errors import DebateError, UsageError


class InputError(DebateError):
    """A line of a file that was given cannot be used; the message names file, line and what to do."""


class RunError(DebateError):
    """A run folder is not what was asked for: unfinished, of other settings, or in use."""


class JudgeMissingError(DebateError):
    """A measure needs the judge and its model is not there."""


class GateError(DebateError):
    """A figure fell below its floor."""


class ChoiceError(UsageError):
    """A name that was given (a suite, a half, a run) does not exist."""
