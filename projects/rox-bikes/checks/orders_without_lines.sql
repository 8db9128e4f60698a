-- title: Every order has lines
-- meaning: orders without a line count as orders and as revenue, but not for any product; the lines may be missing from
--   the export
-- severity: warn
SELECT
    h.SalesOrderID,
    h.OrderDate,
    h.OnlineOrderFlag,
    h.CustomerID,
    h.SubTotal
FROM SalesOrderHeader AS h
INNER JOIN fact_orders AS o
    ON h.SalesOrderID = o.sales_order_id
WHERE o.line_count = 0
ORDER BY h.SalesOrderID
