-- title: TotalDue is SubTotal + TaxAmt + Freight
-- meaning: the customer was charged a different amount than the order adds up to
-- severity: error
-- All four have four decimals, so nothing is rounded.
SELECT
    SalesOrderID,
    SubTotal,
    TaxAmt,
    Freight,
    TotalDue,
    TotalDue - (SubTotal + TaxAmt + Freight) AS Difference
FROM SalesOrderHeader
WHERE TotalDue <> SubTotal + TaxAmt + Freight
ORDER BY SalesOrderID
