-- title: SubTotal is the sum of the order's lines
-- meaning: what the order says its lines cost isn't what they cost: revenue by order and revenue by product differ
-- severity: error
-- SubTotal is money with four decimals, LineTotal has six: the sum is rounded once, half away from zero, as the ERP
-- does. (Most sums need none: the first comparison settles them, which is faster.) Orders without lines are another
-- check, orders_without_lines.
WITH line_sums AS (
    SELECT
        SalesOrderID,
        SUM(LineTotal) AS LineSum
    FROM SalesOrderDetail
    GROUP BY SalesOrderID
)

SELECT
    h.SalesOrderID,
    h.SubTotal,
    s.LineSum,
    h.SubTotal - s.LineSum AS Difference
FROM SalesOrderHeader AS h
INNER JOIN line_sums AS s
    ON h.SalesOrderID = s.SalesOrderID
WHERE h.SubTotal <> s.LineSum AND h.SubTotal <> ROUND(s.LineSum, 4)
ORDER BY h.SalesOrderID
