-- title: Orders
-- grain: one row per order, with or without lines
-- key: sales_order_id
-- reconcile: rows = SalesOrderHeader
-- What an order refers to and no export has is the unknown member, -1, so that no order is lost.
WITH order_lines AS (
    SELECT
        SalesOrderID AS sales_order_id,
        COUNT(*) AS line_count,
        SUM(OrderQty) AS order_qty,
        SUM(LineTotal) AS line_total
    FROM SalesOrderDetail
    GROUP BY SalesOrderID
)

SELECT
    h.SalesOrderID AS sales_order_id,
    h.SalesOrderNumber AS sales_order_number,
    h.PurchaseOrderNumber AS purchase_order_number,
    COALESCE(ordered.date_key, -1) AS order_date_key,
    COALESCE(due.date_key, -1) AS due_date_key,
    COALESCE(shipped.date_key, -1) AS ship_date_key,
    COALESCE(c.customer_key, -1) AS customer_key,
    COALESCE(t.territory_key, -1) AS territory_key,
    h.SalesPersonID AS sales_person_id,
    h.ShipMethodID AS ship_method_id,
    h.OnlineOrderFlag AS is_online,
    h.Status AS order_status,
    CAST(COALESCE(l.line_count, 0) AS INTEGER) AS line_count,
    CAST(COALESCE(l.order_qty, 0) AS INTEGER) AS order_qty,
    CAST(COALESCE(l.line_total, 0) AS DECIMAL(18, 6)) AS line_total,
    h.SubTotal AS sub_total,
    h.TaxAmt AS tax_amt,
    h.Freight AS freight,
    h.TotalDue AS total_due
FROM SalesOrderHeader AS h
LEFT JOIN order_lines AS l
    ON h.SalesOrderID = l.sales_order_id
LEFT JOIN dim_date AS ordered
    ON h.OrderDate = ordered.full_date
LEFT JOIN dim_date AS due
    ON h.DueDate = due.full_date
LEFT JOIN dim_date AS shipped
    ON h.ShipDate = shipped.full_date
LEFT JOIN dim_customer AS c
    ON h.CustomerID = c.customer_key
LEFT JOIN dim_territory AS t
    ON h.TerritoryID = t.territory_key
