-- title: Orders with at least three lines
-- question: How many order lines does each SalesOrderID have, for orders with at least three, and how many
--   such orders are there?
SELECT
    SalesOrderID,
    COUNT(*) AS LineCount,
    COUNT(*) OVER () AS OrderCount
FROM SalesOrderDetail
GROUP BY SalesOrderID
HAVING COUNT(*) >= 3
ORDER BY SalesOrderID
