-- title: Sales
-- grain: one row per order line, with its share of the order's amounts
-- key: sales_order_id, sales_order_detail_id
-- reconcile: rows = SalesOrderDetail
-- sub_total, tax_amt, freight and total_due are the header's, shared among the lines by LineTotal (equally where an
-- order's lines are worth nothing, or one is negative). They are exact: going through an order's lines, a line gets what
-- is due up to and with it (rounded half up to the fourth digit) less what is due before it, so that an order's
-- lines sum up to its header to the last digit. And line by line, total_due - sub_total - tax_amt - freight is the
-- line's share of that difference in the header, zero in orders that add up.
-- Engines divide differently, some of them in floating point. So the division only guesses; the remainder, in exact
-- decimals, puts the guess right, and every engine ends with the same digits. (A guess in floating point is near enough
-- for amounts up to 100 billion; the sums are exact whatever the amount.)
-- Lines carry all that they end with through the steps: joining the shares back to them would cost more than all else.
-- Orders without lines have no row here: they are in fact_orders, line_count = 0. A line without its order has the
-- unknown members and no share: its amounts are missing.
WITH totals AS (
    SELECT
        SalesOrderID,
        MIN(LineTotal) AS least,
        SUM(LineTotal) AS total,
        COUNT(*) AS line_count
    FROM SalesOrderDetail
    GROUP BY SalesOrderID
),

wholes AS (
    SELECT
        SalesOrderID,
        CASE WHEN least >= 0 AND total > 0 THEN 1 ELSE 0 END AS is_by_value,
        CAST(CASE WHEN least >= 0 AND total > 0 THEN total ELSE line_count END AS DECIMAL(18, 6)) AS whole
    FROM totals
),

lines AS (
    SELECT
        d.SalesOrderID,
        d.SalesOrderDetailID,
        d.ProductID, d.SpecialOfferID, d.OrderQty, d.UnitPrice, d.UnitPriceDiscount, d.LineTotal,
        w.whole,
        CAST(CASE WHEN w.is_by_value = 1 THEN d.LineTotal ELSE 1 END AS DECIMAL(18, 6)) AS weight
    FROM SalesOrderDetail AS d
    INNER JOIN wholes AS w
        ON d.SalesOrderID = w.SalesOrderID
),

sums AS (
    SELECT
        SalesOrderID,
        SalesOrderDetailID,
        ProductID, SpecialOfferID, OrderQty, UnitPrice, UnitPriceDiscount, LineTotal,
        whole,
        CAST(
            SUM(weight) OVER (
                PARTITION BY SalesOrderID ORDER BY SalesOrderDetailID ASC
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS DECIMAL(18, 6)
        ) AS so_far
    FROM lines
),

amounts AS (
    SELECT
        s.SalesOrderID,
        s.SalesOrderDetailID,
        s.ProductID, s.SpecialOfferID, s.OrderQty, s.UnitPrice, s.UnitPriceDiscount, s.LineTotal,
        o.order_date_key, o.due_date_key, o.ship_date_key, o.customer_key, o.territory_key, o.is_online,
        s.so_far,
        s.whole,
        s.so_far / s.whole AS ratio,
        CAST(0.0001 AS DECIMAL(19, 4)) * s.whole AS step,
        o.sub_total,
        o.tax_amt,
        o.freight,
        CAST(o.total_due - o.sub_total - o.tax_amt - o.freight AS DECIMAL(18, 4)) AS difference
    FROM sums AS s
    LEFT JOIN fact_orders AS o
        ON s.SalesOrderID = o.sales_order_id
),

guesses AS (
    SELECT
        SalesOrderID,
        SalesOrderDetailID,
        ProductID, SpecialOfferID, OrderQty, UnitPrice, UnitPriceDiscount, LineTotal,
        order_date_key, due_date_key, ship_date_key, customer_key, territory_key, is_online,
        so_far,
        whole,
        step,
        sub_total, tax_amt, freight, difference,
        CAST(sub_total * ratio AS DECIMAL(18, 4)) AS sub_total_guess,
        CAST(tax_amt * ratio AS DECIMAL(18, 4)) AS tax_amt_guess,
        CAST(freight * ratio AS DECIMAL(18, 4)) AS freight_guess,
        CAST(difference * ratio AS DECIMAL(18, 4)) AS difference_guess
    FROM amounts
),

rests AS (
    SELECT
        SalesOrderID,
        SalesOrderDetailID,
        ProductID, SpecialOfferID, OrderQty, UnitPrice, UnitPriceDiscount, LineTotal,
        order_date_key, due_date_key, ship_date_key, customer_key, territory_key, is_online,
        so_far,
        whole,
        step,
        sub_total, tax_amt, freight, difference,
        sub_total_guess, tax_amt_guess, freight_guess, difference_guess,
        CAST(CAST(sub_total AS DECIMAL(19, 4)) * so_far AS DECIMAL(36, 10))
        - CAST(CAST(sub_total_guess AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10)) AS sub_total_rest,
        CAST(CAST(tax_amt AS DECIMAL(19, 4)) * so_far AS DECIMAL(36, 10))
        - CAST(CAST(tax_amt_guess AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10)) AS tax_amt_rest,
        CAST(CAST(freight AS DECIMAL(19, 4)) * so_far AS DECIMAL(36, 10))
        - CAST(CAST(freight_guess AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10)) AS freight_rest,
        CAST(CAST(difference AS DECIMAL(19, 4)) * so_far AS DECIMAL(36, 10))
        - CAST(CAST(difference_guess AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10)) AS difference_rest
    FROM guesses
),

reached AS (
    SELECT
        SalesOrderID,
        SalesOrderDetailID,
        ProductID, SpecialOfferID, OrderQty, UnitPrice, UnitPriceDiscount, LineTotal,
        order_date_key, due_date_key, ship_date_key, customer_key, territory_key, is_online,
        CASE
            WHEN so_far = whole THEN sub_total
            WHEN sub_total_rest + sub_total_rest >= step THEN sub_total_guess + 0.0001
            WHEN sub_total_rest + sub_total_rest < -step THEN sub_total_guess - 0.0001
            ELSE sub_total_guess
        END AS sub_total_reached,
        CASE
            WHEN so_far = whole THEN tax_amt
            WHEN tax_amt_rest + tax_amt_rest >= step THEN tax_amt_guess + 0.0001
            WHEN tax_amt_rest + tax_amt_rest < -step THEN tax_amt_guess - 0.0001
            ELSE tax_amt_guess
        END AS tax_amt_reached,
        CASE
            WHEN so_far = whole THEN freight
            WHEN freight_rest + freight_rest >= step THEN freight_guess + 0.0001
            WHEN freight_rest + freight_rest < -step THEN freight_guess - 0.0001
            ELSE freight_guess
        END AS freight_reached,
        CASE
            WHEN so_far = whole THEN difference
            WHEN difference_rest + difference_rest >= step THEN difference_guess + 0.0001
            WHEN difference_rest + difference_rest < -step THEN difference_guess - 0.0001
            ELSE difference_guess
        END AS difference_reached
    FROM rests
),

shares AS (
    SELECT
        SalesOrderID,
        SalesOrderDetailID,
        ProductID, SpecialOfferID, OrderQty, UnitPrice, UnitPriceDiscount, LineTotal,
        order_date_key, due_date_key, ship_date_key, customer_key, territory_key, is_online,
        CAST(
            sub_total_reached
            - COALESCE(LAG(sub_total_reached) OVER (PARTITION BY SalesOrderID ORDER BY SalesOrderDetailID ASC), 0)
            AS DECIMAL(18, 4)
        ) AS sub_total,
        CAST(
            tax_amt_reached
            - COALESCE(LAG(tax_amt_reached) OVER (PARTITION BY SalesOrderID ORDER BY SalesOrderDetailID ASC), 0)
            AS DECIMAL(18, 4)
        ) AS tax_amt,
        CAST(
            freight_reached
            - COALESCE(LAG(freight_reached) OVER (PARTITION BY SalesOrderID ORDER BY SalesOrderDetailID ASC), 0)
            AS DECIMAL(18, 4)
        ) AS freight,
        CAST(
            difference_reached
            - COALESCE(LAG(difference_reached) OVER (PARTITION BY SalesOrderID ORDER BY SalesOrderDetailID ASC), 0)
            AS DECIMAL(18, 4)
        ) AS difference
    FROM reached
)

SELECT
    s.SalesOrderID AS sales_order_id,
    s.SalesOrderDetailID AS sales_order_detail_id,
    COALESCE(s.order_date_key, -1) AS order_date_key,
    COALESCE(s.due_date_key, -1) AS due_date_key,
    COALESCE(s.ship_date_key, -1) AS ship_date_key,
    COALESCE(p.product_key, -1) AS product_key,
    COALESCE(f.special_offer_key, -1) AS special_offer_key,
    COALESCE(s.customer_key, -1) AS customer_key,
    COALESCE(s.territory_key, -1) AS territory_key,
    s.is_online,
    s.OrderQty AS order_qty,
    s.UnitPrice AS unit_price,
    s.UnitPriceDiscount AS unit_price_discount,
    s.LineTotal AS line_total,
    s.sub_total,
    s.tax_amt,
    s.freight,
    CAST(s.sub_total + s.tax_amt + s.freight + s.difference AS DECIMAL(18, 4)) AS total_due
FROM shares AS s
LEFT JOIN dim_product AS p
    ON s.ProductID = p.product_key
LEFT JOIN dim_special_offer AS f
    ON s.SpecialOfferID = f.special_offer_key
