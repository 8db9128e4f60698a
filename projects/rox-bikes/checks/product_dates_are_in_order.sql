-- title: A product's sale ends after it began
-- meaning: SellEndDate or DiscontinuedDate is before SellStartDate: one of them is wrong
-- severity: error
SELECT
    ProductID,
    Name,
    SellStartDate,
    SellEndDate,
    DiscontinuedDate
FROM Product
WHERE SellEndDate < SellStartDate OR DiscontinuedDate < SellStartDate
ORDER BY ProductID
