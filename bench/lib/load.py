"""Loading SalesOrderDetail into a warehouse file, against DuckDB's own best CREATE TABLE AS from read_csv."""
import re

from . import common

SCALE = 50


def one_table_project(name):
    """A project of the one table, over the file that DuckDB reads, too. Its parents aren't there, so it has no relations."""
    folder = common.project(name, ("rox.toml", "model.toml"))
    tables = re.split(r"(?m)^(?=\[\[table\]\])", (folder / "model.toml").read_text())
    detail = next(table for table in tables if 'name = "SalesOrderDetail"' in table)
    (folder / "model.toml").write_text(re.sub(r"(?ms)^relations = \[.*?^\]\n", "", detail))
    (folder / "exports").mkdir()
    (folder / "exports/Sales.SalesOrderDetail.csv").symlink_to(common.exports(SCALE) / "Sales.SalesOrderDetail.csv")
    return folder


def measure(options):
    folder = one_table_project("detail")
    export = common.exports(SCALE) / "Sales.SalesOrderDetail.csv"
    ctas = common.ROOT / "build/release/bench/duckdb_ctas"
    file = common.DATA / "detail.duckdb"

    def rox():
        common.forget_warehouse(folder)
        return [common.ROX, "load", "-C", folder, "--quiet"]

    rounds = 2 * options.rounds + 1
    common.run(rox())
    found = {"`rox load`": common.run_often(rounds, rox),
             "DuckDB CREATE TABLE AS": common.run_often(rounds, lambda: [ctas, export, file]),
             "DuckDB CREATE TABLE AS, in order": common.run_often(rounds, lambda: [ctas, export, file, "ordered"])}
    file.unlink(missing_ok=True)
    best = min(one.wall for name, one in found.items() if name.startswith("DuckDB"))
    lines = [f"## Loading SalesOrderDetail of scale {SCALE} ({export.stat().st_size / 1e6:,.0f} MB) into a warehouse file\n",
             f"Medians of {rounds}. rox validates every row, proves the primary key and keeps its accounts; DuckDB does none of that.\n"]
    return lines + common.comparison(found, best, "DuckDB's best")
