-- title: Products
-- grain: one row per product, and -1 for a product that is in no export
-- key: product_key
-- reconcile: rows = Product + 1
SELECT
    ProductID AS product_key,
    ProductNumber AS product_number,
    Name AS product_name,
    ProductSubcategoryID AS product_subcategory_id,
    ProductModelID AS product_model_id,
    ProductLine AS product_line,
    Class AS product_class,
    Style AS product_style,
    Color AS color,
    Size AS product_size,
    SizeUnitMeasureCode AS size_unit,
    Weight AS weight,
    WeightUnitMeasureCode AS weight_unit,
    MakeFlag AS is_made_here,
    FinishedGoodsFlag AS is_finished_good,
    DaysToManufacture AS days_to_manufacture,
    StandardCost AS standard_cost,
    ListPrice AS list_price,
    SellStartDate AS sell_start_date,
    SellEndDate AS sell_end_date,
    DiscontinuedDate AS discontinued_date
FROM Product
UNION ALL
SELECT
    -1 AS product_key,
    'Unknown' AS product_number,
    'Unknown' AS product_name,
    NULL AS product_subcategory_id,
    NULL AS product_model_id,
    NULL AS product_line,
    NULL AS product_class,
    NULL AS product_style,
    NULL AS color,
    NULL AS product_size,
    NULL AS size_unit,
    NULL AS weight,
    NULL AS weight_unit,
    NULL AS is_made_here,
    NULL AS is_finished_good,
    NULL AS days_to_manufacture,
    NULL AS standard_cost,
    NULL AS list_price,
    NULL AS sell_start_date,
    NULL AS sell_end_date,
    NULL AS discontinued_date
