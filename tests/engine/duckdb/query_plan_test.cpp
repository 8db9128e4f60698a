// What rox reads from DuckDB's bound plans, in the words of the DuckDB that it is built with; and what it refuses.
#include "engine/duckdb/query_plan.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace rox {
namespace {

using testing::HasSubstr;

std::string columns_text(const PlanNode& node) {
  std::string text;
  for (const PlanColumn& column : node.columns) {
    if (!text.empty()) text += ' ';
    switch (column.source) {
      case PlanColumn::Source::input: text += std::to_string(column.input); break;
      case PlanColumn::Source::constant: text += "'" + column.literal; break;
      case PlanColumn::Source::computed: text += '?';
    }
  }
  return text;
}

std::string numbers_text(const std::vector<std::size_t>& numbers) {
  std::string text;
  for (const std::size_t number : numbers) text += (text.empty() ? "" : " ") + std::to_string(number);
  return text;
}

std::string join_text(const PlanNode& node) {
  std::string text =
      fmt::format("join{}{}{}{}{}", node.by_left ? " by left" : "", node.by_right ? " by right" : "",
                  node.pads_right ? " padded" : "", node.one_per_left ? " once" : "", node.is_mark ? " mark" : "");
  for (const PlanEquality& equality : node.equalities) {
    text += fmt::format(" {}{}{}", equality.left, equality.null_safe ? "==" : "=", equality.right);
  }
  return text;
}

/// A node in a line: what it does, [where its columns come from], (its children).
std::string text_of(const PlanNode& node) {
  std::string text;
  switch (node.op) {
    case PlanOperator::table: return node.table;
    case PlanOperator::values: text = "values"; break;
    case PlanOperator::rows: text = node.has_unique ? "groups " + numbers_text(node.unique) : "rows"; break;
    case PlanOperator::window:
      text = "window";
      for (const auto& partition : node.partitions) text += " by " + numbers_text(partition);
      for (const auto& order : node.orders) text += " in order of " + numbers_text(order);
      break;
    case PlanOperator::join: text = join_text(node); break;
    case PlanOperator::unite: text = "unite"; break;
    case PlanOperator::with: text = "with"; break;
    case PlanOperator::use: return "use";
  }
  text += fmt::format("[{}]", columns_text(node));
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    text += (i == 0 ? "(" : ", ") + text_of(node.children[i]) + (i + 1 == node.children.size() ? ")" : "");
  }
  return text;
}

class QueryPlanTest : public testing::Test {
 protected:
  QueryPlanTest() {
    connection_.execute(
        "CREATE TABLE t(a INTEGER, b INTEGER, c VARCHAR, d DOUBLE, e DATE);"
        "CREATE TABLE u(a INTEGER, x DECIMAL(9,2), w BIGINT);"
        "CREATE SCHEMA other; CREATE TABLE other.o(a INTEGER); CREATE SEQUENCE numbers");
  }

  std::string plan(const std::string& sql) {
    const QueryPlan plan = read_query_plan(connection_, sql, "memory");
    return plan.refusal.empty() ? text_of(plan.root) : "refused: " + plan.refusal;
  }

  DuckDbConnection connection_ = DuckDbDatabase({}, {.threads = 1}).connect();
};

TEST_F(QueryPlanTest, ColumnsArePassedOnComputedOrConstant) {
  EXPECT_EQ(plan("SELECT b, a + 1, 7, 'it''s', NULL, CAST(a AS BIGINT), CAST(b AS VARCHAR) FROM t"),
            "rows[0 ? '7 ''it''s' ' 1 ?](t)");
  EXPECT_EQ(plan("-- title: x\nSELECT a FROM t WHERE b > 1 ORDER BY b;\n"),
            "rows[0](rows[0 1](rows[1 0](rows[0 1](t))))");
  EXPECT_EQ(plan("SELECT CAST(NULL AS BIGINT), CAST(NULL AS VARCHAR), CAST(7 AS BIGINT), CAST(7 AS VARCHAR), -1"),
            "rows['NULL ' '7 ' '-1](values[?])")
      << "a missing value alone has no type";
  EXPECT_EQ(plan("SELECT DATE '2020-01-01' AS d, 1.5 AS x"), "rows[' '](values[?])")
      << "constants without a text of ours";
  EXPECT_EQ(plan("SELECT * FROM (VALUES (1, 2)) AS v(a, b), range(3)"),
            "rows[0 1 2](join by left by right[0 1 2](rows[0 1](values[? ?]), values[?]))");
}

TEST_F(QueryPlanTest, TheOrderOfTheRowsIsToldByColumnsAlone) {
  const auto order = [&](const std::string& sql) {
    std::string text;
    for (const PlanOrder& by : read_query_plan(connection_, sql, "memory").order) {
      text += fmt::format("{}{}{} ", by.column, by.descending ? " down" : "", by.nulls_first ? " nulls first" : "");
    }
    return text;
  };
  EXPECT_EQ(order("SELECT b, c FROM t ORDER BY c DESC, b NULLS FIRST"), "1 down 0 nulls first ");
  EXPECT_EQ(order("SELECT b FROM t ORDER BY b, b + 1"), "");
  EXPECT_EQ(order("SELECT b FROM t ORDER BY a"), "") << "no column of the result";
  EXPECT_EQ(order("SELECT b FROM (SELECT b FROM t ORDER BY b)"), "");
  EXPECT_EQ(order("SELECT b FROM t"), "");
}

TEST_F(QueryPlanTest, CountsOfAllRowsCanBeSetApart) {
  const auto apart = [&](const std::string& sql) {
    const QueryPlan plan = read_query_plan(connection_, sql, "memory", RowCounts::set_apart);
    return fmt::format("{}{}", plan.refusal, fmt::join(plan.row_counts, " "));
  };
  EXPECT_EQ(apart("SELECT a, count(*) OVER () AS n, b, count(*) OVER () FROM t ORDER BY a"), "1 3");
  EXPECT_EQ(apart("SELECT b, sum(a), count(*) OVER (ORDER BY NULL) FROM t GROUP BY b"), "");
  EXPECT_EQ(apart("SELECT count(*) OVER (PARTITION BY a), count(*) OVER (ORDER BY a), sum(a) OVER () FROM t"), "");
  EXPECT_EQ(apart("SELECT count(a) OVER (), count(*) FILTER (WHERE a > 1) OVER () FROM t"), "");
  EXPECT_EQ(apart("SELECT DISTINCT count(*) OVER () FROM t"), "");
  EXPECT_EQ(apart("SELECT a, count(*) OVER () AS n FROM t QUALIFY a > 1"), "");
  EXPECT_EQ(read_query_plan(connection_, "SELECT a, count(*) OVER () FROM t", "memory").row_counts.size(), 0U);
}

TEST_F(QueryPlanTest, GroupsPassOnWhatTheyGroupBy) {
  EXPECT_EQ(plan("SELECT b, count(*) FROM t GROUP BY b"), "rows[0 1](groups 0[0 ?](t))");
  EXPECT_EQ(plan("SELECT sum(b) FROM t"), "rows[0](groups [?](t))");
  EXPECT_EQ(plan("SELECT DISTINCT a, b FROM t"), "groups 0 1[0 1](rows[0 1](t))");
  EXPECT_EQ(plan("SELECT a, b, count(*) FROM t GROUP BY ROLLUP (a, b)"), "rows[0 1 2](rows[? ? ?](t))");
}

TEST_F(QueryPlanTest, JoinsSayWhichSideDecides) {
  EXPECT_EQ(plan("SELECT t.a FROM t JOIN u ON t.a = u.a AND t.b < u.w"),
            "rows[0](join by left by right 0=0[0 1 2 3](t, u))");
  EXPECT_EQ(plan("SELECT t.a FROM t LEFT JOIN u ON t.a IS NOT DISTINCT FROM u.a"),
            "rows[0](join by left padded 0==0[0 1](t, u))");
  EXPECT_EQ(plan("SELECT t.b FROM t RIGHT JOIN u ON t.a = u.w"), "rows[2](join by left padded 0=0[0 1 2](u, t))");
  EXPECT_EQ(plan("SELECT t.b FROM t FULL JOIN u USING (a)"), "rows[1](join padded 0=0[0 1 2](t, u))");
  EXPECT_EQ(plan("SELECT a FROM t SEMI JOIN u USING (a)"), "rows[0](join by left once 0=0[0](t, u))");
  EXPECT_EQ(plan("SELECT t.a FROM t, u WHERE u.a = t.a AND t.b = 1"),
            "rows[0](rows[0 1 2](join by left by right 0=0[0 1 2](t, u)))");
  EXPECT_EQ(plan("SELECT t.a FROM t JOIN u ON t.a = u.a OR t.b = u.w"),
            "rows[0](join by left by right[0 1 2 3](t, u))");
}

TEST_F(QueryPlanTest, MarksAreSettledByAFilterThatWantsAPartner) {
  EXPECT_EQ(plan("SELECT b FROM t WHERE a IN (SELECT a FROM u)"),
            "rows[1](rows[0 1 2](join by left once 0=0[0 1 ?](t, rows[0](u))))");
  EXPECT_EQ(plan("SELECT b FROM t WHERE a NOT IN (SELECT a FROM u)"),
            "rows[1](rows[0 1 2](join by left once mark 0=0[0 1 ?](t, rows[0](u))))");
  EXPECT_THAT(plan("SELECT b FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.a = t.a)"),
              HasSubstr("join by left once 0==1["));
}

TEST_F(QueryPlanTest, WindowsSayWhatTheyArePartitionedBy) {
  EXPECT_EQ(plan("SELECT a, rank() OVER (PARTITION BY a ORDER BY b) FROM t"), "rows[0 2](window by 0[0 1 ?](t))");
  EXPECT_EQ(plan("SELECT a, row_number() OVER (PARTITION BY a ORDER BY b) FROM t"),
            "rows[0 2](window by 0 in order of 0 1[0 1 ?](t))");
  EXPECT_EQ(plan("SELECT a, sum(b) OVER (PARTITION BY c ORDER BY a ROWS 1 PRECEDING), sum(b) OVER () FROM t"),
            "rows[0 3 4](window by 2 by  in order of 2 0[0 1 2 ? ?](t))");
}

TEST_F(QueryPlanTest, DefinitionsAndUnions) {
  EXPECT_EQ(plan("WITH x AS (SELECT a FROM t) SELECT a FROM x UNION ALL SELECT a FROM u UNION ALL SELECT -1"),
            "with[0](rows[0](t), unite[0](rows[0](use), rows[0](u), rows['-1](values[?])))");
  EXPECT_EQ(plan("SELECT a FROM t EXCEPT ALL SELECT a FROM u"), "unite[0](rows[0](t), rows[0](u))");
}

TEST_F(QueryPlanTest, WhatMayGiveOtherRowsEachTimeIsRefused) {
  const std::vector<std::pair<std::string, std::string>> refusals = {
      {"SELECT a FROM t LIMIT 3", "which rows a LIMIT keeps depends on all rows"},
      {"SELECT a FROM (SELECT a FROM t ORDER BY b FETCH FIRST 3 ROWS ONLY)", "which rows a LIMIT keeps"},
      {"SELECT a FROM t USING SAMPLE 10%", "a sample is another one each time"},
      {"SELECT a FROM t TABLESAMPLE 10%", "a sample is another one each time"},
      {"SELECT t.b FROM t POSITIONAL JOIN u", "depends on the order of rows"},
      {"SELECT t.b FROM t ASOF JOIN u ON t.a = u.a AND t.b >= u.w", "an ASOF join finds rows by what is near"},
      {"WITH RECURSIVE r AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM r WHERE i < 9) SELECT i FROM r",
       "a recursive query"},
      {"SELECT DISTINCT ON (a) a, b FROM t ORDER BY a, b", "which row DISTINCT ON keeps"},
      {"SELECT a, sum(d) FROM t GROUP BY a", "sum() of floating-point numbers depends on their order"},
      {"SELECT a, avg(d) OVER (PARTITION BY a) FROM t", "avg() of floating-point numbers"},
      {"SELECT a, string_agg(c, ',' ORDER BY b) FROM t GROUP BY a", "string_agg() may depend on the order of rows"},
      {"SELECT a, first(b) FROM t GROUP BY a", "first() may depend on the order of rows"},
      {"SELECT a, list(b) FROM t GROUP BY a", "list() may depend on the order of rows"},
      {"SELECT a, random() FROM t", "whether random() always gives the same"},
      {"SELECT a FROM t WHERE e > current_date", "whether current_date() always gives the same"},
      {"SELECT a, age(e) FROM t", "whether age() always gives the same"},
      {"SELECT a, nextval('numbers') FROM t", "nextval()"},
      {"SELECT a FROM t ORDER BY rowid", "where rows lie (rowid)"},
      {"SELECT a, unnest([1, 2]) FROM t", "rox doesn't know a part of its plan (LOGICAL_UNNEST)"},
      {"SELECT t.a, i FROM t, range(t.a) AS r(i)", "rox doesn't know"},
      {"SELECT a FROM other.o", "it reads o, which is no table of the warehouse"},
      {"SELECT table_name FROM duckdb_tables()", "it reads duckdb_tables(), no table"},
      {"PIVOT t ON b USING max(a)", "DuckDB doesn't describe its plan"},
      {"SELECT nothing FROM t", "DuckDB doesn't describe its plan"}};
  for (const auto& [sql, why] : refusals) EXPECT_THAT(plan(sql), HasSubstr(why)) << sql;
  EXPECT_THAT(plan("SELECT max(d) FROM t"), HasSubstr("rows")) << "the largest is the largest in any order";
}

}  // namespace
}  // namespace rox
