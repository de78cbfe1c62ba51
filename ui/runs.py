"""The page of the evals: run suites, see a report, hold two runs beside each other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evals.measures_named import measure_name, suite_name
from evals.whys import why_told
from evals.words import figure_words
from index.types import Script
from ui.backend import LoadingState
from ui.escape import show
from ui.icons import icon
from ui.parts import attributes, waiting
from ui.text import say
from ui.told import told
from ui.trials import SAMPLES, Done, Part, Trial

if TYPE_CHECKING:
    from evals.compare import Comparison

_MOST_TURNED = 40
_FIRST = ("correctness", "refusal", "citations", "quotes", "language")
"""Ticked at first: what an answer is, at the price of one question each; the others ask more."""


def runs_html(
    runs: Sequence[Done], trial: Trial | None, state: LoadingState, loading_error: str, language: Script
) -> str:
    """What can be measured, how far a run is, and the runs there are."""
    if state != "ready":
        form = waiting(state, loading_error, language)
    else:
        form = "" if trial is not None and not trial.finished else _form(language)
    listed = f"<h2>{show(say(language, 'runs'))}</h2>{_list(runs, language)}{_comparing(runs, language)}"
    return (
        f"<section class='sheet'><h1>{show(say(language, 'evals_page'))}</h1>"
        f"<p class='lead'>{show(say(language, 'evals_note'))}</p>{_trial(trial, language)}{form}{listed}</section>"
    )


def report_html(name: str, page: str, language: Script) -> str:
    """A report in a frame of its own that may run nothing and reach nothing."""
    title = say(language, "report_of", name=name)
    frame = attributes({"title": title, "sandbox": "", "srcdoc": page, "class": "report"})
    return f"<section class='sheet wide' tabindex='-1'>{_head(title, language)}<iframe{frame}></iframe></section>"


def comparison_html(comparison: "Comparison", language: Script) -> str:
    """Measure by measure what changed, whether it is more than noise, and which items turned."""
    title = say(language, "comparison", first=comparison.first, second=comparison.second)
    head = "".join(
        f"<th scope='col'>{show(say(language, key))}</th>"
        for key in ("suite", "measure", "items", "before", "after", "difference", "verdict")
    )
    rows = ""
    for row in comparison.rows:
        change = f"{row.second - row.first:+.3f} [{row.low:+.3f}, {row.high:+.3f}]"
        verdict = f"{say(language, f'verdict_{row.verdict}')} (p = {row.p:.3f})"
        named = measure_name(row.suite, row.measure, row.title, language)
        cells = (
            _name(row.suite, language),
            named,
            str(row.items),
            f"{row.first:.3f}",
            f"{row.second:.3f}",
            change,
            verdict,
        )
        rows += f"<tr class='{row.verdict}'>{''.join(f'<td>{show(cell)}</td>' for cell in cells)}</tr>"
    flips = "".join(
        f"<li><code>{show(f'{flip.suite}/{flip.id}')}</code> {show(say(language, f'now_{flip.now}'))} "
        f"<span dir='auto'>{show(why_told(flip.why, language))}</span></li>"
        for flip in comparison.flips[:_MOST_TURNED]
    )
    more = len(comparison.flips) - _MOST_TURNED
    flips += f"<li>{show(say(language, 'and_more', count=more))}</li>" if more > 0 else ""
    turned = f"<h3>{show(say(language, 'turned'))}</h3><ul>{flips}</ul>" if flips else ""
    notes = "".join(f"<p class='meta'>{show(note)}</p>" for note in comparison.notes)
    scroll = attributes({"class": "scroll", "tabindex": 0, "role": "region", "aria-label": title})
    return (
        f"<section class='sheet wide compared' tabindex='-1'>{_head(title, language)}{notes}"
        f"<div{scroll}><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{turned}</section>"
    )


def _name(suite: str, language: Script) -> str:
    from evals.suites.registry import SUITES

    return suite_name(suite, SUITES[suite].title if suite in SUITES else suite, language)


def _head(title: str, language: Script) -> str:
    close = attributes({"type": "button", "class": "small", "data-act": "close-report"})
    return (
        f"<div class='sheet-head'><h2>{show(title)}</h2>"
        f"<button{close}>{icon('close')}{show(say(language, 'close'))}</button></div>"
    )


def _form(language: Script) -> str:
    from evals.suites.registry import SUITES

    boxes = ""
    for suite in SUITES.values():
        if suite.ground != "golden":
            continue  # Its documents are not the reader's: it is for the command line.
        entry = attributes({"type": "checkbox", "name": "suite", "value": suite.name, "checked": suite.name in _FIRST})
        named = (measure_name(suite.name, measure.name, measure.title, language) for measure in suite.measures)
        what = say(language, "listed").join(named)
        boxes += (
            f"<label><input{entry}><span><b>{show(_name(suite.name, language))}</b>"
            f"<small>{show(what)}</small></span></label>"
        )
    options = "".join(
        f"<option{attributes({'value': size, 'selected': size == SAMPLES[0]})}>"
        f"{show(say(language, 'questions_some', count=size) if size else say(language, 'questions_all'))}</option>"
        for size in SAMPLES
    )
    return (
        f"<form class='panel' data-form='measure'><fieldset><legend>{show(say(language, 'suites'))}</legend>"
        f"<div class='suites'>{boxes}</div></fieldset><div class='row'>"
        f"<label>{show(say(language, 'sample'))} <select name='sample'>{options}</select></label>"
        f"<button type='submit' class='small primary'>{show(say(language, 'measure_now'))}</button></div>"
        f"<p class='meta'>{show(say(language, 'measure_note'))}</p></form>"
    )


def _trial(trial: Trial | None, language: Script) -> str:
    if trial is None:
        return ""
    if trial.problem:
        words = say(language, "named", name=say(language, "run_failed"), value=told(trial.problem, language))
        return f"<div class='work' role='alert'><p class='bad'>{show(words)}</p></div>"
    if trial.finished:
        words = say(language, "run_done", name=trial.run) if trial.run else say(language, "run_stopped")
        return f"<div class='work' role='status'><p>{show(words)}</p></div>"
    if trial.stopping:
        words = say(language, "stopping")
    elif trial.waiting:
        words = say(language, "run_waits")
    elif trial.what:
        words = say(language, "asking") if trial.what == "asking" else _name(trial.what, language)
    else:
        words = say(language, "work_")
    counted = f" {trial.done} / {trial.total}" if trial.total else ""
    bar = attributes({"value": trial.done if trial.total else None, "max": trial.total or None, "aria-label": words})
    stop = attributes({"type": "button", "class": "small", "data-act": "stop-measuring", "disabled": trial.stopping})
    return (
        f"<div class='work' role='status'><div class='work-head'><p>{show(words)}{counted}</p>"
        f"<button{stop}>{icon('stop')}{show(say(language, 'stop'))}</button></div><progress{bar}></progress></div>"
    )


def _figure(part: Part, language: Script) -> str:
    name = measure_name(part.suite, part.measure, part.measure_title, language)
    return say(language, "named", name=name, value=figure_words(part.figure, language))


def _list(runs: Sequence[Done], language: Script) -> str:
    if not runs:
        return f"<p class='none'>{show(say(language, 'no_runs'))}</p>"
    items = ""
    for run in runs:
        figures = "".join(
            f"<li><b>{show(suite_name(part.suite, part.title, language))}</b> {show(_figure(part, language))}</li>"
            for part in run.suites
        )
        button = attributes({"type": "button", "class": "small", "data-act": "report", "data-run": run.name})
        when = run.finished.replace("T", " ").split("+")[0]
        about = f"{when} UTC · {say(language, 'questions_some', count=run.questions)} · {run.system}"
        items += (
            f"<li><h3>{show(run.name)}</h3><p class='meta'>{show(about)}</p><ul class='figures'>{figures}</ul>"
            f"<div class='row'><button{button}>{icon('book')}{show(say(language, 'report'))}</button></div></li>"
        )
    return f"<ul class='documents runs'>{items}</ul>"


def _comparing(runs: Sequence[Done], language: Script) -> str:
    if len(runs) < 2:
        return ""

    def choice(name: str, chosen: str) -> str:
        options = "".join(
            f"<option{attributes({'value': run.name, 'selected': run.name == chosen})}>{show(run.name)}</option>"
            for run in runs
        )
        return f"<label>{show(say(language, name))} <select name='{name}'>{options}</select></label>"

    return (
        f"<h2>{show(say(language, 'compare'))}</h2><form class='panel' data-form='compare'><div class='row'>"
        f"{choice('before', runs[1].name)}{choice('after', runs[0].name)}"
        f"<button type='submit' class='small primary'>{show(say(language, 'compare'))}</button></div></form>"
    )
