-- title: The facts sum to the orders
-- meaning: a report from the star shows another revenue than the orders have
-- severity: error
-- Order by order and to the last digit: fact_orders has each header's amounts, and the shares of its lines in fact_sales
-- add up to them. (Orders without lines have no shares.)
WITH shares AS (
    SELECT
        sales_order_id,
        COUNT(*) AS line_count,
        SUM(sub_total) AS sub_total,
        SUM(tax_amt) AS tax_amt,
        SUM(freight) AS freight,
        SUM(total_due) AS total_due
    FROM fact_sales
    GROUP BY sales_order_id
)

SELECT
    h.SalesOrderID,
    h.TotalDue,
    o.total_due AS order_total_due,
    o.line_count,
    s.total_due AS lines_total_due
FROM SalesOrderHeader AS h
LEFT JOIN fact_orders AS o
    ON h.SalesOrderID = o.sales_order_id
LEFT JOIN shares AS s
    ON h.SalesOrderID = s.sales_order_id
WHERE
    o.sales_order_id IS NULL
    OR o.sub_total <> h.SubTotal
    OR o.tax_amt <> h.TaxAmt
    OR o.freight <> h.Freight
    OR o.total_due <> h.TotalDue
    OR o.line_count <> COALESCE(s.line_count, 0)
    OR s.sub_total <> h.SubTotal
    OR s.tax_amt <> h.TaxAmt
    OR s.freight <> h.Freight
    OR s.total_due <> h.TotalDue
ORDER BY h.SalesOrderID
