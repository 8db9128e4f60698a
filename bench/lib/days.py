"""A day's run: what changed since yesterday, against making all of it anew."""
import random
import shutil
import uuid

from . import common

LINES, ORDERS, CUSTOMERS, PRODUCTS = (f"{name}.csv" for name in ("Sales.SalesOrderDetail", "Sales.SalesOrderHeader", "Sales.Customer", "Production.Product"))


def last_lines(file, count):
    with file.open("rb") as text:
        text.seek(-4096, 2)
        return text.read().decode().splitlines()[-count:]


def append(file, lines):
    with file.open("ab") as text:
        text.write(("\n".join(lines) + "\n").encode())


def new_guid():
    return str(uuid.uuid4()).upper()


def new_orders(exports, count):
    """Orders like the last one."""
    order = last_lines(exports / ORDERS, 1)[0].split(";")
    lines = [line.split(";") for line in last_lines(exports / LINES, 20)]
    lines = [line for line in lines if line[0] == order[0]]
    number, line_number = int(order[0]), int(lines[-1][1])
    orders, details = [], []
    for number in range(number + 1, number + 1 + count):
        orders.append(";".join([str(number), *order[1:7], f"SO{number}", *order[8:-2], new_guid(), order[-1]]))
        for line in lines:
            line_number += 1
            details.append(";".join([str(number), str(line_number), *line[2:9], new_guid(), line[-1]]))
    append(exports / ORDERS, orders)
    append(exports / LINES, details)


def changed_lines(exports, share):
    """The tracking numbers of some lines, anywhere."""
    file = exports / LINES
    records = file.read_bytes().split(b"\n")
    pick = random.Random()
    for at in pick.sample(range(1, len(records) - 1), int(len(records) * share)):
        fields = records[at].split(b";")
        fields[2] = b"%04X-%04X-%02X" % (pick.randrange(65536), pick.randrange(65536), pick.randrange(256))
        records[at] = b";".join(fields)
    file.write_bytes(b"\n".join(records))


def new_customer(exports):
    fields = last_lines(exports / CUSTOMERS, 1)[0].split(";")
    number = int(fields[0]) + 1
    fields[0] = str(number)
    append(exports / CUSTOMERS, [";".join([field if not field.startswith("AW") else f"AW{number:08}" for field in fields[:-2]] + [new_guid(), fields[-1]])])


def renamed_product(exports):
    file = exports / PRODUCTS
    records = file.read_text(encoding="utf-8-sig").split("\n")
    fields = records[5].split(";")
    fields[1] += "!"
    records[5] = ";".join(fields)
    file.write_text("\ufeff" + "\n".join(records), encoding="utf-8", newline="")


CHANGES = [
    ("one new order", lambda exports: new_orders(exports, 1)),
    ("6,000 new orders", lambda exports: new_orders(exports, 6000)),
    ("0.1 % of the lines changed, anywhere", lambda exports: changed_lines(exports, 0.001)),
    ("a new customer", new_customer),
    ("another name of a product", renamed_product),
    ("nothing", lambda exports: None),
]


def measure(options):
    texts = ["## A day's run\n", "`rox run` after a change of yesterday's exports, and its share of a run that makes all of it from nothing "
             f"(medians of {options.rounds}). Tables, marts, checks and answers are all brought up to date.\n"]
    for scale in (int(text) for text in options.scales.split(",")):
        exports = common.DATA / "days"
        shutil.rmtree(exports, ignore_errors=True)
        shutil.copytree(common.exports(scale), exports)
        (exports / "sample.json").unlink()
        project = common.project("days")
        run = [common.ROX, "run", "-C", project, "--source", exports, "--quiet"]

        def from_nothing():
            common.forget_warehouse(project)
            return run

        whole = common.run_often(options.rounds, from_nothing)
        rows = [("everything", f"{whole.wall:.3f} s", "1", f"{whole.processor:.2f}")]
        new_orders(exports, 1)
        common.run(run)  # the spare is there from now on
        for what, change in CHANGES:
            def day():
                change(exports)
                return run

            measured = common.run_often(options.rounds, day)
            rows.append((what, f"{measured.wall:.3f} s", f"{measured.wall / whole.wall:.3f}", f"{measured.processor:.2f}"))
        texts += [f"Scale {scale}:\n", *common.table(["changed", "wall", "of everything", "processor [s]"], rows), ""]
        shutil.rmtree(exports)
    return texts
