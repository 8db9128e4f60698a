-- title: Products
-- The ERP exports no names of its categories: they go by the ids that the products have.
SELECT
    product_key AS product,
    product_name AS label,
    product_subcategory_id AS category,
    CASE TRIM(product_line)
        WHEN 'R' THEN 'Road' WHEN 'M' THEN 'Mountain' WHEN 'T' THEN 'Touring' WHEN 'S' THEN 'Standard'
        ELSE TRIM(product_line)
    END AS product_line,
    days_to_manufacture AS days_to_make
FROM dim_product
