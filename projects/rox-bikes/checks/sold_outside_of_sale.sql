-- title: Products are sold from SellStartDate to SellEndDate
-- meaning: a product was sold before its sale began or after it ended: its dates are out of date, or
--   the order's are wrong
-- severity: warn
SELECT
    d.SalesOrderID,
    d.SalesOrderDetailID,
    h.OrderDate,
    p.ProductID,
    p.Name,
    p.SellStartDate,
    p.SellEndDate
FROM SalesOrderDetail AS d
INNER JOIN SalesOrderHeader AS h
    ON d.SalesOrderID = h.SalesOrderID
INNER JOIN Product AS p
    ON d.ProductID = p.ProductID
WHERE h.OrderDate < p.SellStartDate OR h.OrderDate > p.SellEndDate
ORDER BY d.SalesOrderID, d.SalesOrderDetailID
