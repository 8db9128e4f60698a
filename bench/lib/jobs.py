"""The whole job, by rox and by its peers: exports to a typed, checked warehouse with marts and five answers, which have to be the same."""
import array
import csv
import decimal
import shutil

from . import common

QUICK = {"rox", "duckdb"}  # any scale; the others need more memory than there is, or an hour, beyond MOST
MOST = 100
COLD_AT_ANY_SCALE = {*QUICK, "polars"}  # the others are so slow that a disk makes no difference


def command(peer, scale, work):
    exports = common.exports(scale)
    if peer == "rox":
        return [common.ROX, "run", "-C", common.project("job"), "--source", exports, "--quiet"]
    warehouse = work / (peer if peer == "spark" else f"{peer}.duckdb")
    return [common.PYTHON, common.ROOT / f"bench/peers/{peer}_job.py", exports, warehouse, answers_folder(peer, work)]


def answers_folder(peer, work):
    return common.DATA / "projects/job/answers" if peer == "rox" else work / f"answers-{peer}"


def cell(text):
    try:
        return decimal.Decimal(text)
    except decimal.InvalidOperation:
        return text


def answers_of(folder):
    """Every answer as hashes of its rows, millions of which fit; headings and the number of zeros at the end don't matter."""
    found = {}
    for path in sorted(folder.glob("*.csv")):
        with open(path, newline="") as file:
            rows = csv.reader(file)
            next(rows, None)
            found[path.stem] = array.array("q", (hash(tuple(map(cell, row))) for row in rows))
    return found


def difference(ours, theirs):
    if ours == theirs:
        return "the same"
    for name in ours:
        if name not in theirs:
            return f"{name} is missing"
        if ours[name] != theirs[name]:
            rows = sum(a != b for a, b in zip(ours[name], theirs[name])) + abs(len(ours[name]) - len(theirs[name]))
            return f"{name}: {rows:,} rows differ"
    return "others"


def scale_rows(scale, options, work):
    ours = base = None
    for peer in ["rox", *options.peers.split(",")]:
        if scale > MOST and peer not in QUICK:
            yield peer, "not run at this scale", "", "", "", "", ""
            continue
        cold = None
        rounds = options.rounds if scale <= 10 or peer == "rox" else 1
        try:
            if (scale <= 10 or peer in COLD_AT_ANY_SCALE) and common.drop_caches():
                cold = common.run(command(peer, scale, work))
            warm = common.run_often(rounds, lambda: command(peer, scale, work))
        except RuntimeError as failed:
            yield peer, f"failed: {str(failed).splitlines()[-1][:80]}", "", "", "", "", ""
            continue
        found = answers_of(answers_folder(peer, work))
        ours, base = ours or found, base or warm.wall
        yield (peer, f"{warm.wall:.2f}", f"{cold.wall:.2f}" if cold else "", f"{warm.processor:.2f}", f"{warm.memory / 1e6:,.0f}",
               f"{warm.wall / base:.2f}", difference(ours, found))


def measure(options):
    """Scales that aren't asked for stay as they were measured before."""
    work = common.DATA / "jobs"
    work.mkdir(parents=True, exist_ok=True)
    for scale in map(int, options.scales.split(",")):
        lines = [f"\n### Scale {scale}: {common.megabytes(common.exports(scale)):,.0f} MB of exports\n"]
        lines += common.table(["", "warm [s]", "cold [s]", "processor [s]", "most memory [MB]", "warm, of rox's", "answers"],
                              scale_rows(scale, options, work))
        (work / f"scale-{scale}.md").write_text("\n".join(lines))
        shutil.rmtree(work / "spark", ignore_errors=True)
    kept = sorted(work.glob("scale-*.md"), key=lambda path: int(path.stem.removeprefix("scale-")))
    return ["## The whole job\n",
            "Six exports to a typed, checked warehouse file with seven marts, then five answers; the answers of all are compared, value by value.",
            *[path.read_text() for path in kept]]
