// What table_references() finds is what DuckDB's own parser finds: in every SQL file of the projects and the tests, in
// the SQL of the cases, and in statements made up at random.
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "repository.hpp"
#include "sql/references.hpp"
#include "sql/sql_file.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

using Names = std::set<std::string>;

class ReferencesOracle : public testing::Test {
 protected:
  /// In lower case; none if DuckDB can't parse it.
  std::optional<Names> duckdb_says(const std::string& sql) {
    duckdb_value list = duckdb_get_table_names(connection_.handle(), sql.c_str(), false);
    if (list == nullptr) return std::nullopt;
    Names names;
    for (idx_t i = 0; i < duckdb_get_list_size(list); ++i) {
      duckdb_value name = duckdb_get_list_child(list, i);
      char* text = duckdb_get_varchar(name);
      names.insert(to_lower(text));
      duckdb_free(text);
      duckdb_destroy_value(&name);
    }
    duckdb_destroy_value(&list);
    return names;
  }

  static Names rox_says(const std::string& sql) {
    Names names;
    for (const TableReference& reference : table_references(sql)) {
      if (reference.kind == ReferenceKind::table) names.insert(to_lower(reference.name));
    }
    return names;
  }

  /// Whether DuckDB can parse it; if so, both have to say the same of what reads.
  bool compare(const std::string& sql) {
    if (to_lower(sql).starts_with("copy")) return true;  // which cases show to be refused
    const std::optional<Names> wanted = duckdb_says(sql);
    if (wanted) {
      EXPECT_EQ(rox_says(sql), *wanted) << sql;
    }
    return wanted.has_value();
  }

 private:
  DuckDbConnection connection_ = DuckDbDatabase({}, {}).connect();
};

TEST_F(ReferencesOracle, AgreesOnChosenStatements) {
  for (const char* sql :
       {"SELECT a FROM t, u AS x CROSS JOIN v WHERE a IN (SELECT b FROM w) AND EXISTS (SELECT 1 FROM y)",
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r, s) SELECT * FROM r JOIN t ON r.n = t.n",
        "WITH a AS (SELECT * FROM b), b AS (SELECT * FROM c) SELECT (SELECT max(x) FROM a) FROM b",
        "SELECT EXTRACT(YEAR FROM d), CASE WHEN a IS DISTINCT FROM b THEN 1 END FROM (t JOIN (SELECT 1 FROM u) x ON a)",
        "SELECT sum(a) OVER w FROM t WINDOW w AS (PARTITION BY b ORDER BY c) UNION (SELECT d FROM \"U v\") LIMIT 1",
        "FROM t JOIN u ON t.a = u.a, (SELECT 1 FROM v) AS l SELECT t.a, u.b",
        "SELECT 1 FROM ((SELECT a FROM t) INTERSECT (SELECT 1 FROM (WITH t AS (SELECT 1) SELECT 1 FROM t, w))), z",
        "SELECT a FROM t TABLESAMPLE 10%, u",
        "SELECT count(*) FILTER (WHERE a > 1) FROM t, u",
        "SELECT DISTINCT ON (a) a, b FROM t, u",
        "SELECT a, b FROM t WHERE c IN (SELECT d FROM u) ORDER BY 1, 2",
        "SELECT a FROM t GROUP BY GROUPING SETS ((a), (a, b)), c",
        "SELECT a FROM t WHERE a = ANY (SELECT b FROM u)",
        "SELECT * EXCLUDE (a) REPLACE (b + 1 AS b) FROM t POSITIONAL JOIN u",
        "TABLE t",
        "SELECT 1 FROM (TABLE t), u",
        "SELECT (FROM t SELECT max(a)), b FROM u",
        "SELECT a FROM t UNION FROM u",
        "(SELECT a FROM t) UNION (FROM u, v SELECT b)",
        "WITH x AS (FROM t) FROM x, u",
        "SELECT trim(FROM a) FROM t",
        "SELECT trim(LEADING FROM a), b FROM t, u"}) {
    EXPECT_TRUE(compare(sql)) << "DuckDB can't parse " << sql;
  }
}

TEST_F(ReferencesOracle, AgreesOnEverySqlFile) {
  int files = 0;
  for (const char* folder : {"projects", "tests"}) {
    for (const auto& entry : fs::recursive_directory_iterator(test::repository() / folder)) {
      if (entry.path().extension() != ".sql") continue;
      SCOPED_TRACE(entry.path().string());
      EXPECT_TRUE(compare(BoundSql(read_sql_file(entry.path()), {}).text()));
      ++files;
    }
  }
  EXPECT_GE(files, 25);
}

/// The SQL of a line of a case: what `query` is given, or `rox query` within quotes.
std::string sql_of(std::string_view line) {
  if (line.starts_with("query ")) return std::string(line.substr(6));
  constexpr std::string_view kCommand = "$ rox query ";
  const std::size_t open = line.starts_with(kCommand) ? line.find_first_of("'\"", kCommand.size()) : line.npos;
  if (open == line.npos) return {};
  const std::size_t close = line.find(line[open], open + 1);
  return close == line.npos ? std::string() : std::string(line.substr(open + 1, close - open - 1));
}

TEST_F(ReferencesOracle, AgreesOnTheSqlOfTheCases) {
  int statements = 0;
  for (const auto& entry : fs::recursive_directory_iterator(test::repository() / "tests/cases")) {
    if (entry.path().extension() != ".case") continue;
    for (const std::string& line : split(read_file(entry.path()), '\n')) {
      const std::string sql = sql_of(line);
      if (!sql.empty() && compare(sql)) ++statements;  // some are wrong on purpose
    }
  }
  EXPECT_GE(statements, 60);
}

/// Statements of the SQL that engines share, made up at random: what stands where a table may be, what looks as if it
/// did, and names that hide others.
class Inventor {
 public:
  explicit Inventor(unsigned seed) : random_(seed) {}

  std::string statement() {
    depth_ = 0;
    return query();
  }

 private:
  unsigned below(unsigned n) { return std::uniform_int_distribution<unsigned>(0, n - 1)(random_); }
  bool chance(unsigned percent) { return below(100) < percent; }
  template <std::size_t kSize>
  std::string one_of(const char* const (&texts)[kSize]) {
    return texts[below(kSize)];
  }
  bool deep() const { return depth_ > 2; }

  std::string gap() { return one_of({" ", " ", " ", "\n", "\t ", " /* FROM no */ ", " -- JOIN no, no\n"}); }
  std::string table_name() { return one_of({"t", "T", "u", "v", "\"w x\"", "\"T\"", "orders", "y2"}); }

  std::string column() { return one_of({"a", "b", "t.a", "\"from\"", "x.\"join\"", "12", "'FROM no, no'", "NULL"}); }

  std::string expression() {
    return chance(10) ? "sum(" + column() + ") OVER (PARTITION BY a, b ORDER BY c)" : condition();
  }

  std::string condition() {
    switch (below(deep() ? 7 : 10)) {
      case 0: return "EXTRACT(YEAR FROM " + column() + ")";
      case 1: return "substring(" + column() + " FROM 2 FOR 3)";
      case 2: return "CASE WHEN " + column() + " IS DISTINCT FROM " + column() + " THEN 1 ELSE 2 END";
      case 4: return "CAST(" + column() + " AS DECIMAL(9, 2))";
      case 7: return "(" + query() + ")";
      case 8: return column() + " IN (" + query() + ")";
      case 9: return "EXISTS (" + query() + ")";
      default: return column();
    }
  }

  std::string list(unsigned most, std::string (Inventor::*item)()) {
    std::string text = (this->*item)();
    for (unsigned i = below(most); i > 0; --i) text += "," + gap() + (this->*item)();
    return text;
  }

  std::string source() {
    switch (below(deep() ? 5 : 9)) {
      case 0: return "main." + table_name() + " AS x" + std::to_string(below(9));
      case 1: return table_name() + gap() + one_of({"AS x (a, b)", "x", "AS \"from\"", "z9"});
      case 5: return "(" + query() + ") AS s" + std::to_string(below(9));
      case 6: return "LATERAL (" + query() + ") AS l" + std::to_string(below(9));
      case 7: return "(" + joined() + ")";
      case 8: return "generate_series(1, (" + query() + ")) AS g (a)";
      default: return table_name();
    }
  }

  std::string joined() {
    std::string text = source();
    for (unsigned i = below(3); i > 0; --i) {
      text += gap();
      if (chance(30)) {
        text += "CROSS JOIN" + gap() + source();
      } else {
        text += one_of({"JOIN", "left join", "FULL OUTER JOIN", "INNER\nJOIN"}) + gap() + source() + gap() + "ON" +
                gap() + "(" + condition() + ") = " + column();
      }
    }
    return text;
  }

  /// Of one column, so that it can be part of a UNION and of an IN.
  std::string select(const std::vector<std::string>& read = {}) {
    std::string text = "SELECT" + gap() + (chance(20) ? "DISTINCT " : "") + expression();
    std::string from = chance(90) ? list(3, &Inventor::joined) : "";
    for (std::size_t i = 0; i < read.size(); ++i) {
      from += (from.empty() ? "" : "," + gap()) + read[i] + " AS c" + std::to_string(i);
    }
    if (!from.empty()) text += gap() + "FROM" + gap() + from;
    if (chance(30)) text += gap() + "WHERE" + gap() + condition() + " IS NOT NULL";
    if (chance(20)) text += gap() + "GROUP BY" + gap() + "a, b HAVING count(*) > 1";
    return text;
  }

  std::string query() {
    ++depth_;
    std::string text;
    std::vector<std::string> defined;  // all of them are read: DuckDB doesn't look into those that nobody reads
    if (!deep() && chance(30)) {
      text += chance(25) ? "WITH RECURSIVE " : "WITH ";
      for (unsigned i = 1 + below(3); i > 0; --i) {
        defined.push_back(table_name());
        text += defined.back() + (chance(20) ? " (a)" : "") + " AS " + (chance(20) ? "NOT MATERIALIZED " : "") + "(" +
                query() + ")" + (i > 1 ? "," : "") + gap();
      }
    }
    text += select(defined);
    for (unsigned i = below(3); i > 1; --i) {
      const std::string part = select();
      text += gap() + one_of({"UNION ALL", "EXCEPT", "INTERSECT"}) + gap() + (chance(30) ? "(" + part + ")" : part);
    }
    if (chance(20)) text += gap() + "ORDER BY 1 LIMIT 5";
    --depth_;
    return text;
  }

  std::mt19937 random_;
  int depth_ = 0;
};

TEST_F(ReferencesOracle, AgreesOnStatementsMadeUpAtRandom) {
  int parsed = 0;
  for (unsigned seed = 1; seed <= 400 && !HasFailure(); ++seed) parsed += compare(Inventor(seed).statement()) ? 1 : 0;
  EXPECT_GE(parsed, HasFailure() ? 0 : 50) << "too few that DuckDB can parse";
}

}  // namespace
}  // namespace rox
