-- title: Orders by customer
-- question: What are the customers' names, and how many orders did each place?
-- Two people with the same name are two customers: the group is CustomerID.
SELECT
    c.CustomerID,
    p.FirstName || ' ' || p.LastName AS Name,
    COUNT(*) AS OrderCount
FROM Person AS p
INNER JOIN Customer AS c
    ON p.BusinessEntityID = c.PersonID
INNER JOIN SalesOrderHeader AS h
    ON c.CustomerID = h.CustomerID
GROUP BY c.CustomerID, p.FirstName, p.LastName
ORDER BY OrderCount DESC, CustomerID ASC
