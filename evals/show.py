"""What the commands show on a terminal: bars, tables, comparisons. Progress goes to stderr, results to stdout."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from evals.compare import Comparison
from evals.errors import ChoiceError
from evals.gate import Check
from evals.run import HEAD, REPORT
from evals.run import Progress as Report
from evals.session import Outcome
from evals.suites.registry import SUITES
from evals.summary import find
from evals.words import figure_words

MOST_FLIPS = 40


def say(line: str) -> None:
    """One line of a result."""
    Console().print(escape(line), soft_wrap=True)


@contextmanager
def progress_bar() -> Iterator[Report]:
    """A bar for each thing that is being done, on stderr."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description:>12}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield report


def find_run(name: str, home: Path) -> Path:
    """The folder of a run by path, by id, or by a part of an id that only one has. Raises ChoiceError."""
    for path in (Path(name), home / name):
        if (path / HEAD).exists():
            return path
    known = sorted(p.parent for p in home.glob(f"*/{HEAD}")) if home.is_dir() else []
    alike = [p for p in known if name in p.name]
    if len(alike) == 1:
        return alike[0]
    last = ", ".join(p.name for p in (alike or known)[-3:]) or "none yet"
    raise ChoiceError(f"no run {name!r}; the last ones: {last}")


def show_outcome(outcome: Outcome) -> None:
    """The figures of a run over all items, and where the rest lies."""
    table = Table(box=None, pad_edge=False)
    for head in ("suite", "measure", "value [95% interval]"):
        table.add_column(head)
    for name, part in outcome.summary["suites"].items():
        for place, figure in enumerate(f for f in part["figures"] if not f["group"]):
            table.add_row(name if not place else "", figure["measure"].replace("_", " "), escape(figure_words(figure)))
    console = Console()
    console.print(table)
    summary = outcome.summary
    if outcome.resumed:
        mended = ", a half-written line mended" if outcome.repaired else ""
        say(f"Went on from {outcome.resumed} items done before{mended}.")
    if summary["errors"]:
        name, error = next(iter(summary["errors"].items()))
        say(f"{len(summary['errors'])} asks ended in an error; the first: {name}: {error}")
    if summary.get("left_out"):
        say(f"Left out: {summary['left_out']}.")
    say(f"Report: {outcome.folder / REPORT}")


def show_suites() -> None:
    """Names, titles and measures."""
    table = Table(box=None, pad_edge=False)
    for head in ("suite", "measures", "source"):
        table.add_column(head)
    for suite in SUITES.values():
        table.add_row(suite.name, ", ".join(m.title for m in suite.measures), suite.source)
    Console().print(table)


def show_comparison(comparison: Comparison) -> None:
    """Measures with their difference and verdict, then the items that turned."""
    console = Console()
    table = Table(box=None, pad_edge=False)
    for head in ("suite", "measure", "items", "first", "second", "difference [95% interval]", "p", ""):
        table.add_column(head)
    colours = {"worse": "red", "better": "green", "noise": "dim"}
    for row in comparison.rows:
        change = f"{row.second - row.first:+.3f} [{row.low:+.3f}, {row.high:+.3f}]"
        verdict = f"[{colours[row.verdict]}]{row.verdict}[/]"
        cells = (str(row.items), f"{row.first:.3f}", f"{row.second:.3f}", escape(change), f"{row.p:.3f}")
        table.add_row(row.suite, row.title, *cells, verdict)
    console.print(table)
    for turned in comparison.turned:
        say(f"{turned.suite}: {turned.lost} now fail, {turned.won} now pass (McNemar p = {turned.p:.3f})")
    for flip in comparison.flips[:MOST_FLIPS]:
        say(f"  {flip.suite}/{flip.id} now {flip.now}: {flip.why}")
    if len(comparison.flips) > MOST_FLIPS:
        say(f"  … and {len(comparison.flips) - MOST_FLIPS} more; --json has all")
    for note in comparison.notes:
        say(f"Note: {note}")


def show_checks(checks: Sequence[Check], outcome: Outcome) -> None:
    """Each limit of the gate and what was found; the judge's own figures first."""
    say(f"Judge: AUC {figure_words(find(outcome.summary, 'judge', 'auc'))}")
    for check in checks:
        sign = "≥" if check.limit.floor else "≤"
        mark = "ok  " if check.passed else "FELL"
        say(f"{mark} {check.limit.suite}.{check.limit.measure} {sign} {check.limit.value:g}: {check.found}")
    held, minutes = sum(c.passed for c in checks), outcome.summary["seconds"] / 60
    say(f"{held} of {len(checks)} held, {minutes:.1f} minutes. Report: {outcome.folder / REPORT}")
