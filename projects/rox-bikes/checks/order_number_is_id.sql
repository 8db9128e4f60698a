-- title: SalesOrderNumber is SO and the SalesOrderID
-- meaning: the number on the invoice leads to another order than the id
-- severity: error
SELECT
    SalesOrderID,
    SalesOrderNumber
FROM SalesOrderHeader
WHERE SalesOrderNumber <> 'SO' || CAST(SalesOrderID AS VARCHAR(20))
ORDER BY SalesOrderID
