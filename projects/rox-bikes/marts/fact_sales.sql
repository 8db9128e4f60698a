-- title: Sales
-- grain: one row per order line, with its share of the order's amounts
-- key: sales_order_id, sales_order_detail_id
-- reconcile: rows = SalesOrderDetail
-- sub_total, tax_amt, freight and total_due are the header's, shared among the lines by LineTotal (equally where an
-- order's lines are worth nothing, or one is negative). They are exact: going through an order's lines, a line gets what
-- is due up to and with it (rounded half up to the fourth digit) less what is due before it, so that an order's
-- lines sum up to its header to the last digit. And line by line, total_due - sub_total - tax_amt - freight is the
-- line's share of that difference in the header, zero in orders that add up.
-- Engines divide differently, some of them in floating point. So the division only guesses, and every engine ends with
-- the same digits: a guess that is nearer to the quotient than to the middle between two digits, by more than any engine
-- errs, is right; of the others (one in fifty, and amounts from 100 million on) the remainder, in exact decimals, says
-- whether they are. (Up to 100 billion a guess in floating point is no more than a digit off; the sums are exact
-- whatever the amount.)
-- What is due before a line is computed again rather than looked up in the line before: that would sort all lines a
-- second time. Lines carry all that they end with through the steps: joining the shares back to them would cost more
-- than all else.
-- Orders without lines have no row here: they are in fact_orders, line_count = 0. A line without its order has the
-- unknown members and no share: its amounts are missing.
WITH running AS (
    SELECT
        SalesOrderID,
        SalesOrderDetailID,
        ProductID, SpecialOfferID, OrderQty, UnitPrice, UnitPriceDiscount, LineTotal,
        SUM(LineTotal) OVER (
            PARTITION BY SalesOrderID ORDER BY SalesOrderDetailID ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS value_so_far,
        ROW_NUMBER() OVER (PARTITION BY SalesOrderID ORDER BY SalesOrderDetailID ASC) AS lines_so_far,
        MIN(LineTotal) OVER (
            PARTITION BY SalesOrderID ORDER BY SalesOrderDetailID ASC
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        ) AS least
    FROM SalesOrderDetail
),

placed AS (
    SELECT
        r.SalesOrderID,
        r.SalesOrderDetailID,
        r.ProductID, r.SpecialOfferID, r.OrderQty, r.UnitPrice, r.UnitPriceDiscount, r.LineTotal,
        o.order_date_key, o.due_date_key, o.ship_date_key, o.customer_key, o.territory_key, o.is_online,
        o.sub_total, o.tax_amt, o.freight,
        CAST(o.total_due - o.sub_total - o.tax_amt - o.freight AS DECIMAL(18, 4)) AS difference,
        o.line_total AS order_total,
        o.line_count,
        r.value_so_far,
        r.lines_so_far,
        CASE WHEN r.least >= 0 AND o.line_total > 0 THEN 1 ELSE 0 END AS is_by_value
    FROM running AS r
    LEFT JOIN fact_orders AS o
        ON r.SalesOrderID = o.sales_order_id
),

parts AS (
    SELECT
        SalesOrderID,
        SalesOrderDetailID,
        ProductID, SpecialOfferID, OrderQty, UnitPrice, UnitPriceDiscount, LineTotal,
        order_date_key, due_date_key, ship_date_key, customer_key, territory_key, is_online,
        sub_total, tax_amt, freight, difference,
        CAST(CASE WHEN is_by_value = 1 THEN order_total ELSE line_count END AS DECIMAL(18, 6)) AS whole,
        CAST(CASE WHEN is_by_value = 1 THEN value_so_far ELSE lines_so_far END AS DECIMAL(18, 6)) AS so_far,
        CAST(
            CASE WHEN is_by_value = 1 THEN value_so_far - LineTotal ELSE lines_so_far - 1 END AS DECIMAL(18, 6)
        ) AS so_far_before
    FROM placed
),

ratios AS (
    SELECT
        SalesOrderID,
        SalesOrderDetailID,
        ProductID, SpecialOfferID, OrderQty, UnitPrice, UnitPriceDiscount, LineTotal,
        order_date_key, due_date_key, ship_date_key, customer_key, territory_key, is_online,
        sub_total, tax_amt, freight, difference,
        whole,
        so_far,
        so_far_before,
        so_far / whole AS ratio,
        so_far_before / whole AS ratio_before
    FROM parts
),

guesses AS (
    SELECT
        SalesOrderID,
        SalesOrderDetailID,
        ProductID, SpecialOfferID, OrderQty, UnitPrice, UnitPriceDiscount, LineTotal,
        order_date_key, due_date_key, ship_date_key, customer_key, territory_key, is_online,
        sub_total, tax_amt, freight, difference,
        whole,
        so_far,
        so_far_before,
        ratio,
        ratio_before,
        CAST(sub_total * ratio AS DECIMAL(18, 4)) AS sub_total_guess,
        CAST(sub_total * ratio_before AS DECIMAL(18, 4)) AS sub_total_guess_before,
        CAST(tax_amt * ratio AS DECIMAL(18, 4)) AS tax_amt_guess,
        CAST(tax_amt * ratio_before AS DECIMAL(18, 4)) AS tax_amt_guess_before,
        CAST(freight * ratio AS DECIMAL(18, 4)) AS freight_guess,
        CAST(freight * ratio_before AS DECIMAL(18, 4)) AS freight_guess_before,
        CAST(difference * ratio AS DECIMAL(18, 4)) AS difference_guess,
        CAST(difference * ratio_before AS DECIMAL(18, 4)) AS difference_guess_before
    FROM ratios
),

reached AS (
    SELECT
        SalesOrderID,
        SalesOrderDetailID,
        ProductID, SpecialOfferID, OrderQty, UnitPrice, UnitPriceDiscount, LineTotal,
        order_date_key, due_date_key, ship_date_key, customer_key, territory_key, is_online,
        CASE
            WHEN so_far = whole THEN sub_total
            WHEN ABS(sub_total * ratio - sub_total_guess) < 0.000049 AND ABS(sub_total) < 100000000
                THEN sub_total_guess
            WHEN
                CAST(CAST(sub_total AS DECIMAL(19, 4)) * so_far AS DECIMAL(36, 10))
                - CAST(CAST(sub_total_guess AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10))
                >= CAST(0.00005 AS DECIMAL(19, 5)) * whole
                THEN CAST(sub_total_guess + 0.0001 AS DECIMAL(18, 4))
            WHEN
                CAST(CAST(sub_total AS DECIMAL(19, 4)) * so_far AS DECIMAL(36, 10))
                - CAST(CAST(sub_total_guess AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10))
                < -CAST(0.00005 AS DECIMAL(19, 5)) * whole
                THEN CAST(sub_total_guess - 0.0001 AS DECIMAL(18, 4))
            ELSE sub_total_guess
        END AS sub_total_reached,
        CASE
            WHEN so_far_before = whole THEN sub_total
            WHEN ABS(sub_total * ratio_before - sub_total_guess_before) < 0.000049 AND ABS(sub_total) < 100000000
                THEN sub_total_guess_before
            WHEN
                CAST(CAST(sub_total AS DECIMAL(19, 4)) * so_far_before AS DECIMAL(36, 10))
                - CAST(CAST(sub_total_guess_before AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10))
                >= CAST(0.00005 AS DECIMAL(19, 5)) * whole
                THEN CAST(sub_total_guess_before + 0.0001 AS DECIMAL(18, 4))
            WHEN
                CAST(CAST(sub_total AS DECIMAL(19, 4)) * so_far_before AS DECIMAL(36, 10))
                - CAST(CAST(sub_total_guess_before AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10))
                < -CAST(0.00005 AS DECIMAL(19, 5)) * whole
                THEN CAST(sub_total_guess_before - 0.0001 AS DECIMAL(18, 4))
            ELSE sub_total_guess_before
        END AS sub_total_reached_before,
        CASE
            WHEN so_far = whole THEN tax_amt
            WHEN ABS(tax_amt * ratio - tax_amt_guess) < 0.000049 AND ABS(tax_amt) < 100000000
                THEN tax_amt_guess
            WHEN
                CAST(CAST(tax_amt AS DECIMAL(19, 4)) * so_far AS DECIMAL(36, 10))
                - CAST(CAST(tax_amt_guess AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10))
                >= CAST(0.00005 AS DECIMAL(19, 5)) * whole
                THEN CAST(tax_amt_guess + 0.0001 AS DECIMAL(18, 4))
            WHEN
                CAST(CAST(tax_amt AS DECIMAL(19, 4)) * so_far AS DECIMAL(36, 10))
                - CAST(CAST(tax_amt_guess AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10))
                < -CAST(0.00005 AS DECIMAL(19, 5)) * whole
                THEN CAST(tax_amt_guess - 0.0001 AS DECIMAL(18, 4))
            ELSE tax_amt_guess
        END AS tax_amt_reached,
        CASE
            WHEN so_far_before = whole THEN tax_amt
            WHEN ABS(tax_amt * ratio_before - tax_amt_guess_before) < 0.000049 AND ABS(tax_amt) < 100000000
                THEN tax_amt_guess_before
            WHEN
                CAST(CAST(tax_amt AS DECIMAL(19, 4)) * so_far_before AS DECIMAL(36, 10))
                - CAST(CAST(tax_amt_guess_before AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10))
                >= CAST(0.00005 AS DECIMAL(19, 5)) * whole
                THEN CAST(tax_amt_guess_before + 0.0001 AS DECIMAL(18, 4))
            WHEN
                CAST(CAST(tax_amt AS DECIMAL(19, 4)) * so_far_before AS DECIMAL(36, 10))
                - CAST(CAST(tax_amt_guess_before AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10))
                < -CAST(0.00005 AS DECIMAL(19, 5)) * whole
                THEN CAST(tax_amt_guess_before - 0.0001 AS DECIMAL(18, 4))
            ELSE tax_amt_guess_before
        END AS tax_amt_reached_before,
        CASE
            WHEN so_far = whole THEN freight
            WHEN ABS(freight * ratio - freight_guess) < 0.000049 AND ABS(freight) < 100000000
                THEN freight_guess
            WHEN
                CAST(CAST(freight AS DECIMAL(19, 4)) * so_far AS DECIMAL(36, 10))
                - CAST(CAST(freight_guess AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10))
                >= CAST(0.00005 AS DECIMAL(19, 5)) * whole
                THEN CAST(freight_guess + 0.0001 AS DECIMAL(18, 4))
            WHEN
                CAST(CAST(freight AS DECIMAL(19, 4)) * so_far AS DECIMAL(36, 10))
                - CAST(CAST(freight_guess AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10))
                < -CAST(0.00005 AS DECIMAL(19, 5)) * whole
                THEN CAST(freight_guess - 0.0001 AS DECIMAL(18, 4))
            ELSE freight_guess
        END AS freight_reached,
        CASE
            WHEN so_far_before = whole THEN freight
            WHEN ABS(freight * ratio_before - freight_guess_before) < 0.000049 AND ABS(freight) < 100000000
                THEN freight_guess_before
            WHEN
                CAST(CAST(freight AS DECIMAL(19, 4)) * so_far_before AS DECIMAL(36, 10))
                - CAST(CAST(freight_guess_before AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10))
                >= CAST(0.00005 AS DECIMAL(19, 5)) * whole
                THEN CAST(freight_guess_before + 0.0001 AS DECIMAL(18, 4))
            WHEN
                CAST(CAST(freight AS DECIMAL(19, 4)) * so_far_before AS DECIMAL(36, 10))
                - CAST(CAST(freight_guess_before AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10))
                < -CAST(0.00005 AS DECIMAL(19, 5)) * whole
                THEN CAST(freight_guess_before - 0.0001 AS DECIMAL(18, 4))
            ELSE freight_guess_before
        END AS freight_reached_before,
        CASE
            WHEN so_far = whole THEN difference
            WHEN ABS(difference * ratio - difference_guess) < 0.000049 AND ABS(difference) < 100000000
                THEN difference_guess
            WHEN
                CAST(CAST(difference AS DECIMAL(19, 4)) * so_far AS DECIMAL(36, 10))
                - CAST(CAST(difference_guess AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10))
                >= CAST(0.00005 AS DECIMAL(19, 5)) * whole
                THEN CAST(difference_guess + 0.0001 AS DECIMAL(18, 4))
            WHEN
                CAST(CAST(difference AS DECIMAL(19, 4)) * so_far AS DECIMAL(36, 10))
                - CAST(CAST(difference_guess AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10))
                < -CAST(0.00005 AS DECIMAL(19, 5)) * whole
                THEN CAST(difference_guess - 0.0001 AS DECIMAL(18, 4))
            ELSE difference_guess
        END AS difference_reached,
        CASE
            WHEN so_far_before = whole THEN difference
            WHEN ABS(difference * ratio_before - difference_guess_before) < 0.000049 AND ABS(difference) < 100000000
                THEN difference_guess_before
            WHEN
                CAST(CAST(difference AS DECIMAL(19, 4)) * so_far_before AS DECIMAL(36, 10))
                - CAST(CAST(difference_guess_before AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10))
                >= CAST(0.00005 AS DECIMAL(19, 5)) * whole
                THEN CAST(difference_guess_before + 0.0001 AS DECIMAL(18, 4))
            WHEN
                CAST(CAST(difference AS DECIMAL(19, 4)) * so_far_before AS DECIMAL(36, 10))
                - CAST(CAST(difference_guess_before AS DECIMAL(19, 4)) * whole AS DECIMAL(36, 10))
                < -CAST(0.00005 AS DECIMAL(19, 5)) * whole
                THEN CAST(difference_guess_before - 0.0001 AS DECIMAL(18, 4))
            ELSE difference_guess_before
        END AS difference_reached_before
    FROM guesses
),

shares AS (
    SELECT
        SalesOrderID,
        SalesOrderDetailID,
        ProductID, SpecialOfferID, OrderQty, UnitPrice, UnitPriceDiscount, LineTotal,
        order_date_key, due_date_key, ship_date_key, customer_key, territory_key, is_online,
        CAST(sub_total_reached - sub_total_reached_before AS DECIMAL(18, 4)) AS sub_total,
        CAST(tax_amt_reached - tax_amt_reached_before AS DECIMAL(18, 4)) AS tax_amt,
        CAST(freight_reached - freight_reached_before AS DECIMAL(18, 4)) AS freight,
        CAST(difference_reached - difference_reached_before AS DECIMAL(18, 4)) AS difference
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
