#include "sql/reserved_words.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "engine/duckdb/duckdb.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kAll[] = {SqlDialect::duckdb, SqlDialect::postgres, SqlDialect::redshift, SqlDialect::spark};

TEST(ReservedWords, AreFoundInAnyCaseAndOnlyWhole) {
  for (const SqlDialect dialect : kAll) {
    for (const char* word : {"order", "Select", "GROUP", "all", "with"}) {
      EXPECT_TRUE(is_reserved_word(word, dialect)) << word << " in " << engine_title(dialect);
    }
    for (const char* word : {"", " ", "orde", "rder", "order group", "name", "salesorderid"}) {
      EXPECT_FALSE(is_reserved_word(word, dialect)) << word << " in " << engine_title(dialect);
    }
  }
  EXPECT_TRUE(is_reserved_word("user", SqlDialect::postgres));
  EXPECT_FALSE(is_reserved_word("user", SqlDialect::duckdb));
  EXPECT_TRUE(is_reserved_word("tag", SqlDialect::redshift));
}

TEST(ReservedWords, ListsAreSortedAndSoEasilyCompared) {
  for (const SqlDialect dialect : kAll) {
    const std::vector<std::string> words = reserved_words(dialect);
    EXPECT_TRUE(std::is_sorted(words.begin(), words.end())) << engine_title(dialect);
    EXPECT_EQ(std::adjacent_find(words.begin(), words.end()), words.end()) << engine_title(dialect);
    EXPECT_GT(words.size(), 70U);
  }
}

TEST(ReservedWords, OfDuckDbAreThoseOfTheLibrary) {
  DuckDbConnection duckdb = DuckDbDatabase({}, {}).connect();
  const auto result = duckdb.query(
      "SELECT DISTINCT lower(keyword_name) FROM duckdb_keywords() "
      "WHERE keyword_category IN ('reserved', 'type_function') ORDER BY 1");
  std::vector<std::string> theirs;
  while (result->next()) {
    for (std::size_t row = 0; row < result->rows(); ++row) result->text(0, row, theirs.emplace_back());
  }
  EXPECT_EQ(reserved_words(SqlDialect::duckdb), theirs);
}

TEST(ReservedWords, OfDuckDbAreAllThatCannotNameATable) {
  DuckDbConnection duckdb = DuckDbDatabase({}, {}).connect();
  std::vector<std::string> words = reserved_words(SqlDialect::redshift);
  for (const std::string& word : reserved_words(SqlDialect::postgres)) words.push_back(word);
  for (const std::string& word : std::set<std::string>(words.begin(), words.end())) {
    const std::string name = sql_name(word, SqlDialect::duckdb);
    EXPECT_NO_THROW(duckdb.execute("CREATE TABLE " + name + " (" + name + " INTEGER)")) << name;
  }
}

}  // namespace
}  // namespace rox
