// The part of a SELECT's result that changes of its tables may touch: some keys (build/touched_keys.hpp), and its
// tables narrowed to the rows that these need.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "build/changed_tables.hpp"
#include "build/plan_paths.hpp"
#include "build/temporary_objects.hpp"
#include "engine/duckdb/duckdb.hpp"

namespace rox {

enum class Reach {
  none,  // no change reaches the result
  some,  // it is as it was but for some keys
  all,   // nobody knows, or it is too much to take it apart
};

struct TouchedPart {
  explicit TouchedPart(DuckDbConnection& connection) : sets(connection), views(connection) {}

  Reach reach = Reach::all;
  std::string why{};        // of Reach::all
  std::size_t columns = 0;  // of the result
  Positions key{};          // some of them
  std::uint64_t keys = 0;   // touched ones

  TemporaryObjects sets;  // the touched keys, and what they need
  /// As long as these are there, the SELECT, run as it is, finds its tables narrowed: views of the same names are
  /// before them. Rows with keys that aren't touched may be in its result, and are wrong.
  TemporaryObjects views;

  /// Of rows of `from`, which has these columns: those with touched keys, as SQL.
  std::string rows_of(const std::string& from, const std::vector<std::string>& columns) const;

  std::string keys_table{};  // as SQL: k0, k1, …
  bool null_keys = false;    // some lack a part
};

/// What changes may touch of a SELECT's result. It is taken apart by the key, which are columns of the result, or by
/// some of it, or by another column. `at_any_size`: also if the part is most of it.
TouchedPart find_touched_part(ChangedTables& tables, const std::string& select, const Positions& key,
                              bool at_any_size = false);

/// By what a SELECT's result can be taken apart, or why it can't, whatever changes.
struct Recipe {
  Positions key;    // columns of the result; empty if there is none
  std::string why;  // why there is none
};
Recipe find_recipe(const ChangedTables& tables, const std::string& select, const Positions& key);

}  // namespace rox
