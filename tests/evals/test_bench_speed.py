"""The benchmark's tables from made figures, its plot as sound XML, and its sides as processes that may die."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import typer

from assistant.engines.prefill import Reading
from evals import bench_kv, bench_merge, bench_report, bench_side, bench_speed
from evals.errors import RunError


def answer(first: float, total: float, **more: Any) -> dict[str, Any]:
    stages = {"retrieve": 10.0, "read": 30.0, "decided": 31.0, "first_token": first, "total": total}
    work = {"computed": 300, "batches": 60, "written": 40}
    row = {"first_ms": first, "checked_ms": first + 500, "total_ms": total, "tokens": 40, "refused": False}
    return row | {"peak_mb": 3000.0, "stages_ms": stages, "work": work} | more


@pytest.fixture
def figures() -> dict[str, Any]:
    build = {"build_s": 10.0, "passages": 60, "characters": 9000, "stages_s": {"encode": 9.0}, "peak_mb": 2000.0}
    speeds = [{"passages": n, "median_ms": n / 100, "p95_ms": n / 50} for n in (100, 1000)]
    return {
        "probe": {
            "machine": {"cores": 2, "load": 0.9},
            "gflops": {"f32": 100.0, "bf16": 200.0},
            "bandwidth_gb_s": 20.0,
            "parameters": 1_500_000_000,
            "weight_bytes": 1_000_000_000,
            "read_tokens_s": 60.0,
            "write_tokens_s": 18.0,
        },
        "build": {"ours": build, "peer": build},
        "cold": {"ours": [8.0, 9.0], "peer": [30.0, 31.0]},
        "answers": {
            "ours": [answer(500, 4000), answer(700, 6000, refused=True)],
            "peer": [answer(9000, 16000), answer(11000, 18000)],
        },
        "shown": {"ours merged": {1: [300.0], 4: [400.0]}, "ours whole": {1: [900.0]}, "peer": {3: [9000.0]}},
        "writing": [{"plain": 20.0, "drafted": 30.0, "same": True}],
        "read_ahead": {"seconds": 60.0},
        "search": {"ours": speeds, "peer": speeds},
    }


def test_headline_tells_how_many_times_better(figures: dict[str, Any]) -> None:
    rows = {row["measure"]: row for row in bench_speed.headline(figures)}
    first = rows["time to first token, ms"]
    assert first["times_better"] == pytest.approx(10_000 / 600)
    assert first["runs"] == "2/2" and first["ours"].startswith("600")
    assert rows["index build, characters/s"]["times_better"] == 1
    assert rows["time to first checked sentence, ms"]["times_better"] is None
    assert rows["questions/minute"]["times_better"] == pytest.approx(3.4)


def test_the_least_that_the_machine_allows(figures: dict[str, Any]) -> None:
    rows = bench_speed.profile(figures)
    arithmetic, memory = (float(row["ms"].replace(",", "")) for row in rows[-2:])
    assert arithmetic == pytest.approx(2 * 1.5e9 * 300 / 200e9 * 1000)
    assert memory == pytest.approx(60 * 1e9 / 20e9 * 1000)
    allowed = bench_speed.limits(figures)
    assert allowed[1]["allowed"] == pytest.approx(20)


def test_tables_and_plot(figures: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench_speed._show_rest(figures)
    shown = capsys.readouterr().out
    assert "other work" in shown and "Drafting" in shown
    bench_report.save(tmp_path / "speed.json", figures, "A <title>", bench_speed.panels(figures))
    assert json.loads((tmp_path / "speed.json").read_text())["cold"]["ours"] == [8.0, 9.0]
    root = ElementTree.parse(tmp_path / "speed.svg").getroot()
    assert root.tag.endswith("svg") and len(root.findall(".//{*}polyline")) == 5


def test_a_side_that_dies_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_side.sys, "executable", "/bin/false")
    with bench_side.Side("ours", tmp_path, tmp_path) as side, pytest.raises(RunError, match="ours side"):
        side.call("load")


def test_ways_of_reading_by_name() -> None:
    assert bench_merge.reading_of("again-16") == Reading(again=16)
    assert bench_merge.reading_of("whole") == Reading(whole=True)
    with pytest.raises(typer.BadParameter):
        bench_merge.reading_of("sideways")


def test_merged_is_paired_with_whole() -> None:
    rows = {}
    for n in range(20):
        for mode, right in (("whole", n < 12), ("merged", n < 11)):
            row = {"prompt": f"q{n}", "ground": "golden", "mode": mode, "right": right, "text": str(right)}
            rows[f"q{n}|{mode}"] = row | {"first_ms": 100.0 if mode == "merged" else 900.0, "total_ms": 2000.0}
    rows["q20|whole"] = rows["q0|whole"] | {"prompt": "q20"}
    whole, merged = bench_merge.summarise(rows, ["whole", "merged"], "")
    assert whole["prompts"] == merged["prompts"] == 20
    assert merged["difference"] == pytest.approx(-0.05) and merged["low"] <= -0.05 <= merged["high"]
    assert merged["same_text"] == 0.95 and merged["first_ms"] == 100


def test_likeness_of_texts() -> None:
    assert bench_kv.alike("abcd", "abxd") == 0.5
    assert bench_kv.alike("", "") == 0 and bench_kv.alike("same", "same") == 1
