-- title: Orders are due and shipped on the day of the order or later
-- meaning: a date is wrong, and delivery times computed from it are negative
-- severity: error
SELECT
    SalesOrderID,
    OrderDate,
    DueDate,
    ShipDate
FROM SalesOrderHeader
WHERE ShipDate < OrderDate OR DueDate < OrderDate
ORDER BY SalesOrderID
