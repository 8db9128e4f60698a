#!/usr/bin/env python3
"""check_star.py EXPORTS SALES ORDERS: works the star's facts out again, from the raw exports and in whole numbers.

EXPORTS is the folder of the exports, SALES and ORDERS are fact_sales and fact_orders as CSV. Every order line's share of
its header's amounts, every key that refers to a dimension and every order has to be the same, digit by digit.
"""
import csv
import sys
from collections import defaultdict
from pathlib import Path


def export(folder, name):
    with open(Path(folder) / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def units(text, digits):
    """'3578,27' in units of 10^-digits."""
    sign = -1 if text.startswith("-") else 1
    whole, _, part = text.lstrip("-").replace(",", ".").partition(".")
    assert len(part) <= digits or set(part[digits:]) == {"0"}, text
    return sign * int((whole or "0") + part[:digits].ljust(digits, "0"))


def fact(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def amounts(row, names):
    sub, tax, freight, due = (units(row[name], 4) for name in names)
    return [sub, tax, freight, due - sub - tax - freight]


HEADER = ("SubTotal", "TaxAmt", "Freight", "TotalDue")
FACT = ("sub_total", "tax_amt", "freight", "total_due")


def shares(lines, header):
    """Each line's part of each amount: what is due up to it, rounded half up, less what was due before it."""
    weights = [units(line["LineTotal"], 6) for line in lines]
    if min(weights) < 0 or sum(weights) <= 0:
        weights = [1] * len(lines)
    whole, so_far, before = sum(weights), 0, [0] * 4
    for line, weight in zip(lines, weights):
        so_far += weight
        reached = [(2 * amount * so_far + whole) // (2 * whole) for amount in header]
        yield line, [now - then for now, then in zip(reached, before)]
        before = reached


def check(what, found, wanted):
    if found != wanted:
        sys.exit(f"{what}: {found}, but the exports make it {wanted}")


def main(exports, sales_file, orders_file):
    headers = {row["SalesOrderID"]: row for row in export(exports, "Sales.SalesOrderHeader")}
    products = {row["ProductID"] for row in export(exports, "Production.Product")}
    customers = {row["CustomerID"] for row in export(exports, "Sales.Customer")}
    lines = defaultdict(list)
    for row in export(exports, "Sales.SalesOrderDetail"):
        lines[row["SalesOrderID"]].append(row)

    sales = {(row["sales_order_id"], row["sales_order_detail_id"]): row for row in fact(sales_file)}
    count, unknown = 0, defaultdict(int)
    for order, of_order in lines.items():
        of_order.sort(key=lambda row: int(row["SalesOrderDetailID"]))
        header = headers.get(order)
        if header is None:
            parts = [(line, None) for line in of_order]
        else:
            parts = shares(of_order, amounts(header, HEADER))
        sums = [0] * 4
        for line, part in parts:
            key = (order, line["SalesOrderDetailID"])
            row = sales[key]
            count += 1
            check(f"line_total of {key}", units(row["line_total"], 6), units(line["LineTotal"], 6))
            product = line["ProductID"] if line["ProductID"] in products else "-1"
            check(f"product_key of {key}", row["product_key"], product)
            customer = header["CustomerID"] if header and header["CustomerID"] in customers else "-1"
            check(f"customer_key of {key}", row["customer_key"], customer)
            date = header["OrderDate"][:10].replace("-", "") if header else "-1"
            check(f"order_date_key of {key}", row["order_date_key"], date)
            for name in ("product_key", "customer_key", "order_date_key"):
                unknown[name] += row[name] == "-1"
            if part is None:
                check(f"amounts of {key}", [row[name] for name in FACT], [""] * 4)
                continue
            check(f"amounts of {key}", amounts(row, FACT), part)
            sums = [a + b for a, b in zip(sums, part)]
        if header is not None:
            check(f"the sums of order {order}", sums, amounts(header, HEADER))
    check("rows of fact_sales", len(sales), count)

    orders = {row["sales_order_id"]: row for row in fact(orders_file)}
    check("rows of fact_orders", len(orders), len(headers))
    for order, header in headers.items():
        row, of_order = orders[order], lines.get(order, [])
        check(f"amounts of order {order}", amounts(row, FACT), amounts(header, HEADER))
        check(f"line_count of order {order}", int(row["line_count"]), len(of_order))
        check(f"line_total of order {order}", units(row["line_total"], 6),
              sum(units(line["LineTotal"], 6) for line in of_order))
    without_lines = sum(1 for order in headers if order not in lines)
    print(f"{count} lines and {len(orders)} orders as the exports make them; {without_lines} orders without lines; "
          f"unknown: {dict(unknown)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
