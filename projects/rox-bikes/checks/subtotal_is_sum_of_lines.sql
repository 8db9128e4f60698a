-- title: SubTotal is the sum of the order's lines
-- meaning: what the order says its lines cost isn't what they cost: revenue by order and revenue by product differ
-- severity: error
-- SubTotal is money with four decimals, LineTotal has six: the sum is rounded once, half away from zero, as the ERP
-- does. (Most sums need none: the first comparison settles them, which is faster.) The mart has the lines of each order
-- added up. Orders without lines are another check, orders_without_lines.
SELECT
    sales_order_id,
    sub_total,
    line_total,
    sub_total - line_total AS difference
FROM fact_orders
WHERE line_count > 0 AND sub_total <> line_total AND sub_total <> ROUND(line_total, 4)
ORDER BY sales_order_id
