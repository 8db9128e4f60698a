-- title: Large orders of a month
-- question: Which orders of September 2011 (or another month) have a TotalDue over 1,000, largest first?
-- param month: month = 2011-09  (the month of OrderDate)
-- param over: decimal = 1000  (TotalDue is larger than this)
SELECT
    SalesOrderID,
    OrderDate,
    TotalDue
FROM SalesOrderHeader
WHERE
    EXTRACT(YEAR FROM OrderDate) = EXTRACT(YEAR FROM :month)
    AND EXTRACT(MONTH FROM OrderDate) = EXTRACT(MONTH FROM :month)
    AND TotalDue > :over
ORDER BY TotalDue DESC, SalesOrderID ASC
