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

    def duckdb():
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        return [common.PYTHON, common.ROOT / "bench/peers/duckdb_stage.py", exports, out]

    found = {"`rox stage`": common.run_often(options.rounds, rox), "DuckDB COPY … (FORMAT parquet)": common.run_often(options.rounds, duckdb)}
    base = found["DuckDB COPY … (FORMAT parquet)"].wall
    lines = [f"## Staging scale {SCALE} ({common.megabytes(exports):,.0f} MB) as Parquet files\n",
             f"Medians of {options.rounds}. rox proves the rows and writes a manifest with counts and checksums.\n"]
    return lines + common.table(["", "warm [s]", "processor [s]", "most memory [MB]", "of DuckDB's"],
                                ((name, f"{one.wall:.2f}", f"{one.processor:.2f}", f"{one.memory / 1e6:,.0f}", f"{one.wall / base:.2f}")
                                 for name, one in found.items()))
