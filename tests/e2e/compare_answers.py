"""Holds what `rox analyze --json` says against the known answers of the raw exports.

usage: compare_answers.py EXPECTED.json ANALYZE.json MONTH=FILE.json...
ANALYZE.json has all five analyses, the other files the fifth for a month each. Prints every difference; exits 1 if
there is one. Amounts are compared as decimal numbers: 126230.418 is 126230.4180.
"""

import json
import sys
from collections import Counter
from decimal import Decimal

differences = []


def check(what, actual, expected):
    if actual != expected:
        differences.append(f"{what}: got {actual!r}, expected {expected!r}")


def records(answer):
    names = [column["name"] for column in answer["columns"]]
    return [exact(dict(zip(names, row))) for row in answer["rows"]]


def exact(record):
    return {key: Decimal(value) if key == "TotalDue" else value for key, value in record.items()}


def check_rows(what, actual, expected):
    check(f"{what}: number of rows compared", len(actual[: len(expected)]), len(expected))
    for position, (got, wanted) in enumerate(zip(actual, expected), start=1):
        check(f"{what}, row {position}", {key: got.get(key) for key in wanted}, exact(wanted))


def main(expected_file, analyze_file, *month_files):
    with open(expected_file, encoding="utf-8") as file:
        expected = json.load(file)
    with open(analyze_file, encoding="utf-8") as file:
        answers = {answer["analysis"]: records(answer) for answer in json.load(file)}
    months = {"2011-09": answers["q5"]}
    for argument in month_files:
        month, name = argument.split("=", 1)
        with open(name, encoding="utf-8") as file:
            months[month] = records(json.load(file)[0])
    check("analyses", sorted(answers), ["q1", "q2", "q3", "q4", "q5"])

    q1 = expected["q1"]
    check("q1: orders", len(answers["q1"]), q1["orders_with_at_least_3_lines"])
    check("q1: OrderCount", {row["OrderCount"] for row in answers["q1"]}, {q1["orders_with_at_least_3_lines"]})
    check("q1: lines", sum(row["LineCount"] for row in answers["q1"]), q1["lines_in_those_orders"])
    by_lines = {int(lines): orders for lines, orders in q1["orders_by_line_count"].items() if int(lines) >= 3}
    check("q1: orders by lines", dict(Counter(row["LineCount"] for row in answers["q1"])), by_lines)

    q2 = [{**row, "rank": row["Place"]} for row in answers["q2"]]
    grouped = [row for row in q2 if row["Scope"] != "overall"]
    overall = [row for row in q2 if row["Scope"] == "overall"]
    check("q2: rows by group", len(grouped), len(expected["q2"]["top3_per_days_to_manufacture"]))
    check("q2: rows overall", len(overall), len(expected["q2"]["top3_overall"]))
    check_rows("q2 by group", grouped, expected["q2"]["top3_per_days_to_manufacture"])
    check_rows("q2 overall", overall, expected["q2"]["top3_overall"])

    check("q3: rows", len(answers["q3"]), expected["q3"]["result_rows"])
    check("q3: orders", sum(row["OrderCount"] for row in answers["q3"]), expected["q3"]["orders_counted"])
    check_rows("q3", answers["q3"], expected["q3"]["top20"])

    check("q4: rows", len(answers["q4"]), expected["q4"]["groups"])
    check("q4: quantity", sum(row["OrderQtyTotal"] for row in answers["q4"]), expected["q4"]["sum_OrderQty"])
    check_rows("q4", answers["q4"], expected["q4"]["top20"])

    for period, rows in months.items():
        wanted = expected["q5"][period]
        check(f"q5 {period}: rows", len(rows), wanted["count"])
        total = sum((row["TotalDue"] for row in rows), Decimal(0))
        check(f"q5 {period}: sum of TotalDue", total, Decimal(wanted["sum_TotalDue"]))
        check_rows(f"q5 {period}", rows, wanted["top"])

    for difference in differences:
        print(difference)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
