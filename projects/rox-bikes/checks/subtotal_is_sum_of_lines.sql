-- title: SubTotal is the sum of the order's lines
-- meaning: what the order says its lines cost isn't what they cost: revenue by order and revenue by product differ
-- severity: error
-- SubTotal is money with four decimals, LineTotal has six: the sum is rounded once, half away from zero, as the ERP
-- does. (Most sums need none: the first comparison settles them, which is faster.) The mart has the lines of each order
-- added up. Orders without lines are another check, orders_without_lines.
SELECT
    h.SalesOrderID,
    h.SubTotal,
    o.line_total AS LineSum,
    h.SubTotal - o.line_total AS Difference
FROM SalesOrderHeader AS h
INNER JOIN fact_orders AS o
    ON h.SalesOrderID = o.sales_order_id
WHERE o.line_count > 0 AND h.SubTotal <> o.line_total AND h.SubTotal <> ROUND(o.line_total, 4)
ORDER BY h.SalesOrderID
