"""A run as one HTML file that opens anywhere: tables, plots and every item, nothing fetched, nothing run.

Documents, questions and answers are data: all of it is escaped, and the page allows no script at all.
"""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from evals.items import item_rows, passages
from evals.journal import write_whole
from evals.measures_named import in_words, measure_name
from evals.plots import Bar, bars, calibration_plot, heat_map, refusal_curve
from evals.run import REPORT, load_answers, load_scores, load_summary
from evals.summary import find
from evals.types import ORIGINS
from evals.whys import why_told
from evals.words import LANGUAGES, figure_words, say, say_if_known, shown_moment, value_name
from index.types import Script

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
table{border-collapse:collapse;margin:12px 0;font-variant-numeric:tabular-nums;display:block;max-width:100%;
  overflow-x:auto}
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
a{color:var(--first)}
nav{display:flex;flex-wrap:wrap;gap:0 14px}
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def write_report(folder: Path, beside: Sequence[Path] = (), language: Script = "en") -> Path:
    """Write a finished run's report into its folder; ``beside`` are runs whose figures get a column. Gives its path."""
    path = folder / REPORT
    write_whole(path, render(folder, beside, language))
    return path


def render(folder: Path, beside: Sequence[Path] = (), language: Script = "en") -> str:
    """The report of a finished run as HTML, for a reader of ``language``; what was asked and said stays as it is.

    Raises RunError when a run is not finished.
    """
    summary, others = in_words(load_summary(folder), language), [in_words(load_summary(b), language) for b in beside]
    scores, answers = load_scores(folder), load_answers(folder)
    suites = summary["suites"]
    links = "".join(f'<a href="#{escape(name)}">{escape(part["title"])}</a>' for name, part in suites.items())
    parts = [_head(summary, others, language), f"<nav>{links}</nav>", _overview(summary, others, language)]
    for name, part in suites.items():
        mine = [s for s in scores if s.suite == name]
        parts.append(_suite(name, part, others, language) + item_rows(mine, answers, language))
    parts.append(passages(answers, language))
    title = say(language, "title", run=summary["run"])
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style></head><body>'
        f"<h1>{escape(title)}</h1>{''.join(parts)}</body></html>"
    )


def _head(summary: Summary, others: Sequence[Summary], language: Script) -> str:
    plan = summary["plan"]
    half = say_if_known(language, f"half_{plan['half']}", str(plan["half"]))
    asked = {"count": summary["questions"], "file": plan["questions"], "half": half, "seed": plan["seed"]}
    answers = {"count": summary["answers"], "errors": len(summary["errors"])}
    finished = {"moment": shown_moment(summary["finished"]), "seconds": f"{summary['seconds']:g}"}
    rows = [
        (say(language, "system"), plan["system"]),
        (say(language, "questions"), say(language, "questions_of", **asked)),
        (say(language, "answers"), say(language, "answers_of", **answers)),
        (say(language, "finished"), say(language, "finished_at", **finished)),
    ]
    for name, took in summary["timings_ms"].items():
        values = {"median": f"{took['median']:.0f}", "p95": f"{took['p95']:.0f}", "n": f"{took['n']:g}"}
        shown = say_if_known(language, f"timing_{name}", name)
        rows.append((say(language, "timing", name=shown), say(language, "timing_of", **values)))
    left_out = why_told(summary.get("left_out") or "", language)
    rows += [(say(language, "left_out"), left_out)] if left_out else []
    rows += [(say(language, "beside_run", run=o["run"]), o["plan"]["system"]) for o in others]
    return _table(["", ""], rows) + f"<h3>{say(language, 'judge')}</h3>" + _trust(summary, language)


def _trust(summary: Summary, language: Script) -> str:
    """How far the judge can be trusted that most verdicts come from."""
    if "judge" not in summary["suites"]:
        return f"<p>{say(language, 'judge_unmeasured')}</p>"
    groups = ["", *(f"origin={name}" for name in ORIGINS), *(f"language={name}" for name in LANGUAGES)]
    groups = [g for g in groups if not g or find(summary, "judge", "auc", g)]
    rows = [
        (
            measure_name("judge", name, name, language),
            *(figure_words(find(summary, "judge", name, group), language) for group in groups),
        )
        for name in ("auc", "balanced_accuracy", "calibration_error")
    ]
    named = [value_name(group.partition("=")[2], language) for group in groups[1:]]
    return f"<p>{say(language, 'judge_note')}</p>" + _table(["", say(language, "value_pairs"), *named], rows)


def _overview(summary: Summary, others: Sequence[Summary], language: Script) -> str:
    rows = []
    for name, part in summary["suites"].items():
        for measure in part["measures"]:
            for place, run in enumerate([summary, *others]):
                figure = find(run, name, measure["name"])
                if figure is not None:
                    label = say(language, "beside") if place else _label(measure)
                    note = say(language, "units", units=f"{figure['units']:g}")
                    bar = (figure["value"], figure["low"], figure["high"], note)
                    rows.append(Bar(label, *bar, beside=bool(place)))
    title = say(language, "all_figures")
    return f"<h2>{title}</h2><p class=faint>{say(language, 'whiskers')}</p>" + bars(rows, title, language)


def _label(measure: Mapping[str, Any]) -> str:
    return f"{measure['title']}{' ↓' if measure['better'] == 'low' else ''}"


def _suite(name: str, part: Summary, others: Sequence[Summary], language: Script) -> str:
    beside = [say(language, "beside_run", run=o["run"]) for o in others]
    columns = [say(language, "measure"), say(language, "value"), *beside, say(language, "formula")]
    rows: list[tuple[str, ...]] = []
    named = {m["name"]: m for m in part["measures"]}
    for figure in (f for f in part["figures"] if not f["group"]):
        title = _measure_title(name, figure["measure"], language)
        measure = named.get(figure["measure"], {"title": title, "what": "", "better": "high"})
        column = [figure_words(find(o, name, figure["measure"]), language) for o in others]
        rows.append((_label(measure), figure_words(figure, language), *column, measure["what"]))
    counts = {"items": part["items"], "passed": part["passed"], "failed": part["failed"]}
    counted = say(language, "counted", **counts, unjudged=part["not_judged"])
    body = [
        f'<h2 id="{escape(name)}">{escape(part["title"])}</h2>'
        f"<p class=faint>{escape(say(language, 'source', source=part['source']))} {counted}</p>",
        _table(columns, rows),
        *_groups(name, part, others, language),
        *_plots(name, part, others, language),
    ]
    return "".join(body)


def _measure_title(suite: str, measure: str, language: Script) -> str:
    return measure_name(suite, measure, measure.replace("_", " "), language)


def _groups(name: str, part: Summary, others: Sequence[Summary], language: Script) -> list[str]:
    keys = dict.fromkeys(f["group"].split("=")[0] for f in part["figures"] if f["group"] and "," not in f["group"])
    beside = [say(language, "beside_run", run=o["run"]) for o in others]
    tables = []
    for key in keys:
        rows = [
            (
                value_name(f["group"].split("=", 1)[1], language),
                _measure_title(name, f["measure"], language),
                figure_words(f, language),
                *[figure_words(find(o, name, f["measure"], f["group"]), language) for o in others],
            )
            for f in part["figures"]
            if f["group"].startswith(f"{key}=") and "," not in f["group"]
        ]
        shown = say_if_known(language, f"key_{key}", key)
        head = [shown, say(language, "measure"), say(language, "value"), *beside]
        title = escape(say(language, "by", what=shown))
        tables.append(f"<details><summary>{title}</summary>{_table(head, rows)}</details>")
    return tables


def _plots(name: str, part: Summary, others: Sequence[Summary], language: Script) -> list[str]:
    plots = []
    first = part["measures"][0]
    cells = {}
    for figure in part["figures"]:
        pieces = dict(p.split("=", 1) for p in figure["group"].split(",") if "=" in p)
        if figure["measure"] == first["name"] and set(pieces) == {"language", "kind"}:
            place = value_name(pieces["kind"], language), value_name(pieces["language"], language)
            cells[place] = (figure["value"], figure["units"])
    if cells:
        title = escape(say(language, "by_kind", measure=first["title"]))
        plots.append(f"<h3>{title}</h3>" + heat_map(cells, first["title"], language))
    if part["curves"].get("refusal"):
        lines = {say(language, "this_run"): part["curves"]["refusal"]}
        lines |= {o["run"]: o["suites"].get(name, {}).get("curves", {}).get("refusal", []) for o in others[:1]}
        plots.append(f"<h3>{say(language, 'stricter')}</h3>" + refusal_curve(lines, language))
    if part["curves"].get("calibration"):
        title = say(language, "calibration")
        plots.append(f"<h3>{title}</h3>" + calibration_plot(part["curves"]["calibration"], language))
    if part["curves"].get("confusion"):
        rows = [
            (*(value_name(c[key], language) for key in ("kind", "language", "said")), str(c["n"]))
            for c in part["curves"]["confusion"]
        ]
        head = [say(language, key) for key in ("key_kind", "key_language", "said", "pairs")]
        plots.append(f"<h3>{say(language, 'confusion')}</h3>" + _table(head, rows))
    return plots


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f"<th>{escape(h)}</th>" for h in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(str(c))}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table>{f'<tr>{top}</tr>' if any(head) else ''}{body}</table>"
