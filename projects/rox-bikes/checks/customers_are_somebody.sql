-- title: A customer is a person or a store
-- meaning: nobody can be billed: the customer has neither a PersonID nor a StoreID
-- severity: warn
SELECT
    CustomerID,
    AccountNumber
FROM Customer
WHERE PersonID IS NULL AND StoreID IS NULL
ORDER BY CustomerID
