"""What an index built now would be stamped with."""

from index.contents import Stamp
from index.embedding import Encoder
from index.passages import SPLITTER_VERSION
from index.store import SCHEMA
from index.terms import TERMS_VERSION


def current_stamp(encoder: Encoder) -> Stamp:
    """The stamp of an index built now."""
    return Stamp(SCHEMA, encoder.fingerprint, SPLITTER_VERSION, TERMS_VERSION)
