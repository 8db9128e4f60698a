-- title: Customers, with their person
-- grain: one row per customer, and -1 for a customer that is in no export
-- key: customer_key
-- reconcile: rows = Customer + 1
-- person_status says why a name is missing: the customer has no person (`none`), or one that is in no export
-- (`not exported`).
SELECT
    c.CustomerID AS customer_key,
    c.AccountNumber AS account_number,
    c.StoreID AS store_id,
    c.TerritoryID AS home_territory_id,
    c.PersonID AS person_id,
    CASE
        WHEN c.PersonID IS NULL THEN 'none'
        WHEN p.BusinessEntityID IS NULL THEN 'not exported'
        ELSE 'known'
    END AS person_status,
    p.PersonType AS person_type,
    p.Title AS title,
    p.FirstName AS first_name,
    p.MiddleName AS middle_name,
    p.LastName AS last_name,
    p.Suffix AS suffix,
    p.FirstName || ' ' || p.LastName AS full_name,
    p.EmailPromotion AS email_promotion
FROM Customer AS c
LEFT JOIN Person AS p
    ON c.PersonID = p.BusinessEntityID
UNION ALL
SELECT
    -1 AS customer_key,
    'Unknown' AS account_number,
    NULL AS store_id,
    NULL AS home_territory_id,
    NULL AS person_id,
    'none' AS person_status,
    NULL AS person_type,
    NULL AS title,
    NULL AS first_name,
    NULL AS middle_name,
    NULL AS last_name,
    NULL AS suffix,
    'Unknown' AS full_name,
    NULL AS email_promotion
