// The rows of a table in an order that depends on nothing but themselves, in parts that can be written one by one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/duckdb/duckdb.hpp"
#include "engine/duckdb/setting.hpp"

namespace rox {

struct OrderedRows {
  std::string columns;  // as SELECT takes them
  std::string table;    // as FROM takes it
  std::vector<std::string>
      key;  // columns that no two rows are equal in, and no row lacks; empty: ordered by all of them
};

/// Parts of a number of rows each, but for the last one; at least one, if an empty one. No part needs more memory than
/// its own rows do: where there is a key, a part is a range of keys, and is sorted by itself. (Without one all rows are
/// sorted into a temporary table.) While this is there, the connection's database has preserve_insertion_order on, so
/// that what a part's SELECT is copied to has its rows in their order, whatever the number of threads.
class OrderedParts {
 public:
  OrderedParts(DuckDbConnection& connection, const OrderedRows& rows, std::uint64_t part_rows);
  ~OrderedParts();
  OrderedParts(const OrderedParts&) = delete;
  OrderedParts& operator=(const OrderedParts&) = delete;

  /// The SELECT of each part.
  const std::vector<std::string>& selects() const { return selects_; }

 private:
  void cut_by_keys(const OrderedRows& rows, std::uint64_t part_rows);
  void cut_by_numbers(const OrderedRows& rows, std::uint64_t count, std::uint64_t part_rows);

  DuckDbConnection& connection_;
  const DuckDbSetting ordered_;
  std::vector<std::string> selects_;
  bool has_table_ = false;
};

}  // namespace rox
