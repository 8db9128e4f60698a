"""Single commands that have a bar of their own."""
import shutil

from . import common


def measure(options):
    rounds = 2 * options.rounds + 1
    rows = []

    def add(what, bar, measured, figure=None):
        rows.append((what, figure or f"{measured.wall:.3f} s", bar, f"{measured.processor:.2f}", f"{measured.memory / 1e6:,.0f}"))

    def run(folder, scale):
        return [common.ROX, "run", "-C", folder, "--source", common.exports(scale), "--quiet"]

    def fresh_run(folder, scale):
        common.forget_warehouse(folder)
        return run(folder, scale)

    one = common.project("one")
    add("`rox run` of scale 1 from nothing", "0.5 s", common.run_often(rounds, lambda: fresh_run(one, 1)))
    add("the same, nothing to do", "0.05 s", common.run_often(rounds, lambda: run(one, 1)))
    sampled = common.DATA / "sampled"

    def sample():
        shutil.rmtree(sampled, ignore_errors=True)
        return [common.ROX, "sample", sampled, "--scale", "10", "--seed", "1", "--quiet"]

    made = common.run_often(options.rounds, sample)
    add("`rox sample`, scale 10", "400 MB/s", made, f"{common.megabytes(sampled) / made.wall:,.0f} MB/s")
    shutil.rmtree(sampled)

    def infer():
        folder = common.project("infer", ())
        return [common.ROX, "init", common.exports(10), "--into", folder / "p", "--quiet"]

    add("the model of scale 10, found (`rox init`)", "5 s", common.run_often(options.rounds, infer))
    hundred = common.project("hundred")
    add("`rox run` of scale 100, memory_limit 2GB (the default)", "2,000 MB", common.run(fresh_run(hundred, 100)))
    add("`rox analyze`, all five, scale 100", "2 s", common.run_often(options.rounds, lambda: [common.ROX, "analyze", "-C", hundred, "--quiet"]))
    toml = hundred / "rox.toml"
    toml.write_text(toml.read_text().replace('memory_limit = "2GB"', 'memory_limit = "512MB"'))
    add("`rox run` of scale 100, memory_limit 512MB", "512 MB", common.run(fresh_run(hundred, 100)))
    common.forget_warehouse(hundred)
    return ["## Single commands\n", f"Medians of {options.rounds} to {rounds}; the run of scale 100 once.\n",
            *common.table(["", "measured", "bar", "processor [s]", "most memory [MB]"], rows)]
