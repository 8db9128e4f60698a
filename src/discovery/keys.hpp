// Keys: the minimal sets of columns that are unique in all rows, and which of them a person would call the primary key.
//
// Uniqueness is counted; the choice is a judgement by name (the table's own id), position (keys stand in front), type
// (whole numbers and short codes before texts and dates) and stability (names and amounts change). GUIDs that stand
// beside an id are alternates. For composite keys one more thing counts: whether the columns would have repeated
// by chance. Relations have a say, too: what other tables refer to is a key, and a table that only joins others is
// keyed by all of them (structure.hpp).
#pragma once

#include <string>
#include <vector>

#include "discovery/key_database.hpp"
#include "discovery/unique_sets.hpp"
#include "model/model.hpp"

namespace rox {

/// A set of columns that is unique in all rows and has no smaller part that is.
struct KeyFinding {
  ColumnSet columns;
  double confidence = 0;  // that it is meant to be a key, 0 to 1
  std::vector<std::string> reasons;
};

struct TableKeys {
  std::vector<KeyFinding> found;  // the most likely first
  bool has_primary = false;       // found.front() is the primary key
  std::size_t alternates = 0;     // how many after it are stated as alternate keys
  /// "CustomerID would be the key, but …": what stands in the way of a key that one would expect.
  std::vector<std::string> warnings;

  /// The keys that relations may refer to: the primary one first.
  std::vector<ColumnSet> stated() const;
};

/// A key of that confidence is written into the model.
inline constexpr double kStatedKey = 0.6;

/// `entity`: the words of the table's name (read_table_names).
TableKeys find_keys(const Table& table, const std::vector<std::string>& entity, std::size_t index,
                    KeyDatabase& database);

/// How much the column's name says "I am this table's id": 1 for id, CustomerID in Customer; less for SalesOrderID in
/// SalesOrderHeader; some for any other id.
double own_key_name(const std::vector<std::string>& entity, std::string_view column);

}  // namespace rox
