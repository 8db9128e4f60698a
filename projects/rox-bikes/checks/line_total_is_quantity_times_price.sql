-- title: LineTotal is OrderQty x UnitPrice x (1 - UnitPriceDiscount)
-- meaning: a line costs a different amount than its quantity, price and discount give
-- severity: error
-- Price and discount have four decimals, so their product has eight and LineTotal keeps six of them: rounded once, half
-- away from zero, as the ERP does. The wider DECIMAL is room for the product of any price; all of it is exact. Few
-- products need rounding, which is slow: those that don't are settled by the first comparison.
SELECT
    SalesOrderID,
    SalesOrderDetailID,
    OrderQty,
    UnitPrice,
    UnitPriceDiscount,
    LineTotal,
    ExactTotal
FROM (
    SELECT
        SalesOrderID,
        SalesOrderDetailID,
        OrderQty,
        UnitPrice,
        UnitPriceDiscount,
        LineTotal,
        CAST(UnitPrice AS DECIMAL(24, 4)) * OrderQty * (1 - UnitPriceDiscount) AS ExactTotal
    FROM SalesOrderDetail
) AS line
WHERE LineTotal <> ExactTotal AND LineTotal <> ROUND(ExactTotal, 6)
ORDER BY SalesOrderID, SalesOrderDetailID
