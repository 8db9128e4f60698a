-- title: Orders are shipped before they are due
-- meaning: customers waited longer than promised
-- severity: warn
SELECT
    SalesOrderID,
    OrderDate,
    DueDate,
    ShipDate
FROM SalesOrderHeader
WHERE ShipDate > DueDate
ORDER BY SalesOrderID
