-- title: Calendar
-- grain: one row per day, from 1 January of the first year with an order, due or ship date to the last such day;
--   and -1 for a date that is missing
-- key: date_key
-- Days come from the digits 0 to 9, joined with themselves, because not every engine can generate a series. Five digits
-- are 273 years; dates further away are in it as they occur. Weekdays count from a known Monday, because engines
-- number them differently.
WITH used_dates AS (
    SELECT OrderDate AS used_date FROM SalesOrderHeader
    UNION
    SELECT DueDate AS used_date FROM SalesOrderHeader
    UNION
    SELECT ShipDate AS used_date FROM SalesOrderHeader
),

used_range AS (
    SELECT
        CAST(DATE_TRUNC('year', MIN(used_date)) AS DATE) AS first_date,
        MAX(used_date) AS last_date
    FROM used_dates
),

digits AS (
    SELECT 0 AS digit
    UNION ALL SELECT 1 AS digit
    UNION ALL SELECT 2 AS digit
    UNION ALL SELECT 3 AS digit
    UNION ALL SELECT 4 AS digit
    UNION ALL SELECT 5 AS digit
    UNION ALL SELECT 6 AS digit
    UNION ALL SELECT 7 AS digit
    UNION ALL SELECT 8 AS digit
    UNION ALL SELECT 9 AS digit
),

numbers AS (
    SELECT CAST(a.digit + 10 * b.digit + 100 * c.digit + 1000 * d.digit + 10000 * e.digit AS INTEGER) AS number
    FROM digits AS a
    CROSS JOIN digits AS b
    CROSS JOIN digits AS c
    CROSS JOIN digits AS d
    CROSS JOIN digits AS e
),

days AS (
    SELECT used_range.first_date + numbers.number AS full_date
    FROM used_range
    CROSS JOIN numbers
    WHERE used_range.first_date + numbers.number <= used_range.last_date
    UNION
    SELECT used_date AS full_date
    FROM used_dates
    WHERE used_date IS NOT NULL
),

parts AS (
    SELECT
        full_date,
        CAST(EXTRACT(YEAR FROM full_date) AS INTEGER) AS year_number,
        CAST(EXTRACT(QUARTER FROM full_date) AS INTEGER) AS quarter_number,
        CAST(EXTRACT(MONTH FROM full_date) AS INTEGER) AS month_number,
        CAST(EXTRACT(DAY FROM full_date) AS INTEGER) AS day_of_month,
        CAST(
            1 + MOD(
                CAST(EXTRACT(DOW FROM full_date) AS INTEGER)
                - CAST(EXTRACT(DOW FROM DATE '2024-01-01') AS INTEGER)
                + 7,
                7
            ) AS INTEGER
        ) AS iso_weekday,
        CAST(EXTRACT(WEEK FROM full_date) AS INTEGER) AS iso_week
    FROM days
)

SELECT
    year_number * 10000 + month_number * 100 + day_of_month AS date_key,
    full_date,
    year_number,
    quarter_number,
    month_number,
    year_number * 100 + month_number AS month_key,
    CASE month_number
        WHEN 1 THEN 'January' WHEN 2 THEN 'February' WHEN 3 THEN 'March' WHEN 4 THEN 'April'
        WHEN 5 THEN 'May' WHEN 6 THEN 'June' WHEN 7 THEN 'July' WHEN 8 THEN 'August'
        WHEN 9 THEN 'September' WHEN 10 THEN 'October' WHEN 11 THEN 'November' ELSE 'December'
    END AS month_name,
    day_of_month,
    iso_week,
    iso_weekday,
    CASE iso_weekday
        WHEN 1 THEN 'Monday' WHEN 2 THEN 'Tuesday' WHEN 3 THEN 'Wednesday' WHEN 4 THEN 'Thursday'
        WHEN 5 THEN 'Friday' WHEN 6 THEN 'Saturday' ELSE 'Sunday'
    END AS weekday_name,
    iso_weekday >= 6 AS is_weekend
FROM parts
UNION ALL
SELECT
    -1 AS date_key,
    CAST(NULL AS DATE) AS full_date,
    CAST(NULL AS INTEGER) AS year_number,
    CAST(NULL AS INTEGER) AS quarter_number,
    CAST(NULL AS INTEGER) AS month_number,
    CAST(NULL AS INTEGER) AS month_key,
    'Unknown' AS month_name,
    CAST(NULL AS INTEGER) AS day_of_month,
    CAST(NULL AS INTEGER) AS iso_week,
    CAST(NULL AS INTEGER) AS iso_weekday,
    'Unknown' AS weekday_name,
    CAST(NULL AS BOOLEAN) AS is_weekend
