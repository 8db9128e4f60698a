-- title: Quantity sold by product and day
-- question: What is the sum of OrderQty by ProductID and OrderDate?
SELECT
    d.ProductID,
    h.OrderDate,
    CAST(SUM(d.OrderQty) AS BIGINT) AS OrderQtyTotal
FROM SalesOrderDetail AS d
INNER JOIN SalesOrderHeader AS h
    ON d.SalesOrderID = h.SalesOrderID
GROUP BY d.ProductID, h.OrderDate
ORDER BY OrderQtyTotal DESC, ProductID ASC, OrderDate ASC
