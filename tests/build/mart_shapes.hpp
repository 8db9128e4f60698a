// Marts of all shapes over the tables of test::shop(), by what their SELECTs can be taken apart or why they can't.
#pragma once

namespace rox::test {

struct Shape {
  const char* name;
  const char* select;
  const char* how;  // what describe_update() says
};

/// Keyless, so that any rows may be equal; each after those that it reads.
inline constexpr Shape kShapes[] = {
    {"m_rows", "SELECT id, total * 2 AS double, day FROM Sale WHERE total > 10", "by id"},
    {"m_group", "SELECT customer, count(*) AS n, sum(total) AS t, min(day) AS d FROM Sale GROUP BY customer",
     "by customer"},
    {"m_group2", "SELECT day, customer, max(total) AS t FROM Sale GROUP BY customer, day", "by day"},
    {"m_having", "SELECT customer FROM Sale GROUP BY 1 HAVING count(*) > 1 ORDER BY 1", "by customer"},
    {"m_distinct", "SELECT DISTINCT customer, day FROM Sale", "by customer"},
    {"m_lookup", "SELECT s.id, s.customer, c.area FROM Sale s LEFT JOIN Customer c ON s.customer = c.id", "by id"},
    {"m_inner", "SELECT s.id, l.n, l.amount FROM Sale s JOIN Line l ON s.id = l.sale WHERE l.amount > s.total / 9",
     "by id"},
    {"m_comma", "SELECT l.sale, l.n, p.kind FROM Line l, Product p WHERE l.product = p.id AND p.price > 1", "by sale"},
    {"m_three",
     "SELECT l.n, l.sale, c.area FROM Line l JOIN Sale s ON l.sale = s.id LEFT JOIN Customer c ON s.customer = c.id",
     "by n"},
    {"m_lines",
     "WITH sums AS (SELECT sale, sum(amount) AS a, count(*) AS n FROM Line GROUP BY sale) "
     "SELECT s.id, s.total, x.a, coalesce(x.n, 0) AS n FROM Sale s LEFT JOIN sums x ON s.id = x.sale",
     "by id"},
    {"m_right", "SELECT l.sale, s.total, l.amount FROM Sale s RIGHT JOIN Line l ON s.id = l.sale", "by sale"},
    {"m_padded", "SELECT l.sale, s.total FROM Sale s LEFT JOIN Line l ON s.id = l.sale", "by total"},
    {"m_self", "SELECT c.id, c.area, b.area AS boss_area FROM Customer c LEFT JOIN Customer b ON c.boss = b.id",
     "by id"},
    {"m_null_safe", "SELECT s.id, c.area FROM Sale s LEFT JOIN Customer c ON s.customer IS NOT DISTINCT FROM c.id",
     "by id"},
    {"m_wide", "SELECT s.id, c.id AS cid FROM Sale s JOIN Customer c ON s.customer = c.code", "by id"},
    {"m_union",
     "SELECT customer AS c, 'sale' AS kind FROM Sale UNION ALL SELECT id, 'customer' FROM Customer UNION ALL "
     "SELECT -1, 'none'",
     "by c"},
    {"m_union_distinct", "SELECT customer AS c FROM Sale UNION SELECT id FROM Customer", "by c"},
    {"m_except", "SELECT id FROM Customer EXCEPT SELECT customer FROM Sale", "by id"},
    {"m_except_all", "SELECT id FROM Customer EXCEPT ALL SELECT customer FROM Sale", "by id"},
    {"m_intersect", "SELECT id FROM Customer INTERSECT SELECT customer FROM Sale", "by id"},
    {"m_exists",
     "SELECT id, area FROM Customer c WHERE EXISTS (SELECT 1 FROM Sale s WHERE s.customer = c.id AND s.total > c.code)",
     "by id"},
    {"m_not_exists", "SELECT id, area FROM Customer c WHERE NOT EXISTS (SELECT 1 FROM Sale s WHERE s.customer = c.id)",
     "by id"},
    {"m_in", "SELECT id, customer FROM Sale WHERE customer IN (SELECT id FROM Customer WHERE area = 1)", "by id"},
    {"m_in_value", "SELECT id, customer IN (SELECT id FROM Customer WHERE area = 1) AS found FROM Sale",
     "whole: no column of it tells which rows of its tables a row comes from"},
    {"m_not_in", "SELECT id, customer FROM Sale WHERE customer NOT IN (SELECT id FROM Customer WHERE area = 1)",
     "whole: no column of it tells which rows of its tables a row comes from"},
    {"m_any", "SELECT id, total = ANY (SELECT amount FROM Line l WHERE l.sale = s.id) AS found FROM Sale s", "by id"},
    {"m_scalar", "SELECT id, (SELECT max(amount) FROM Line l WHERE l.sale = s.id) AS most FROM Sale s", "by id"},
    {"m_scalar_count", "SELECT id, (SELECT count(*) FROM Line l WHERE l.sale = s.id) AS n FROM Sale s", "by id"},
    {"m_above",
     "SELECT id, customer, total FROM Sale s WHERE total > (SELECT avg(total) FROM Sale o WHERE o.customer = "
     "s.customer)",
     "by id"},
    {"m_lateral",
     "SELECT c.id, x.n FROM Customer c, LATERAL (SELECT count(*) AS n FROM Sale s WHERE s.customer = c.id) x", "by id"},
    {"m_rank",
     "SELECT customer, id, rank() OVER (PARTITION BY customer ORDER BY total) AS r, "
     "sum(total) OVER (PARTITION BY customer) AS t FROM Sale",
     "by customer"},
    {"m_partitions",
     "SELECT sale, n, count(*) OVER (PARTITION BY sale) AS a, max(amount) OVER (PARTITION BY n, sale) AS b FROM Line",
     "by sale"},
    {"m_number",
     "SELECT g.sale, g.product, row_number() OVER (PARTITION BY g.sale ORDER BY g.product) AS r FROM "
     "(SELECT sale, product FROM Line GROUP BY sale, product) g",
     "by sale"},
    {"m_running",
     "SELECT x.customer, x.day, sum(x.t) OVER (PARTITION BY x.customer ORDER BY x.day ROWS UNBOUNDED PRECEDING) AS t "
     "FROM (SELECT customer, day, sum(total) AS t FROM Sale GROUP BY ALL) x",
     "by customer"},
    {"m_ties", "SELECT sale, n, row_number() OVER (PARTITION BY sale, n, product, amount ORDER BY n) AS r FROM Line",
     "by sale"},
    {"m_semi", "SELECT id, total FROM Sale SEMI JOIN Line ON id = sale AND total > amount", "by id"},
    {"m_anti", "SELECT id, total FROM Sale ANTI JOIN Line ON id = sale", "by id"},
    {"m_full", "SELECT s.customer, c.id, s.total FROM Sale s FULL JOIN Customer c ON s.customer = c.id",
     "whole: no column of it tells which rows of its tables a row comes from"},
    {"m_cross", "SELECT s.id, m.most FROM Sale s CROSS JOIN (SELECT max(price) AS most FROM Product) m",
     "whole: no column of it tells which rows of its tables a row comes from"},
    {"m_near", "SELECT s.id, l.n FROM Sale s JOIN Line l ON s.id = l.sale AND s.total > l.amount", "by id"},
    {"m_either", "SELECT s.id, l.n FROM Sale s JOIN Line l ON s.id = l.sale OR s.total = l.amount",
     "whole: no column of it tells which rows of its tables a row comes from"},
    {"m_rollup", "SELECT area, code, count(*) AS n FROM Customer GROUP BY ROLLUP (area, code)",
     "whole: no column of it tells which rows of its tables a row comes from"},
    {"m_used_twice",
     "WITH t AS (SELECT customer, sum(total) AS t FROM Sale GROUP BY 1) SELECT a.customer, a.t, b.t AS boss "
     "FROM t a LEFT JOIN Customer c ON a.customer = c.id LEFT JOIN t b ON c.boss = b.customer",
     "by customer"},
    {"m_of_marts", "SELECT l.id, l.total, l.a, k.area FROM m_lines l LEFT JOIN m_lookup k ON l.id = k.id", "by id"},
    {"m_chain", "SELECT area, count(*) AS n, sum(a) AS a FROM m_of_marts GROUP BY area", "by area"},
    {"m_chain_window",
     "SELECT o.area, o.id, o.a, dense_rank() OVER (PARTITION BY o.area ORDER BY o.a DESC) AS r, c.n "
     "FROM m_of_marts o JOIN m_chain c ON o.area = c.area",
     "by area"},
    {"m_of_whole", "SELECT s.id, s.total, r.n FROM Sale s LEFT JOIN m_rollup r ON s.customer = r.area", "by id"},
    {"m_constant", "SELECT 7 AS k, count(*) AS n FROM Sale UNION ALL SELECT id, count(*) FROM Customer GROUP BY id",
     "by k"},
    {"m_exists_value", "SELECT c.id, EXISTS (SELECT 1 FROM Sale s WHERE s.customer = c.id) AS buys FROM Customer c",
     "by id"},
    {"m_two_lookups",
     "SELECT s.id, a.area, b.kind FROM Sale s LEFT JOIN Customer a ON s.customer = a.id AND a.area > 1 "
     "LEFT JOIN Product b ON b.id = a.area",
     "by id"},
    {"m_null_safe_chain",
     "SELECT s.id, b.area FROM Sale s LEFT JOIN Customer c ON s.customer = c.id LEFT JOIN Customer b ON c.boss IS NOT "
     "DISTINCT FROM b.id",
     "whole: no column of it tells which rows of its tables a row comes from"},
    {"m_area_of_boss",
     "SELECT s.id, b.area FROM Sale s LEFT JOIN Customer c ON s.customer = c.id LEFT JOIN Customer b ON c.boss = b.id",
     "by id"},
    {"m_two_sides",
     "SELECT l.product, s.day, sum(l.amount) AS a FROM Line l JOIN Sale s ON l.sale = s.id GROUP BY l.product, s.day",
     "by product"},
    {"m_constant_match",
     "SELECT s.id, c.area FROM Sale s LEFT JOIN (SELECT id, area, 1 AS one FROM Customer) c ON s.customer = c.id AND "
     "s.id = c.one",
     "by id"},
    {"m_nested_exists",
     "SELECT id FROM Customer c WHERE EXISTS (SELECT 1 FROM Sale s WHERE s.customer = c.id AND NOT EXISTS (SELECT 1 "
     "FROM Line l WHERE l.sale = s.id AND l.amount > s.total))",
     "by id"},
    {"m_exists_or",
     "SELECT id FROM Customer c WHERE EXISTS (SELECT 1 FROM Sale s WHERE s.customer = c.id) OR EXISTS (SELECT 1 FROM "
     "Customer b WHERE b.boss = c.id)",
     "by id"},
    {"m_in_or", "SELECT id FROM Customer c WHERE id IN (SELECT customer FROM Sale) OR area = 1",
     "whole: no column of it tells which rows of its tables a row comes from"},
    {"m_pair_in", "SELECT id, boss FROM Customer WHERE (id, boss) IN (SELECT boss, id FROM Customer)", "by id"},
    {"m_max_of",
     "SELECT id, customer, total FROM Sale s WHERE total = (SELECT max(total) FROM Sale o WHERE o.customer = "
     "s.customer)",
     "by id"},
    {"m_window_join",
     "SELECT s.customer, c.area, s.id, sum(s.total) OVER (PARTITION BY s.customer) AS t FROM Sale s JOIN Customer c ON "
     "s.customer = c.id",
     "by customer"},
    {"m_lag_join",
     "SELECT c.id, g.day, lag(g.t) OVER (PARTITION BY c.id ORDER BY g.day) AS before FROM (SELECT id FROM Customer "
     "GROUP BY id) c JOIN (SELECT customer, day, sum(total) AS t FROM Sale GROUP BY customer, day) g ON c.id = "
     "g.customer",
     "by id"},
    {"m_qualify",
     "SELECT customer, id, total FROM Sale QUALIFY rank() OVER (PARTITION BY customer ORDER BY total DESC) = 1",
     "by customer"},
    {"m_aggregates",
     "SELECT customer, count(DISTINCT day) AS days, sum(total) FILTER (WHERE total > 20) AS large, median(total) AS m, "
     "avg(total) AS a, bool_or(id > 3) AS b FROM Sale GROUP BY customer",
     "by customer"},
    {"m_two_keys", "SELECT id AS k FROM Customer UNION ALL SELECT boss FROM Customer", "by k"},
    {"m_same_boss", "SELECT a.id, b.id AS other FROM Customer a JOIN Customer b ON a.boss = b.boss AND a.id <> b.id",
     "by id"},
    {"m_right_key", "SELECT c.id, c.area, s.day FROM Sale s JOIN Customer c ON s.customer = c.id", "by id"},
    {"m_anti_group",
     "SELECT customer, count(*) AS n FROM Sale ANTI JOIN Line ON id = sale AND amount > total GROUP BY customer",
     "by customer"},
    {"m_values",
     "SELECT c.id, v.name FROM Customer c LEFT JOIN (VALUES (1, 'a'), (2, 'b')) v(area, name) ON c.area = v.area",
     "by id"},
    {"m_distinct_join",
     "SELECT DISTINCT s.customer, p.kind FROM Sale s JOIN Line l ON l.sale = s.id JOIN Product p ON p.id = l.product",
     "by customer"},
    {"m_left_null", "SELECT s.id FROM Sale s LEFT JOIN Line l ON s.id = l.sale AND l.amount > 10 WHERE l.sale IS NULL",
     "by id"},
    {"m_left_to_inner",
     "SELECT s.id, l.n FROM Sale s LEFT JOIN Line l ON s.id = l.sale WHERE l.sale = s.id AND l.n = 1", "by id"},
    {"m_lookup_union",
     "SELECT s.id, u.x FROM Sale s LEFT JOIN (SELECT id, area AS x FROM Customer UNION ALL SELECT id, 0 FROM Product) "
     "u ON s.customer = u.id",
     "by id"},
    {"m_lookup_window",
     "SELECT l.sale, l.n, w.r FROM Line l LEFT JOIN (SELECT id, rank() OVER (PARTITION BY id ORDER BY total) AS r FROM "
     "Sale) w ON l.sale = w.id",
     "by sale"},
    {"m_lookup_except",
     "SELECT s.id, e.id AS free FROM Sale s LEFT JOIN (SELECT id FROM Customer EXCEPT SELECT boss FROM Customer) e ON "
     "s.customer = e.id",
     "by id"},
    {"m_scalar_two",
     "SELECT c.id, (SELECT sum(l.amount) FROM Sale s JOIN Line l ON l.sale = s.id WHERE s.customer = c.id) AS a FROM "
     "Customer c",
     "by id"},
    {"m_case_exists",
     "SELECT s.id, CASE WHEN EXISTS (SELECT 1 FROM Line l WHERE l.sale = s.id AND l.amount > s.total) THEN 'more' ELSE "
     "'less' END AS x FROM Sale s",
     "by id"},
    {"m_not_in_correlated",
     "SELECT s.id, s.total FROM Sale s WHERE s.total NOT IN (SELECT l.amount FROM Line l WHERE l.sale = s.id)",
     "by id"},
    {"m_lateral_join",
     "SELECT c.id, x.total FROM Customer c LEFT JOIN LATERAL (SELECT s.total FROM Sale s WHERE s.customer = c.id AND "
     "s.total > c.code) x ON true",
     "by id"},
    {"m_union_of_joins",
     "SELECT s.id, c.area AS x FROM Sale s JOIN Customer c ON s.customer = c.id UNION ALL SELECT l.sale, p.price FROM "
     "Line l JOIN Product p ON l.product = p.id",
     "by id"},
    {"m_cte_twice",
     "WITH a AS (SELECT customer AS k, count(*) AS n FROM Sale GROUP BY customer), b AS (SELECT k, n, max(n) OVER "
     "(PARTITION BY k) AS m FROM a) SELECT a.k, a.n, b.m FROM a LEFT JOIN b ON a.k = b.k UNION ALL SELECT boss, "
     "count(*), 0 FROM Customer GROUP BY boss",
     "by k"},
    {"m_group_of_group",
     "SELECT d.customer, max(d.n) AS most FROM (SELECT customer, day, count(*) AS n FROM Sale GROUP BY customer, day) "
     "d GROUP BY d.customer",
     "by customer"},
    {"m_cross_known", "SELECT s.id, v.f FROM Sale s CROSS JOIN (VALUES (1), (2)) v(f) WHERE s.total > v.f", "by id"},
    {"m_ids_union",
     "SELECT k, count(*) AS n FROM (SELECT customer AS k FROM Sale UNION ALL SELECT boss FROM Customer UNION ALL "
     "SELECT NULL) u GROUP BY k",
     "by k"},
    {"m_composite",
     "SELECT l.sale, l.n, s.c FROM Line l LEFT JOIN (SELECT sale, n, count(*) AS c FROM Line GROUP BY sale, n) s "
     "ON l.sale = s.sale AND l.n = s.n",
     "by sale"},
};

}  // namespace rox::test
