"""``debate bench``: the options of the speed comparison."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command()
def bench(
    questions: Annotated[int, typer.Option(min=1, help="Golden questions asked of both sides.")] = 20,
    quick: Annotated[bool, typer.Option("--quick", help="Fewer of everything: under ten minutes.")] = False,
    seed: Annotated[int, typer.Option(help="Which sample of the questions.")] = 0,
    documents: Annotated[Path | None, typer.Option(help="Folder of documents; default: seeds/.")] = None,
    xquad: Annotated[
        Path | None, typer.Option(envvar="DEBATE_XQUAD", help="Folder of XQuAD, for collections that grow.")
    ] = None,
    out: Annotated[Path, typer.Option(help="File for the figures as JSON; the plot lies beside it.")] = Path(
        "evals/reports/speed.json"
    ),
) -> None:
    """Measure speed and memory beside LlamaIndex CitationQueryEngine with the same models and documents.

    Example: debate bench --quick
    """
    from dataclasses import replace

    from assistant.cli_documents import default_documents
    from evals.bench_speed import Plan, run

    plan = Plan.quick(seed) if quick else Plan(questions=questions, seed=seed)
    if quick and questions != 20:
        plan = replace(plan, questions=questions)
    run(plan, (documents or default_documents()).resolve(), xquad, out)
