"""Measuring from start to end: what the command line, the page and the gate call."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.language import detect
from assistant.settings import Settings
from evals import formats
from evals.bench import AsksAgain, Bench, Suite
from evals.errors import ChoiceError
from evals.journal import Journal
from evals.judging import Judging
from evals.markers import Splitter
from evals.report import write_report
from evals.run import Plan, Progress, Run, run_folder
from evals.sampling import stratified
from evals.suites.registry import choose
from evals.systems import AnswersFile, OpenSystem, System, documents_mark
from evals.types import Ask, Half, Pair, Question
from evals.xquad import TONGUES, Xquad, document_name, read_xquad

GOLDEN = Path(__file__).parent / "golden"
_ASK_NOTHING = frozenset({"judge", "summaries"})
"""Suites that measure without asking a question."""
FEWEST_PAIRS = 60
"""So many labelled pairs at least measure the judge in a sampled run."""


@dataclass(frozen=True, slots=True)
class Options:
    """What is to be measured; the defaults are every suite on the report half of the golden set."""

    suites: tuple[str, ...] = ()
    questions: Path | None = None
    documents: Path | None = None
    answers: Path | None = None
    half: Half | None = None
    """None: ``report`` for the golden set, ``all`` for a user's own."""
    sample: int = 0
    seed: int = 0
    newest: int = 0
    """Only so many questions at the end of the file, where those stand that nobody has tuned on; 0 for all."""
    xquad: Path | None = None
    judge: bool = True
    output: Path | None = None
    fresh: bool = False
    """Begin anew even if a run of the same plan was broken off."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished run."""

    folder: Path
    summary: dict[str, Any]
    resumed: int
    """How many items were done before, in a sitting that was broken off."""
    repaired: bool
    """Whether a line that was half written was cut off and done again."""


def measure(
    options: Options,
    settings: Settings,
    open_system: OpenSystem,
    split: Splitter,
    progress: Progress,
    kept: Journal | None,
) -> Outcome:
    """Run suites and write results, summary and report. ``kept`` holds the judge's verdicts of earlier runs.

    Raises InputError for a line that cannot be used, ChoiceError for a suite that cannot run as asked, RunError for a
    folder in use or a system that fails from the start.
    """
    suites = choose(list(options.suites), own=bool(options.questions or options.documents or options.answers))
    golden = [s for s in suites if s.ground == "golden"]
    foreign = [s for s in suites if s.ground == "xquad"]
    xquad = read_xquad(options.xquad) if options.xquad else None
    if foreign and xquad is None:
        raise ChoiceError("the suite xquad needs the folder of XQuAD: --xquad DIR")
    half: Half = options.half or ("all" if options.questions else "report")
    system = _opened(options, open_system, split, golden, foreign, xquad)
    asking = [s for s in golden if s.name not in _ASK_NOTHING]
    questions, left_out = _questions(options, half, system, needed=bool(asking)) if golden else ({}, "")
    plan = Plan(
        suites=tuple(s.name for s in suites),
        questions=_source(options),
        half=half,
        sample=options.sample,
        seed=options.seed,
        system=system.name,
        judged=options.judge,
    )
    folder = options.output or run_folder(settings.home / "evals", plan, fresh=options.fresh)
    with Run(folder, plan) as run:
        bench = Bench(questions, Judging(None), seed=options.seed, xquad=xquad)
        bench.sample = options.sample if system.alive else 0  # A file holds the sample that it was asked.
        if any(s.name == "judge" for s in golden):
            # A user's questions have no halves; the pairs do, and what the judge was set by says nothing of it.
            bench.pairs, absent = _pairs(options, options.half or "report", xquad)
            left_out = "; ".join(filter(None, [left_out, absent]))
        if options.questions is None and golden:
            bench.paraphrases = formats.read_paraphrases(GOLDEN / "paraphrases.jsonl", questions)
        with system:
            bench.made = system.made if options.documents is None else None
            judge = system.judge if options.judge and golden else None
            bench.judging = Judging(judge, kept, documents_mark(system.documents))
            here = suites if not system.alive else golden or foreign
            _measure_ground(run, here, system, bench, split, progress)
        if golden and foreign and system.alive:
            with open_system("xquad") as other:
                _measure_ground(run, foreign, other, bench, split, progress)
        summary = run.finish(suites, bench, {"left_out": left_out, "verdicts_asked": bench.judging.asked})
        outcome = Outcome(folder, summary, run.resumed, run.repaired)
    write_report(folder)
    return outcome


def _measure_ground(
    run: Run, suites: Sequence[Suite], system: System, bench: Bench, split: Splitter, progress: Progress
) -> None:
    _place(bench, system)
    asks = [ask for suite in suites for ask in suite.asks(bench) if system.has(ask)]
    run.ask(system, asks, bench, split, progress)
    again = [ask for suite in suites if isinstance(suite, AsksAgain) for ask in suite.asks_again(bench)]
    run.ask(system, [ask for ask in again if system.has(ask)], bench, split, progress)
    for suite in suites:
        run.score(suite, bench, progress)


def _opened(
    options: Options,
    open_system: OpenSystem,
    split: Splitter,
    golden: Sequence[Suite],
    foreign: Sequence[Suite],
    xquad: Xquad | None,
) -> System:
    ours = open_system("golden" if golden else "xquad")
    if options.answers is None:
        return ours
    asks, names = set[str](), set(ours.documents)
    if golden:
        asks = {q.id for q in formats.read_questions(_path(options), _language)}
        asks |= {f"{name}~{change}" for name in asks for change in ("p1", "p2", "noise", "shuffle")}
    if foreign and xquad is not None:
        asks |= {a.id for suite in foreign for a in suite.asks(Bench({}, Judging(None), xquad=xquad))}
        names |= {document_name(t, i) for t in TONGUES for i in range(len(xquad.paragraphs[t]))}
    return AnswersFile(options.answers, ours, split, asks, names)


def _place(bench: Bench, system: System) -> None:
    bench.documents = {name: d.text for name, d in system.documents.items()}
    bench.scripts = {name: d.script for name, d in system.documents.items()}
    bench.dates = {name: d.date for name, d in system.documents.items()}
    bench.heads = {name: d.publisher or d.title for name, d in system.documents.items()}
    bench.search, bench.alive = system.search, system.alive


def _questions(options: Options, half: Half, system: System, *, needed: bool) -> tuple[dict[str, Question], str]:
    """The questions of this run, and what is to be said of those left out. ``needed``: none is an error."""
    every = formats.read_questions(_path(options), _language, system.documents if options.questions else None)
    some = [q for q in every if half == "all" or q.half in ("", half)][-options.newest :]
    about = {item.document_id for q in some for item in q.evidence}
    if options.questions is None and not about <= set(system.documents):
        # Another collection than that of the golden set: only what is asked of its documents can be measured.
        some = [q for q in some if q.evidence and {item.document_id for item in q.evidence} <= set(system.documents)]
        if not some and needed:
            raise ChoiceError(
                "no golden question is about the documents of this collection; give your own: --questions"
            )
    if not some and not needed:
        return {}, ""
    if not some:
        raise ChoiceError(f"no question of the half {half!r} in {_path(options).name}; --half all takes every one")
    chosen = stratified(some, lambda q: f"{q.kind}/{q.language}", options.sample, options.seed)
    if system.alive:
        return {q.id: q for q in chosen}, ""
    there = {q.id: q for q in chosen if system.has(Ask(q.id, q))}
    if not there:
        raise ChoiceError(f"{options.answers} answers none of the questions of this run; check --half and --sample")
    missing = len(chosen) - len(there)
    return there, f"{missing} of {len(chosen)} questions have no line in the answers file" if missing else ""


def _pairs(options: Options, half: Half, xquad: Xquad | None) -> tuple[dict[str, Pair], str]:
    """The labelled pairs of this run, and what is to be said of those whose evidence is not here."""

    def find(reference: dict[str, Any]) -> str:
        if xquad is None:
            raise LookupError("its evidence is in XQuAD, which is not here: give --xquad DIR")
        return xquad.evidence(reference)

    files = [path for path in (GOLDEN / "judge.jsonl", GOLDEN / "elsewhere.jsonl") if path.is_file()]
    found = [pair for path in files for pair in formats.read_pairs(path, find)]
    every = [p for p in found if half == "all" or p.half in ("", half)]
    pairs = [p for p in every if not p.missing]
    missing = len(every) - len(pairs)
    note = f"{missing} of {len(every)} labelled pairs are on XQuAD, which is not here (--xquad)" if missing else ""
    size = max(options.sample, FEWEST_PAIRS) if options.sample else 0
    return {p.id: p for p in stratified(pairs, lambda p: f"{p.kind}/{p.language}", size, options.seed)}, note


def _path(options: Options) -> Path:
    return options.questions or GOLDEN / "questions.jsonl"


def _source(options: Options) -> str:
    path = _path(options)
    try:
        newest = f", newest {options.newest}" if options.newest else ""
        return f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()[:8]}{newest}"
    except OSError:
        return path.name


def _language(question: str) -> str:
    found = detect(question)
    if found is None:
        raise ValueError('the question is in neither Chinese nor English; take it out, or tell its "language"')
    return found
