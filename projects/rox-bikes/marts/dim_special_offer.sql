-- title: Special offers
-- grain: one row per special offer that a table names, and -1 for none
-- key: special_offer_key
-- The ERP exports no table of its offers: these are the ids that occur, with what the tables say about them.
WITH offers AS (
    SELECT SpecialOfferID AS special_offer_id FROM SpecialOfferProduct
    UNION
    SELECT SpecialOfferID AS special_offer_id FROM SalesOrderDetail
),

products AS (
    SELECT
        SpecialOfferID AS special_offer_id,
        COUNT(*) AS product_count
    FROM SpecialOfferProduct
    GROUP BY SpecialOfferID
),

discounts AS (
    SELECT
        SpecialOfferID AS special_offer_id,
        MIN(UnitPriceDiscount) AS lowest_discount,
        MAX(UnitPriceDiscount) AS highest_discount
    FROM SalesOrderDetail
    GROUP BY SpecialOfferID
)

SELECT
    o.special_offer_id AS special_offer_key,
    'Special offer ' || CAST(o.special_offer_id AS VARCHAR(11)) AS special_offer_name,
    CAST(COALESCE(p.product_count, 0) AS INTEGER) AS product_count,
    d.lowest_discount,
    d.highest_discount
FROM offers AS o
LEFT JOIN products AS p
    ON o.special_offer_id = p.special_offer_id
LEFT JOIN discounts AS d
    ON o.special_offer_id = d.special_offer_id
WHERE o.special_offer_id IS NOT NULL
UNION ALL
SELECT
    -1 AS special_offer_key,
    'Unknown' AS special_offer_name,
    0 AS product_count,
    NULL AS lowest_discount,
    NULL AS highest_discount
