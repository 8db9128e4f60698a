-- title: Orders
-- currency: USD
-- source: SalesOrderHeader: SalesOrderID = order_id
SELECT
    o.sales_order_id AS order_id,
    d.full_date AS day,
    o.is_online AS online,
    o.territory_key AS territory,
    o.customer_key AS customer,
    o.total_due AS revenue
FROM fact_orders AS o
LEFT JOIN dim_date AS d
    ON o.order_date_key = d.date_key
