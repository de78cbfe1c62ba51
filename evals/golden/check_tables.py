"""Check the labelled pairs, key facts, positions and events against their formats and the documents they come from.

``check_judge``, ``check_elsewhere``, ``check_key_facts``, ``check_positions`` and ``check_events`` each return one line
per fault, none when all is well. Run as a module, it checks the committed files and prints what they hold::

    python -m evals.golden.check_tables

The formats are described in ``README-judge.md`` beside this file.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.golden.check_questions import HALVES, LANGUAGES, read_rows, wrong_script
from evals.golden.match import missing, normalise
from index.documents import load_documents
from index.types import Document

FOLDER = Path(__file__).parent
SEEDS, WRITTEN = FOLDER.parent.parent / "seeds", FOLDER / "written"
"""The documents of the project, and two written for the evals."""
JUDGE, ELSEWHERE, KEY_FACTS, POSITIONS, EVENTS = (
    FOLDER / f"{name}.jsonl" for name in ("judge", "elsewhere", "key_facts", "positions", "events")
)

SUPPORTED = "supported"
UNSUPPORTED_AT_LEAST = {
    "not_stated": 45,
    "contradicted": 25,
    "wrong_number": 25,
    "wrong_date": 25,
    "wrong_speaker": 25,
    "opinion_as_fact": 25,
    "partly_supported": 25,
}
FROM_DOCUMENTS_AT_LEAST = 170
FROM_XQUAD_AT_LEAST = 90
ACROSS_AT_LEAST = 100
"""Pairs whose claim is in the other language than the evidence."""
PARAGRAPHS = 240
"""Of XQuAD, in each language."""
SHARE = (0.4, 0.6)
"""Bounds of the share of supported pairs and of English claims, in all and in each half, and of each half itself."""
FACTS_AT_LEAST, POSITIONS_AT_LEAST, EVENTS_AT_LEAST = 12, 22, 22
STANCES = ("open", "closed", "between")

Row = Mapping[str, Any]
Documents = Mapping[str, Document]
Keys = Mapping[str, type]

_PAIR: Keys = {"id": str, "half": str, "claim": str, "language": str, "supported": bool, "kind": str}
_ELSEWHERE: Keys = {**_PAIR, "evidence": str}
_PAIR_OPTIONAL: Keys = {"question": str, "evidence": str, "document_id": str, "xquad": dict}
_FACT: Keys = {
    **dict.fromkeys(("id", "document_id", "fact_zh", "fact_en", "quote"), str),
    "must_hold": list,
    "importance": int,
}
_POSITION: Keys = {
    **dict.fromkeys(("id", "speaker", "speaker_en", "organisation", "stance", "argument_zh", "argument_en"), str),
    **dict.fromkeys(("quote", "document_id", "date"), str),
    **dict.fromkeys(("aliases", "stance_also"), list),
}
_EVENT: Keys = {
    **dict.fromkeys(("id", "date_text", "date_normalised", "what_zh", "what_en", "quote", "document_id"), str),
    **dict.fromkeys(("conflicts_with", "same_as"), list),
    "uncertain": bool,
}
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def check_judge(rows: Sequence[Row], documents: Documents) -> list[str]:
    """All faults of the claim-evidence pairs."""
    return list(_checked(rows, _PAIR, _PAIR_OPTIONAL, lambda row: _pair_faults(row, documents))) or list(
        _pair_set_faults(rows)
    )


def check_elsewhere(rows: Sequence[Row], documents: Documents) -> list[str]:
    """All faults of the pairs on texts of other topics, which no document holds."""
    faults = list(_checked(rows, _ELSEWHERE, {}, _label_faults)) or list(_halves_and_claims(rows))
    return faults + [
        f"{row['id']}: its evidence is in {document.id}"
        for row in rows
        for document in documents.values()
        if row.get("evidence", "") in document.text
    ]


def check_key_facts(rows: Sequence[Row], documents: Documents) -> list[str]:
    """All faults of the key facts."""

    def faults(row: Row) -> Iterator[str]:
        yield from _quote_faults(row, "quote", documents)
        if row["importance"] not in (1, 2, 3):
            yield f"importance is {row['importance']}, not 1, 2 or 3"
        if not row["must_hold"]:
            yield "nothing it must hold"
        for key in ("fact_zh", "fact_en"):
            for fact in missing(row["must_hold"], row[key]):
                yield f"{key} lacks its own fact: {' | '.join(fact)}"
        yield from _script_faults(row, "fact_zh", "fact_en")

    found = list(_checked(rows, _FACT, {}, faults))
    counts = Counter(row["document_id"] for row in rows if "document_id" in row)
    return found + [
        f"{counts[name]} key facts of {name}, fewer than {FACTS_AT_LEAST}"
        for name in documents
        if counts[name] < FACTS_AT_LEAST
    ]


def check_positions(rows: Sequence[Row], documents: Documents) -> list[str]:
    """All faults of the table of positions."""

    def faults(row: Row) -> Iterator[str]:
        yield from _quote_faults(row, "quote", documents)
        for stance in (row["stance"], *row["stance_also"]):
            if stance not in STANCES:
                yield f"stance {stance!r} is none of {', '.join(STANCES)}"
        document = documents.get(row["document_id"])
        if document is not None:
            text = normalise(document.text)
            for name in (row["speaker"], *filter(None, row["organisation"].split(", "))):
                if normalise(name) not in text:
                    yield f"{name!r} does not occur in {document.id}"
            if row["date"] != document.date:
                yield f"date {row['date']!r} is not that of {document.id}: {document.date!r}"
        yield from _script_faults(row, "argument_zh", "argument_en")

    found = list(_checked(rows, _POSITION, {}, faults))
    if len(rows) < POSITIONS_AT_LEAST:
        found.append(f"{len(rows)} positions, fewer than {POSITIONS_AT_LEAST}")
    return found + [f"no position is {s}" for s in STANCES if all(row.get("stance") != s for row in rows)]


def check_events(rows: Sequence[Row], documents: Documents) -> list[str]:
    """All faults of the table of events."""
    known = {row.get("id"): row for row in rows}

    def faults(row: Row) -> Iterator[str]:
        yield from _quote_faults(row, "quote", documents)
        if not _DATE.fullmatch(row["date_normalised"]):
            yield f"date {row['date_normalised']!r} is not YYYY, YYYY-MM or YYYY-MM-DD"
        if row["date_text"] not in row["quote"]:
            yield f"{row['date_text']!r} is not in its quote"
        for key in ("conflicts_with", "same_as"):
            for other in row[key]:
                if row["id"] not in known.get(other, {}).get(key, []):
                    yield f"{key} {other!r}, which does not say so of {row['id']!r}"
        yield from _script_faults(row, "what_zh", "what_en")

    found = list(_checked(rows, _EVENT, {}, faults))
    return found + ([] if len(rows) >= EVENTS_AT_LEAST else [f"{len(rows)} events, fewer than {EVENTS_AT_LEAST}"])


def committed_documents() -> dict[str, Document]:
    """The documents that the tables are about, by id."""
    return {document.id: document for folder in (SEEDS, WRITTEN) for document in load_documents(folder).documents}


def _checked(rows: Sequence[Row], required: Keys, optional: Keys, faults: Any) -> Iterator[str]:
    for name, count in Counter(str(row.get("id")) for row in rows).items():
        if count > 1:
            yield f"id {name!r} occurs {count} times"
    for number, row in enumerate(rows, 1):
        place = str(row.get("id", f"line {number}"))
        shape = [f"lacks {key!r}" for key in required if key not in row]
        for key, value in row.items():
            kind = required.get(key) or optional.get(key)
            if kind is None:
                shape.append(f"has an unknown key {key!r}")
            elif not isinstance(value, kind):
                shape.append(f"{key!r} is not a {kind.__name__}")
            elif isinstance(value, str) and not value.strip() and key not in ("organisation", "date"):
                shape.append(f"{key!r} is empty")
        for fault in shape or faults(row):
            yield f"{place}: {fault}"


def _quote_faults(row: Row, key: str, documents: Documents) -> Iterator[str]:
    document = documents.get(row["document_id"])
    if document is None:
        yield f"no document {row['document_id']!r}"
    elif row[key] not in document.text:
        yield f"{key} is not in {document.id}: {row[key]}"


def _script_faults(row: Row, chinese: str, english: str) -> Iterator[str]:
    for key, language in ((chinese, "zh-Hans"), (english, "en")):
        if strange := wrong_script(row[key], language):
            yield f"{key} is not in {language}: {strange}"


def _label_faults(row: Row) -> Iterator[str]:
    kinds = (SUPPORTED, *UNSUPPORTED_AT_LEAST)
    for key, allowed in (("half", HALVES), ("language", LANGUAGES), ("kind", kinds)):
        if row[key] not in allowed:
            yield f"{key} {row[key]!r} is none of {', '.join(allowed)}"
    if row["supported"] != (row["kind"] == SUPPORTED):
        yield f"kind {row['kind']} does not go with supported: {row['supported']}"
    if row["language"] != "en" and (strange := wrong_script(row["claim"], row["language"])):
        yield f"claim is not in {row['language']}: {strange}"


def _pair_faults(row: Row, documents: Documents) -> Iterator[str]:
    yield from _label_faults(row)
    if "xquad" in row:
        reference = row["xquad"]
        if "evidence" in row or set(reference) != {"language", "paragraph"}:
            yield "evidence from XQuAD is given by language and paragraph only"
        elif reference["language"] not in ("en", "zh") or reference["paragraph"] not in range(PARAGRAPHS):
            yield f"no paragraph of XQuAD: {reference}"
    elif "evidence" not in row or "document_id" not in row:
        yield "neither evidence with its document_id, nor xquad"
    else:
        yield from _quote_faults(row, "evidence", documents)


def _halves_and_claims(rows: Sequence[Row]) -> Iterator[str]:
    halves: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        halves[_source(row)].add(row["half"])
    for source, found in halves.items():
        if len(found) > 1:
            yield f"evidence in both halves: {source}"
    for (claim, source), count in Counter((normalise(row["claim"]), _source(row)) for row in rows).items():
        if count > 1:
            yield f"claim {claim!r} on {source} occurs {count} times"


def _pair_set_faults(rows: Sequence[Row]) -> Iterator[str]:
    yield from _halves_and_claims(rows)
    kinds = Counter(row["kind"] for row in rows)
    foreign = sum("xquad" in row for row in rows)
    across = sum((row["language"] == "en") != (_tongue(row) == "en") for row in rows)
    for what, count, least in (
        *((f"pairs of kind {kind}", kinds[kind], least) for kind, least in UNSUPPORTED_AT_LEAST.items()),
        ("pairs from the documents", len(rows) - foreign, FROM_DOCUMENTS_AT_LEAST),
        ("pairs from XQuAD", foreign, FROM_XQUAD_AT_LEAST),
        ("pairs across languages", across, ACROSS_AT_LEAST),
    ):
        if count < least:
            yield f"{count} {what}, fewer than {least}"
    yield from _share_faults("the tune half", rows, [row["half"] == "tune" for row in rows])
    for half in (None, *HALVES):
        some = [row for row in rows if half in (None, row["half"])]
        within = f" of {half}" if half else ""
        yield from _share_faults(f"supported pairs{within}", some, [row["supported"] for row in some])
        yield from _share_faults(f"English claims{within}", some, [row["language"] == "en" for row in some])


def _share_faults(what: str, rows: Sequence[Row], hits: Sequence[bool]) -> Iterator[str]:
    share = sum(hits) / max(len(rows), 1)
    if not SHARE[0] <= share <= SHARE[1]:
        yield f"{what}: a share of {share:.2f}, not between {SHARE[0]} and {SHARE[1]}"


def _source(row: Row) -> str:
    """The evidence of a pair; both languages of a paragraph are one."""
    return f"XQuAD {row['xquad']['paragraph']}" if "xquad" in row else str(row["evidence"])


def _tongue(row: Row) -> str:
    return str(row["xquad"]["language"]) if "xquad" in row else "zh"


def main() -> int:
    """Check the committed files against the committed documents; the exit code is 1 when there are faults."""
    documents = committed_documents()
    failed = False
    for path, check in (
        (JUDGE, check_judge),
        (ELSEWHERE, check_elsewhere),
        (KEY_FACTS, check_key_facts),
        (POSITIONS, check_positions),
        (EVENTS, check_events),
    ):
        rows = read_rows(path)
        faults = check(rows, documents)
        failed |= bool(faults)
        for fault in faults:
            print(f"{path.name}: {fault}", file=sys.stderr)
        print(f"{path.name}: {len(rows)} rows, {len(faults)} faults")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
