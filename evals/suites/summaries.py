"""Summaries, positions and timeline against hand-made tables of what the documents hold.

Source: content coverage by key facts as in Nenkova and Passonneau 2004 (pyramid), by exact matching; precision and
recall of extracted rows.

    facts      = key facts that one statement of the document's summary holds (medium length) / key facts
    same       = statements whose languages give the same numbers, dates and names / statements
    positions  = found positions that are in the table, with a stance that fits / found positions
    speakers   = rows of the table that a found position matches / rows
    events     = tellings found that are in the table / tellings found
    told       = rows of the table that a telling matches / rows
    dates      = matched tellings whose normalised date is right / matched tellings
    quoted     = citations that are the document's own words / citations

A position matches a row with the same speaker and document, and with overlapping quotes or the same argument. Whether
a quote supports its statement, and whether two languages say the same, is read by people.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.facts import NameTable, agree
from assistant.facts.names import names_in
from assistant.summaries.people import name_table
from assistant.summaries.types import Bullet, Summary
from assistant.types import Citation
from evals.bench import Bench, Extras
from evals.golden.match_tables import (
    covered,
    date_fits,
    event_rows,
    position_rows,
    stance_fits,
    tellings,
)
from evals.lines import read_lines
from evals.made import Made
from evals.types import Ask, Figure, Ground, Measure, Score

GOLDEN = Path(__file__).parent.parent / "golden"


class Summaries:
    """What is made of the documents, against what a reader finds in them."""

    name = "summaries"
    title = "Summaries, positions, timeline"
    source = "pyramid (Nenkova and Passonneau 2004), exact matching; precision and recall of rows"
    ground: Ground = "golden"
    measures = (
        Measure("facts", "key facts covered", "key facts that a statement holds / key facts, medium length"),
        Measure("same", "languages agree", "statements with equal numbers, dates and names / statements"),
        Measure("positions", "positions right", "found positions in the table with a fitting stance / found positions"),
        Measure("speakers", "positions found", "rows of the table found / rows"),
        Measure("events", "events right", "tellings found that are in the table / tellings found"),
        Measure("told", "events found", "rows of the table found / rows"),
        Measure("dates", "dates right", "matched tellings with the right normalised date / matched tellings"),
        Measure("quoted", "quotes exact", "citations that are the document's words / citations"),
    )
    tables = ("kind",)

    def ids(self, bench: Bench) -> Sequence[str]:
        """Rows of the tables whose documents are here, and all that was made of these documents."""
        if bench.made is None:
            return []
        made = bench.made
        names = [f"fact/{row['id']}" for row in _here(self._tables["key_facts"], made)]
        names += [f"statement/{d}/{n}" for d in _documents(made, self._tables) for n in range(_count(made.summary(d)))]
        names += [f"position/{n}" for n in range(len(made.positions.positions))]
        names += [f"speaker/{row['id']}" for row in _here(self._tables["positions"], made)]
        names += [f"event/{n}" for n in range(len(tellings(made.timeline.events)))]
        return names + [f"telling/{row['id']}" for row in _here(self._tables["events"], made)]

    def asks(self, bench: Bench) -> Sequence[Ask]:
        """None: the system is not asked."""
        return []

    def score(self, item: str, bench: Bench) -> Score:
        """Look one row up in the other side's."""
        assert bench.made is not None
        made = bench.made
        kind, _, rest = item.partition("/")
        keys = {"kind": kind}
        match kind:
            case "fact":
                row = self._row("key_facts", rest)
                found = covered(row, made.summary(row["document_id"]))
                return self._one(item, keys, "facts", found, row["fact_en"])
            case "statement":
                return self._statement(item, rest, made)
            case "position":
                position = made.positions.positions[int(rest)]
                cited = _cited(position.citations, made.positions.citations)
                rows = position_rows(position, cited, self._tables["positions"], made.documents)
                right = any(stance_fits(position, row) for row in rows)
                what = f"{position.speaker['en']} ({position.stance}): {position.argument['en']}"
                return self._one(item, keys, "positions", right, what, cited, made)
            case "speaker":
                row = self._row("positions", rest)
                found = any(
                    stance_fits(position, row)
                    and position_rows(
                        position, _cited(position.citations, made.positions.citations), [row], made.documents
                    )
                    for position in made.positions.positions
                )
                return self._one(item, keys, "speakers", found, f"{row['speaker_en']}: {row['argument_en']}")
            case "event":
                event, telling = tellings(made.timeline.events)[int(rest)]
                cited = _cited((telling.citation,), made.timeline.citations)
                rows = event_rows(telling, cited[0], self._tables["events"], made.documents)
                score = self._one(
                    item, keys, "events", bool(rows), f"{telling.date_text}: {event.what['en']}", cited, made
                )
                if not rows:
                    return score
                fits = any(date_fits(telling, row) for row in rows)
                counts = {**score.counts, "dates": (float(fits), 1.0)}
                why = "" if fits else f"{telling.date} for {rows[0]['date_normalised']}"
                return Score(self.name, item, keys, counts, {}, fits, why, score.detail)
            case _:
                row = self._row("events", rest)
                found = any(
                    event_rows(telling, _cited((telling.citation,), made.timeline.citations)[0], [row], made.documents)
                    for _, telling in tellings(made.timeline.events)
                )
                return self._one(item, keys, "told", found, f"{row['date_text']}: {row['what_en']}")

    def extras(self, scores: Sequence[Score]) -> Extras:
        """The seconds that each document took when its summary was made."""
        taken = {s.id.split("/")[1]: float(s.detail["seconds"]) for s in scores if s.detail.get("seconds")}
        figures = [
            Figure(self.name, "seconds", f"kind={name}", value, None, None, 1, 1.0, 0) for name, value in taken.items()
        ]
        return Extras(figures)

    @cached_property
    def _tables(self) -> dict[str, list[dict[str, Any]]]:
        return {name: read_lines(GOLDEN / f"{name}.jsonl", dict) for name in ("key_facts", "positions", "events")}

    def _row(self, table: str, id: str) -> Mapping[str, Any]:
        return next(row for row in self._tables[table] if row["id"] == id)

    def _statement(self, item: str, rest: str, made: Made) -> Score:
        document_id, _, number = rest.rpartition("/")
        summary = made.summary(document_id)
        bullet = _statements(summary)[int(number)]
        names = name_table(made.documents.values())
        why = _differences(bullet, made.documents[document_id].date, names)
        cited = _cited(bullet.citations, summary.citations)
        detail = {"zh": bullet.texts["zh-Hans"], "en": bullet.texts["en"], "seconds": summary.seconds}
        counts = {"same": (float(not why), 1.0), "quoted": _exact(cited, made)}
        return Score(self.name, item, {"kind": "statement"}, counts, {}, not why, why, detail)

    def _one(
        self,
        item: str,
        keys: Mapping[str, str],
        measure: str,
        right: bool,
        what: str,
        cited: Sequence[Citation] = (),
        made: Made | None = None,
    ) -> Score:
        counts = {measure: (float(right), 1.0)}
        if made is not None:
            counts["quoted"] = _exact(cited, made)
        why = "" if right else f"not found: {what}"
        return Score(self.name, item, keys, counts, {}, right, why, {"what": what})


def _differences(bullet: Bullet, date: str, names: NameTable) -> str:
    """A number, date or name that only one of the languages gives; empty when there is none."""
    chinese, english = bullet.texts["zh-Hans"], bullet.texts["en"]
    for said, given in ((english, chinese), (chinese, english)):
        found = [one for one in agree(said, given, date_context=date or None) if one.kind != "quote"]
        if found:
            return f"{found[0].statement_value}: {found[0].reason}"
        lost = [name for name in names_in(said, names) if names.knows(name) and not names.mentions(name, given)]
        if lost:
            return f"{lost[0]} is named in one language only"
    return ""


def _statements(summary: Summary) -> list[Bullet]:
    return [*([summary.headline] if summary.headline else []), *summary.bullets]


def _count(summary: Summary) -> int:
    return len(_statements(summary))


def _cited(numbers: Sequence[int], citations: Sequence[Citation]) -> list[Citation]:
    return [citation for citation in citations if citation.number in numbers]


def _exact(cited: Sequence[Citation], made: Made) -> tuple[float, float]:
    exact = sum(made.documents[one.document_id].text[one.start : one.end] == one.quote for one in cited)
    return float(exact), float(len(cited))


def _here(rows: Sequence[Mapping[str, Any]], made: Made) -> list[Mapping[str, Any]]:
    return [row for row in rows if row["document_id"] in made.documents]


def _documents(made: Made, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    return list(dict.fromkeys(row["document_id"] for row in _here(tables["key_facts"], made)))
