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
LEFT JOIN (SELECT DISTINCT SalesOrderID FROM SalesOrderDetail) AS d
    ON h.SalesOrderID = d.SalesOrderID
WHERE d.SalesOrderID IS NULL
ORDER BY h.SalesOrderID
