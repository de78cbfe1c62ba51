"""Exact checks of a statement against evidence: numbers, dates, names, quotations and who said it.

Precision comes first: a false alarm drops a right sentence. Numbers and dates are compared by value, across languages
and units (4000万美元 is $40 million); names by table, by the documents' own pairs, by pinyin and by sound.

    >>> from assistant.facts import agree
    >>> agree("Musk gave about $40 million.", "金额达到了4000万美元左右。")
    []
    >>> agree("Musk gave about $44 million.", "金额达到了4000万美元左右。")[0].reason
    'the evidence gives 4000万美元左右'
"""

from assistant.facts.attribution import Claim, attributed, speaker_claims
from assistant.facts.check import Disagreement, Facts, agree, extract
from assistant.facts.dates import Date
from assistant.facts.names import NameTable, unknown_names
from assistant.facts.numbers import Quantity

__all__ = [
    "Claim",
    "Date",
    "Disagreement",
    "Facts",
    "NameTable",
    "Quantity",
    "agree",
    "attributed",
    "extract",
    "speaker_claims",
    "unknown_names",
]
