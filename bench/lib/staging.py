"""Typed Parquet files of all six exports, against DuckDB's COPY from read_csv of the same types."""
import shutil

from . import common

SCALE = 10


def measure(options):
    exports = common.exports(SCALE)
    folder = common.project("staging", ("rox.toml", "model.toml"))
    out = common.DATA / "staged-by-duckdb"

    def rox():
        shutil.rmtree(folder / "staged", ignore_errors=True)
        shutil.rmtree(folder / ".rox", ignore_errors=True)
        return [common.ROX, "stage", "-C", folder, "--source", exports, "--quiet"]

    def duckdb(*how):
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        return [common.PYTHON, common.ROOT / "bench/peers/duckdb_stage.py", exports, out, *how]

    found = {"`rox stage`": common.run_often(options.rounds, rox),
             "DuckDB COPY, rows in any order": common.run_often(options.rounds, duckdb),
             "DuckDB COPY, ORDER BY the primary key": common.run_often(options.rounds, lambda: duckdb("ordered"))}
    base = found["DuckDB COPY, rows in any order"].wall
    lines = [f"## Staging scale {SCALE} ({common.megabytes(exports):,.0f} MB) as Parquet files\n",
             f"Medians of {options.rounds}. rox proves the rows, writes the same bytes each time (sorted by the key), and a manifest "
             "with counts and checksums.\n"]
    return lines + common.comparison(found, base, "DuckDB's")
