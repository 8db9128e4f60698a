-- title: Sales territories
-- grain: one row per territory that a table names, and -1 for none
-- key: territory_key
-- The ERP exports no table of its territories: these are the ids that occur.
WITH territories AS (
    SELECT TerritoryID AS territory_id FROM SalesOrderHeader
    UNION
    SELECT TerritoryID AS territory_id FROM Customer
),

customers AS (
    SELECT
        TerritoryID AS territory_id,
        COUNT(*) AS customer_count
    FROM Customer
    GROUP BY TerritoryID
)

SELECT
    t.territory_id AS territory_key,
    'Territory ' || CAST(t.territory_id AS VARCHAR(11)) AS territory_name,
    CAST(COALESCE(c.customer_count, 0) AS INTEGER) AS customer_count
FROM territories AS t
LEFT JOIN customers AS c
    ON t.territory_id = c.territory_id
WHERE t.territory_id IS NOT NULL
UNION ALL
SELECT
    -1 AS territory_key,
    'Unknown' AS territory_name,
    0 AS customer_count
