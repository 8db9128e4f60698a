-- title: Best-selling products by days to manufacture, and overall
-- question: Which three products sold most (sum of OrderQty) for each DaysToManufacture, and which three overall?
-- Products that sold the same are ranked by Name.
WITH product_sales AS (
    SELECT
        p.ProductID,
        p.DaysToManufacture,
        p.Name,
        CAST(SUM(d.OrderQty) AS BIGINT) AS OrderQtyTotal
    FROM SalesOrderDetail AS d
    INNER JOIN SpecialOfferProduct AS s
        ON d.SpecialOfferID = s.SpecialOfferID AND d.ProductID = s.ProductID
    INNER JOIN Product AS p
        ON s.ProductID = p.ProductID
    GROUP BY p.ProductID, p.DaysToManufacture, p.Name
),

ranked AS (
    SELECT
        DaysToManufacture,
        Name,
        OrderQtyTotal,
        ROW_NUMBER() OVER (
            PARTITION BY DaysToManufacture ORDER BY OrderQtyTotal DESC, Name ASC, ProductID ASC
        ) AS PlaceInGroup,
        ROW_NUMBER() OVER (ORDER BY OrderQtyTotal DESC, Name ASC, ProductID ASC) AS PlaceOverall
    FROM product_sales
),

best AS (
    SELECT 'by DaysToManufacture' AS Scope, DaysToManufacture, Name, OrderQtyTotal, PlaceInGroup AS Place
    FROM ranked
    WHERE PlaceInGroup <= 3
    UNION ALL
    SELECT 'overall' AS Scope, DaysToManufacture, Name, OrderQtyTotal, PlaceOverall AS Place
    FROM ranked
    WHERE PlaceOverall <= 3
)

SELECT Scope, DaysToManufacture, Place, Name, OrderQtyTotal
FROM best
ORDER BY
    Scope ASC,
    CASE WHEN Scope = 'overall' THEN 0 ELSE DaysToManufacture END ASC,
    Place ASC
