"""A run as one HTML file that opens anywhere: tables, plots and every item, nothing fetched, nothing run.

Documents, questions and answers are data: all of it is escaped, and the page allows no script at all.
"""

from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from evals.items import item_rows
from evals.journal import write_whole
from evals.plots import Bar, bars, calibration_plot, heat_map, refusal_curve
from evals.run import REPORT, load_answers, load_scores, load_summary
from evals.summary import find, words
from evals.types import Score

Summary = Mapping[str, Any]

STYLE = """
:root{--ink:#1d2530;--faint:#6b7684;--line:#dfe4ea;--page:#fff;--card:#f6f8fa;--first:#2f6fb2;--second:#c9822b;
  --bad:#b3362b;--good:#2e7d4f}
@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--faint:#98a3b1;--line:#333c48;--page:#12161c;--card:#1a2029;
  --first:#6aa5e3;--second:#e0a458;--bad:#f08a7f;--good:#7cc79a}}
body{font:15px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:var(--ink);
  background:var(--page);max-width:1000px;margin:0 auto;padding:24px}
h1{font-size:26px}
h2{font-size:20px;margin-top:44px;border-top:1px solid var(--line);padding-top:20px}
h3{font-size:16px}
table{border-collapse:collapse;margin:12px 0;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:4px 14px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--faint);font-weight:500}
.faint{color:var(--faint)}
.bad{color:var(--bad)}
.good{color:var(--good)}
details{border-bottom:1px solid var(--line);padding:4px 0}
details>div{background:var(--card);padding:10px 14px;margin:6px 0;border-radius:6px;overflow-wrap:anywhere}
summary{cursor:pointer}
blockquote{margin:4px 0;padding-left:10px;border-left:3px solid var(--line)}
svg{max-width:100%;height:auto;display:block;margin:12px 0}
nav a{margin-right:14px;color:var(--first)}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write_report(folder: Path, beside: Sequence[Path] = ()) -> Path:
    """Write a finished run's report into its folder; ``beside`` are runs whose figures get a column. Gives its path."""
    path = folder / REPORT
    write_whole(path, render(folder, beside))
    return path


def render(
    folder: Path, beside: Sequence[Path] = (), named: Callable[[Summary], Summary] = lambda summary: summary
) -> str:
    """The report of a finished run as HTML; ``named`` may give its suites and measures other titles.

    Raises RunError when a run is not finished.
    """
    summary, others = named(load_summary(folder)), [named(load_summary(b)) for b in beside]
    scores, answers = load_scores(folder), load_answers(folder)
    suites = summary["suites"]
    links = "".join(f'<a href="#{escape(name)}">{escape(part["title"])}</a>' for name, part in suites.items())
    parts = [_head(summary, others), f"<nav>{links}</nav>", _overview(summary, others)]
    for name, part in suites.items():
        mine = [s for s in scores if s.suite == name]
        parts.append(_suite(name, part, summary, others, mine, answers))
    title = f"Evals {summary['run']}"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>'
        f"<h1>{escape(title)}</h1>{''.join(parts)}</body></html>"
    )


def _head(summary: Summary, others: Sequence[Summary]) -> str:
    plan = summary["plan"]
    rows = [
        ("System", plan["system"]),
        ("Questions", f"{summary['questions']} ({plan['questions']}, half {plan['half']}, seed {plan['seed']})"),
        ("Answers asked for", f"{summary['answers']}, of which {len(summary['errors'])} ended in an error"),
        ("Finished", f"{summary['finished']}, {summary['seconds']:g} s in the last sitting"),
    ]
    rows += [
        (f"Timing: {n}", f"median {t['median']:.0f} ms, 95% {t['p95']:.0f} ms, {t['n']:g} answers")
        for n, t in summary["timings_ms"].items()
    ]
    rows += [("Left out", summary["left_out"])] if summary.get("left_out") else []
    rows += [(f"Beside it: {o['run']}", o["plan"]["system"]) for o in others]
    judge = [
        (label, words(find(summary, "judge", name)))
        for name, label in (
            ("auc", "AUC"),
            ("balanced_accuracy", "balanced accuracy"),
            ("calibration_error", "calibration error"),
        )
    ]
    if "judge" not in summary["suites"]:
        trust = "<p>The judge was not measured in this run.</p>"
    else:
        trust = (
            "<p>How far the verdicts below can be trusted: the judge against pairs labelled by hand. The answers were "
            "checked by the same judge when they were written, so figures that rest on it lean towards the system; "
            "those by exact match do not.</p>" + _table(["", "value [95% interval] of pairs"], judge)
        )
    return _table(["", ""], rows) + "<h3>The judge</h3>" + trust


def _overview(summary: Summary, others: Sequence[Summary]) -> str:
    rows = []
    for name, part in summary["suites"].items():
        for measure in part["measures"]:
            label = f"{measure['title']}{' ↓' if measure['better'] == 'low' else ''}"
            for place, run in enumerate([summary, *others]):
                figure = find(run, name, measure["name"])
                if figure is not None:
                    bar = (figure["value"], figure["low"], figure["high"], f"of {figure['units']:g}")
                    rows.append(Bar(label if not place else "beside it", *bar, beside=bool(place)))
    return "<h2>All figures</h2><p class=faint>Whiskers: 95% bootstrap intervals. ↓ lower is better.</p>" + bars(
        rows, "All figures"
    )


def _suite(
    name: str,
    part: Summary,
    summary: Summary,
    others: Sequence[Summary],
    scores: Sequence[Score],
    answers: Mapping[str, Any],
) -> str:
    columns = ["measure", "value [95% interval] of units", *[f"beside it: {o['run']}" for o in others], "formula"]
    rows: list[tuple[str, ...]] = []
    named = {m["name"]: m for m in part["measures"]}
    overall = [f for f in part["figures"] if not f["group"]]
    for figure in overall:
        measure = named.get(
            figure["measure"], {"title": figure["measure"].replace("_", " "), "what": "", "better": "high"}
        )
        column = [words(find(o, name, figure["measure"])) for o in others]
        rows.append(
            (measure["title"] + (" ↓" if measure["better"] == "low" else ""), words(figure), *column, measure["what"])
        )
    counted = (
        f"{part['items']} items: {part['passed']} passed, {part['failed']} failed, "
        f"{part['not_judged']} with something not judged."
    )
    body = [
        f'<h2 id="{escape(name)}">{escape(part["title"])}</h2><p class=faint>{escape(part["source"])}. {counted}</p>',
        _table(columns, rows),
        *_groups(name, part, others),
        *_plots(name, part, others),
        item_rows(scores, answers),
    ]
    return "".join(body)


def _groups(name: str, part: Summary, others: Sequence[Summary]) -> list[str]:
    keys = dict.fromkeys(f["group"].split("=")[0] for f in part["figures"] if f["group"] and "," not in f["group"])
    tables = []
    for key in keys:
        rows = [
            (
                f["group"].split("=", 1)[1],
                f["measure"].replace("_", " "),
                words(f),
                *[words(find(o, name, f["measure"], f["group"])) for o in others],
            )
            for f in part["figures"]
            if f["group"].startswith(f"{key}=") and "," not in f["group"]
        ]
        head = [key, "measure", "value [95% interval] of units", *[f"beside it: {o['run']}" for o in others]]
        tables.append(f"<details><summary>By {escape(key)}</summary>{_table(head, rows)}</details>")
    return tables


def _plots(name: str, part: Summary, others: Sequence[Summary]) -> list[str]:
    plots = []
    first = part["measures"][0]
    cells = {}
    for figure in part["figures"]:
        pieces = dict(p.split("=", 1) for p in figure["group"].split(",") if "=" in p)
        if figure["measure"] == first["name"] and set(pieces) == {"language", "kind"}:
            cells[(pieces["kind"], pieces["language"])] = (figure["value"], figure["units"])
    if cells:
        plots.append(f"<h3>{escape(first['title'])}, by kind and language</h3>" + heat_map(cells, first["title"]))
    if part["curves"].get("refusal"):
        lines = {"this run": part["curves"]["refusal"]}
        lines |= {o["run"]: o["suites"].get(name, {}).get("curves", {}).get("refusal", []) for o in others[:1]}
        plots.append("<h3>What a stricter threshold would refuse</h3>" + refusal_curve(lines, "Refusal curve"))
    if part["curves"].get("calibration"):
        plots.append(
            "<h3>Calibration</h3>" + calibration_plot(part["curves"]["calibration"], "Calibration of the judge")
        )
    if part["curves"].get("confusion"):
        rows = [(c["kind"], c["language"], c["said"], str(c["n"])) for c in part["curves"]["confusion"]]
        plots.append("<h3>Confusion</h3>" + _table(["kind", "language", "the judge said", "pairs"], rows))
    return plots


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(h)}</th>" for h in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(c))}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table>{f'<tr>{top}</tr>' if any(head) else ''}{body}</table>"
