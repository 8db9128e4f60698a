-- title: Nothing is sold above its list price
-- meaning: a customer paid more for a piece than the product's ListPrice: the price list or the line is wrong
-- severity: warn
SELECT
    d.SalesOrderID,
    d.SalesOrderDetailID,
    d.ProductID,
    d.UnitPrice,
    p.ListPrice
FROM SalesOrderDetail AS d
INNER JOIN Product AS p
    ON d.ProductID = p.ProductID
WHERE d.UnitPrice > p.ListPrice
ORDER BY d.SalesOrderID, d.SalesOrderDetailID
