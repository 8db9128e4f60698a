-- title: Sales territories
SELECT
    territory_key AS territory,
    territory_name AS label
FROM dim_territory
