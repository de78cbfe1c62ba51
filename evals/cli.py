"""``debate eval``: run suites, compare runs, judge pairs, write the report, hold the gate."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from evals.session import Options, Outcome

__all__ = ["app"]

app = typer.Typer(no_args_is_help=True, help="Measure answers: run suites, compare runs, judge pairs, hold the gate.")


class HalfChoice(StrEnum):
    """Which part of the questions."""

    tune = "tune"
    report = "report"
    all = "all"


AsJson = Annotated[bool, typer.Option("--json", help="One JSON object.")]
XquadFolder = Annotated[
    Path | None,
    typer.Option("--xquad", envvar="DEBATE_XQUAD", help="Folder with xquad.en.json and xquad.zh.json."),
]


@app.command()
def run(
    suites: Annotated[list[str] | None, typer.Argument(help="Suites; all but xquad for none. See `suites`.")] = None,
    questions: Annotated[Path | None, typer.Option(help="Your questions, JSON lines; default: the golden set.")] = None,
    documents: Annotated[Path | None, typer.Option(help="Folder of the documents; default: the index at hand.")] = None,
    answers: Annotated[Path | None, typer.Option(help="Answers another system wrote, JSON lines.")] = None,
    half: Annotated[HalfChoice | None, typer.Option(help="Part of the questions; golden set: report.")] = None,
    sample: Annotated[int, typer.Option(min=0, help="At most so many questions; 0 for all.")] = 0,
    seed: Annotated[int, typer.Option(help="Which sample.")] = 0,
    newest: Annotated[int, typer.Option(min=0, help="Only so many questions at the end of the file; 0: all.")] = 0,
    xquad: XquadFolder = None,
    judge: Annotated[bool, typer.Option(help="Use the judge; without it what needs one counts as not judged.")] = True,
    output: Annotated[Path | None, typer.Option(help="Folder of the run; default: under the home folder.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin anew although a run like this was broken off.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure answers and write results, summary and report. Broken off, the same command goes on where it stopped.

    Example: debate eval run citations refusal --sample 40
    """
    from evals.session import Options

    outcome = _measure(
        Options(
            tuple(suites or ()),
            questions,
            documents,
            answers,
            half.value if half else None,
            sample,
            seed,
            newest,
            xquad,
            judge,
            output,
            fresh,
        )
    )
    if as_json:
        typer.echo(json.dumps(outcome.summary, ensure_ascii=False))
        return
    from evals.show import show_outcome

    show_outcome(outcome)


@app.command("suites")
def list_suites() -> None:
    """List the suites and what each measures.

    Example: debate eval suites
    """
    from evals.show import show_suites

    show_suites()


@app.command()
def compare(
    first: Annotated[str, typer.Argument(help="Run before: its folder or id.")],
    second: Annotated[str, typer.Argument(help="Run after: its folder or id.")],
    as_json: AsJson = False,
) -> None:
    """Pair two runs item by item: what changed, and whether it is more than noise.

    Example: debate eval compare 20240309-101500-1a2b3c4d 20240309-120000-1a2b3c4d
    """
    from assistant.cli_run import read_settings
    from evals.compare import compare as compare_runs
    from evals.show import find_run, show_comparison

    home = read_settings().home / "evals"
    comparison = compare_runs(find_run(first, home), find_run(second, home))
    if as_json:
        typer.echo(json.dumps(comparison.as_json(), ensure_ascii=False))
    else:
        show_comparison(comparison)


@app.command()
def judge(
    input: Annotated[Path, typer.Option("--input", help='Pairs, JSON lines: {"id", "claim", "evidence"}.')],
    output: Annotated[Path, typer.Option("--output", help='Verdicts, JSON lines: {"id", "support", "supported"}.')],
) -> None:
    """Judge claim-evidence pairs. The output appears when all are done; broken off, the same command goes on.

    Example: debate eval judge --input pairs.jsonl --output verdicts.jsonl
    """
    from assistant.cli_run import read_settings
    from evals.ours import open_ours
    from evals.pairs import judge_file
    from evals.show import progress_bar, say

    with open_ours(read_settings(), None, None)("golden") as system, progress_bar() as progress:
        judged, missing = judge_file(input, output, lambda: system.judge, progress)
    say(f"{judged} pairs judged, {missing} could not be: {output}")


@app.command()
def report(
    run: Annotated[str, typer.Argument(help="A finished run: its folder or id.")],
    beside: Annotated[list[str] | None, typer.Option(help="Runs whose figures get a column.")] = None,
    language: Annotated[str, typer.Option(help="Of the report's own words: zh-Hans, zh-Hant or en.")] = "en",
) -> None:
    """Write a run's report again, one HTML file, with other runs beside it or in another language if wanted.

    Example: debate eval report 20240309-101500-1a2b3c4d --beside peer-run --language zh-Hans
    """
    from assistant.cli_run import read_settings
    from evals.errors import ChoiceError
    from evals.report import write_report
    from evals.show import find_run, say
    from evals.words import LANGUAGES

    home = read_settings().home / "evals"
    found = next((known for known in LANGUAGES if known == language), None)
    if found is None:
        raise ChoiceError(f"no language {language!r}; there are: {', '.join(LANGUAGES)}")
    say(str(write_report(find_run(run, home), [find_run(b, home) for b in beside or ()], found)))


@app.command()
def gate(
    limits: Annotated[
        Path | None, typer.Option(help="File of the sample and the floors; default: the project's.")
    ] = None,
) -> None:
    """Measure a fixed sample and fail when a figure is below its floor. Takes up to 10 minutes on 2 cores.

    Example: debate eval gate
    """
    from evals.errors import GateError
    from evals.gate import GATE, check, read_gate
    from evals.show import show_checks

    wanted = read_gate(limits or GATE)
    outcome = _measure(wanted.options())
    checks = check(wanted, outcome.summary)
    show_checks(checks, outcome)
    fallen = [f"{c.limit.suite}.{c.limit.measure}" for c in checks if not c.passed]
    if fallen:
        raise GateError(f"below the floor: {', '.join(fallen)}; see {outcome.folder}")


def _measure(options: "Options") -> "Outcome":
    from assistant.cli_run import read_settings
    from evals.measuring import measure_ours
    from evals.show import progress_bar

    with progress_bar() as progress:
        return measure_ours(options, read_settings(), progress)
