-- title: Discontinued products aren't sold
-- meaning: a product was sold after it was discontinued: there may be none left to ship
-- severity: warn
SELECT
    d.SalesOrderID,
    d.SalesOrderDetailID,
    h.OrderDate,
    p.ProductID,
    p.Name,
    p.DiscontinuedDate
FROM SalesOrderDetail AS d
INNER JOIN SalesOrderHeader AS h
    ON d.SalesOrderID = h.SalesOrderID
INNER JOIN Product AS p
    ON d.ProductID = p.ProductID
WHERE h.OrderDate > p.DiscontinuedDate
ORDER BY d.SalesOrderID, d.SalesOrderDetailID
