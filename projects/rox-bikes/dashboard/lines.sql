-- title: Order lines, each with its share of the order's total
-- source: SalesOrderDetail: SalesOrderID = order_id, SalesOrderDetailID = line_id
SELECT
    sales_order_id AS order_id,
    sales_order_detail_id AS line_id,
    product_key AS product,
    order_qty AS quantity,
    total_due AS revenue
FROM fact_sales
