// Small random tables that change at random, with what changed of them as a build leaves it (build/changes.hpp).
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <vector>

#include "build/changes.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "plan/marts.hpp"

namespace rox::test {

/// A column, and a SELECT expression of a random value of it: `random` is a number, `i` the row's, which no other row
/// of the table has or had.
struct RandomColumn {
  std::string name;
  std::string value;
};

struct RandomTable {
  std::string name;
  std::vector<RandomColumn> columns;
  std::size_t keys = 0;  // so many of the first columns are no row's other ones when it is updated
};

class ChangingTables {
 public:
  ChangingTables(DuckDbConnection& connection, std::vector<RandomTable> tables, std::size_t rows, unsigned seed);

  /// Deletes, inserts and updates up to so many rows of some tables each; then `main` has them as they are.
  BuildChanges change(std::size_t most);

 private:
  std::string random_rows(const RandomTable& table, std::size_t rows);
  void change_table(const RandomTable& table, std::size_t most);
  std::size_t up_to(std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(random_); }

  DuckDbConnection& connection_;
  const std::vector<RandomTable> tables_;
  std::mt19937 random_;
  std::size_t next_row_ = 0;
};

/// Sales of customers, with their lines; whatever refers to something may refer to nothing.
std::vector<RandomTable> shop(std::size_t rows);

/// A mart without a file.
Mart mart_of(const std::string& name, const std::string& select, const std::vector<std::string>& key);

/// A table that didn't change yet, and rows that come and go; `values` as in VALUES.
void begin_changes(DuckDbConnection& connection, const std::string& table);
void insert_rows(DuckDbConnection& connection, BuildChanges& changes, const std::string& table,
                 const std::string& values);
void delete_rows(DuckDbConnection& connection, BuildChanges& changes, const std::string& table,
                 const std::string& where);

/// How many rows two relations differ in, as multisets.
std::int64_t difference(DuckDbConnection& connection, const std::string& one, const std::string& other);

/// How many views and tables of updates are still there.
std::int64_t temporary_objects(DuckDbConnection& connection);

}  // namespace rox::test
