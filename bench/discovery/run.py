#!/usr/bin/env python3
"""How well `rox model infer` finds primary keys and relations: precision and recall on schemas whose truth is known
(schemas.py). Prints a line a schema, what is wrong, and the sums; exits 1 below the bars.

    bench/discovery/run.py [--rox PROGRAM] [--verbose] [SCHEMA...]
    bench/discovery/run.py --large       50 tables of 100,000 rows: how long it takes
"""
import argparse
import datetime
import hashlib
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import time
import tomllib
import uuid

from schemas import HEADERLESS, SCHEMAS

PRECISION, RECALL = 0.95, 0.9
WORDS = "alpha bravo carbon delta ember fjord grove harbor iris jolly kite lemon maple nova ocean pearl".split()


class Table:
    def __init__(self, line):
        head, _, rest = line.partition(":")
        self.name, rows = head.split()
        self.rows = int(rows)
        parts = [part.strip() for part in rest.split(";")]
        self.columns = [column.strip().split(" ", 1) for column in re.split(r",\s*(?![^()]*\))", parts[0])]
        self.key = [self.columns[0][0]]
        self.relations = []  # (columns, parent, parent columns)
        self.filled = []  # composite relations whose columns are taken from the parent's rows
        for name, kind in self.columns:
            words = kind.split()
            if words[0].startswith("ref"):
                parent, column = words[1].split(".")
                self.relations.append(((name,), parent, (column,)))
        for extra in parts[1:]:
            if extra.startswith("key"):
                self.key = [name for name in re.findall(r"\w+", extra[3:])]
            elif extra.startswith("ref"):
                columns, parent, keys = re.match(r"ref \((.*?)\) (\w+) \((.*?)\)", extra).groups()
                relation = (tuple(re.findall(r"\w+", columns)), parent, tuple(re.findall(r"\w+", keys)))
                self.relations.append(relation)
                self.filled.append(relation)
            elif extra.startswith("also"):
                _, column, target = extra.split()
                parent, key = target.split(".")
                self.relations.append(((column,), parent, (key,)))
        self.data = {}


def make_column(kind, rows, rng, tables, table):
    word, *arguments = kind.split()
    numbers = [int(a) for a in arguments if re.fullmatch(r"-?\d+", a)]
    if word == "id":
        start, step = (numbers + [1, 1])[0] if numbers else 1, numbers[1] if len(numbers) > 1 else 1
        return [start + i * step for i in range(rows)]
    if word == "sparse":
        return sorted(rng.sample(range(numbers[0], numbers[0] + rows * 7), rows))
    if word == "code":
        return [f"{arguments[0]}{i * 3 + 1:05d}" for i in range(rows)]
    if word == "uuid":
        return [str(uuid.UUID(int=rng.getrandbits(128), version=4)).upper() for _ in range(rows)]
    if word == "hash":
        return [hashlib.md5(str(rng.random()).encode()).hexdigest() for _ in range(rows)]
    if word == "mixed":
        return [f"{arguments[1]}{i}" if i % 9 == 0 else str(numbers[0] + i) for i in range(rows)]
    if word == "days":
        first = datetime.date.fromisoformat(arguments[0])
        return [f"{first + datetime.timedelta(days=i):{arguments[1].replace('|', '-')}}" for i in range(rows)]
    if word == "day_of":  # another column's compact date, with dashes
        return [f"{v[:4]}-{v[4:6]}-{v[6:]}" for v in map(str, table.data[arguments[0]])]
    if word == "same":  # what the row that another column refers to says
        column, target = arguments
        parent, key = next((p, k[0]) for c, p, k in table.relations if c == (column,))
        fill(tables[parent], tables, rng)
        place = {v: i for i, v in enumerate(tables[parent].data[key])}
        return ["" if v == "" else tables[parent].data[target][place[v]] for v in table.data[column]]
    if word == "int":
        return [rng.randint(*numbers) for _ in range(rows)]
    if word == "money":
        return [f"{rng.randint(0, 999)}.{rng.randint(0, 99):02d}" for _ in range(rows)]
    if word == "word":
        return [rng.choice(arguments[0].split("|")) for _ in range(rows)]
    if word == "flag":
        return [rng.randint(0, 1) for _ in range(rows)]
    if word == "name":
        return [" ".join(rng.sample(WORDS, 2)).title() for _ in range(rows)]
    if word == "text":
        return [" ".join(rng.choices(WORDS, k=5)) + f" {rng.randint(1, 99)}" for _ in range(rows)]
    if word == "date":
        return [f"20{rng.randint(10, 15)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}" for _ in range(rows)]
    if word == "moment":
        return [f"20{rng.randint(10, 15)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d} "
                f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}" for _ in range(rows)]
    if word.startswith("ref"):
        parent, column = arguments[0].split(".")
        values = column_of(tables, parent, column, rng) if tables[parent] is not table else table.data[column]
        if word == "ref1":
            return rng.sample(values, rows)
        if word == "ref#":  # of codes only those without letters
            values = [value for value in values if str(value).isdigit()]
        if word == "ref<":  # few of them, the first
            values = values[:numbers[0]]
        if word == "reft":  # a row before this one, or none
            return ["" if i < 2 else values[rng.randrange(min(i, max(3, rows // 4)))] for i in range(rows)]
        chosen = [rng.choice(values) for _ in range(rows)]
        if word == "ref?":
            return ["" if rng.random() < 0.1 else value for value in chosen]
        if word == "ref~":
            return [10 ** 8 + i if rng.random() < 0.02 else value for i, value in enumerate(chosen)]
        return chosen
    raise SystemExit(f"unknown type {kind}")


def column_of(tables, name, column, rng):
    table = tables[name]
    if column not in table.data:  # a cycle: the key comes first
        kind = dict(table.columns)[column]
        table.data[column] = make_column(kind, table.rows, rng, tables, table)
    return table.data[column]


def fill(table, tables, rng):
    if getattr(table, "done", False):
        return
    table.done = True
    for _, parent, _ in table.filled:
        fill(tables[parent], tables, rng)
    for name, kind in table.columns:
        if kind.startswith("seq"):
            continue
        if name not in table.data:
            table.data[name] = make_column(kind, table.rows, rng, tables, table)
    for name, kind in table.columns:
        if kind.startswith("seq"):
            of = table.data[kind.split()[1]]
            of.sort()
            seen = {}
            table.data[name] = [seen.setdefault(v, 0) or 0 for v in of]
            counts = {}
            table.data[name] = [counts.__setitem__(v, counts.get(v, 0) + 1) or counts[v] for v in of]
    for columns, parent, keys in table.filled:
        other = tables[parent]
        rows = [rng.randrange(len(other.data[keys[0]])) for _ in range(table.rows)]
        for column, key in zip(columns, keys):
            table.data[column] = [other.data[key][r] for r in rows]
    drop_repeats(table)


def drop_repeats(table):
    """Rows that repeat the key go: a key of random references is one only then."""
    seen, keep = set(), []
    size = len(next(iter(table.data.values())))
    for r in range(size):
        key = tuple(table.data[k][r] for k in table.key) if table.key else r
        if key not in seen:
            seen.add(key)
            keep.append(r)
    if len(keep) < size:
        for name in table.data:
            table.data[name] = [table.data[name][r] for r in keep]


def make(text, folder, seed, header=True):
    rng = random.Random(seed)
    tables = {table.name: table for table in map(Table, filter(None, text.strip().splitlines()))}
    for table in tables.values():
        fill(table, tables, rng)
    for table in tables.values():
        lines = [";".join(name for name, _ in table.columns)] if header else []
        columns = [table.data[name] for name, _ in table.columns]
        lines += [";".join(map(str, row)) for row in zip(*columns)]
        (folder / f"{table.name}.csv").write_text("\n".join(lines) + "\n")
    return tables


def infer(rox, folder, project):
    started = time.monotonic()
    result = subprocess.run([rox, "init", str(folder), "--into", str(project), "--quiet"], capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"rox init failed:\n{result.stderr}")
    return tomllib.loads((project / "model.toml").read_text()), time.monotonic() - started


def relation_id(child, columns, parent, keys):
    pairs = sorted(zip((c.lower() for c in columns), (k.lower() for k in keys)))
    return (child.lower(), tuple(c for c, _ in pairs), parent.lower(), tuple(k for _, k in pairs))


def compare(tables, model, header=True):
    if not header:  # the columns by their places
        named = {t.name.lower(): [name for name, _ in t.columns] for t in tables.values()}
        of = lambda table, columns: [named[table.lower()][int(c.split("_")[1]) - 1] for c in columns]
        for t in model["table"]:
            for r in t.get("relations", []):
                r["parent_columns"] = of(r["references"], r.get("parent_columns") or next(
                    other["primary_key"] for other in model["table"] if other["name"] == r["references"]))
                r["columns"] = of(t["name"], r["columns"])
        for t in model["table"]:
            t["primary_key"] = of(t["name"], t.get("primary_key", []))
    keys = {t["name"].lower(): t.get("primary_key", []) for t in model["table"]}
    found = set()
    for table in model["table"]:
        for relation in table.get("relations", []):
            parent_columns = relation.get("parent_columns") or keys[relation["references"].lower()]
            found.add(relation_id(table["name"], relation["columns"], relation["references"], parent_columns))
    wanted = {relation_id(t.name, *relation) for t in tables.values() for relation in t.relations}
    found_keys = {(t, tuple(sorted(c.lower() for c in key))) for t, key in keys.items() if key}
    wanted_keys = {(t.name.lower(), tuple(sorted(c.lower() for c in t.key))) for t in tables.values() if t.key}
    return (wanted_keys, found_keys), (wanted, found)


def share(part, whole):
    return len(part) / len(whole) if whole else 1.0


def large(rox, keep):
    """50 tables of 100,000 rows, each with up to three references to earlier ones."""
    with tempfile.TemporaryDirectory() as scratch:
        base = pathlib.Path(keep or scratch) / "large"
        folder = base / "exports"
        folder.mkdir(parents=True, exist_ok=True)
        rng = random.Random(7)
        for t in range(50):
            parents = [rng.randrange(t) for _ in range(min(t, 3))]
            head = [f"table{t:02d}_id", *(f"table{p:02d}_id" for p in dict.fromkeys(parents)), "name", "amount", "day", "kind"]
            refs = len(head) - 5
            with open(folder / f"table{t:02d}.csv", "w") as out:
                out.write(";".join(head) + "\n")
                for i in range(100_000):
                    row = [i + 1, *(rng.randint(1, 100_000) for _ in range(refs)), rng.choice(WORDS),
                           f"{rng.randint(0, 9999)}.{i % 100:02d}", f"2014-{i % 12 + 1:02d}-{i % 28 + 1:02d}", i % 7]
                    out.write(";".join(map(str, row)) + "\n")
        model, seconds = infer(rox, folder, base / "project")
        relations = sum(len(t.get("relations", [])) for t in model["table"])
        print(f"50 tables of 100,000 rows: {seconds:.1f} s, {relations} relations")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("schemas", nargs="*")
    parser.add_argument("--rox", default=str(pathlib.Path(__file__).resolve().parents[2] / "build/release/rox"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--keep", help="leave the exports and projects there")
    parser.add_argument("--large", action="store_true")
    arguments = parser.parse_args()
    if arguments.large:
        return large(arguments.rox, arguments.keep)
    totals = {"keys": [0, 0, 0], "relations": [0, 0, 0]}  # right, found, wanted
    print(f"{'schema':<16} {'tables':>6} {'keys P':>7} {'R':>5} {'relations P':>12} {'R':>5} {'seconds':>8}")
    for name in arguments.schemas or SCHEMAS:
        with tempfile.TemporaryDirectory() as scratch:
            base = pathlib.Path(arguments.keep or scratch) / name
            folder = base / "exports"
            folder.mkdir(parents=True, exist_ok=True)
            tables = make(SCHEMAS[name], folder, arguments.seed, name not in HEADERLESS)
            subprocess.run(["rm", "-rf", str(base / "project")], check=True)
            model, seconds = infer(arguments.rox, folder, base / "project")
        results = compare(tables, model, name not in HEADERLESS)
        scores = []
        for kind, (wanted, found) in zip(totals, results):
            right = wanted & found
            for i, part in enumerate((right, found, wanted)):
                totals[kind][i] += len(part)
            scores += [share(right, found), share(right, wanted)]
        print(f"{name:<16} {len(tables):>6} {scores[0]:>7.2f} {scores[1]:>5.2f} {scores[2]:>12.2f} {scores[3]:>5.2f} {seconds:>8.2f}")
        for kind, (wanted, found) in zip(totals, results):
            for wrong in sorted(found - wanted):
                print(f"    false {kind[:-1]}: {wrong}")
            for missed in sorted(wanted - found):
                print(f"    missed {kind[:-1]}: {missed}")
    good = True
    for kind, (right, found, wanted) in totals.items():
        precision, recall = right / max(found, 1), right / max(wanted, 1)
        good = good and precision >= PRECISION and recall >= RECALL
        print(f"{kind}: precision {precision:.3f} (bar {PRECISION}), recall {recall:.3f} (bar {RECALL}); "
              f"{right} right of {found} found and {wanted} there")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
