-- title: Customers
-- A shop has no person of its own in every export: then its account number stands for it.
SELECT
    customer_key AS customer,
    COALESCE(full_name, account_number) AS label
FROM dim_customer
