// Which tables a SELECT reads, found in its text: what stands after FROM, JOIN and the commas between, in subqueries
// and common table expressions too. Names that a WITH defines are left out where they mean that definition.
//
// It follows the SQL that the engines share; it isn't a parser: what an engine would refuse may give any names.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rox {

enum class ReferenceKind {
  table,
  function,  // FROM name(…)
  text,      // FROM '…', which some engines take for a file
};

struct TableReference {
  ReferenceKind kind = ReferenceKind::table;
  std::string schema;      // what stands before the name, as in schema.name; mostly empty
  std::string name;        // as written, without quotes
  std::size_t offset = 0;  // of its first byte in the SQL
};

/// In the order of the text; a table that is read twice is there twice. Never fails.
std::vector<TableReference> table_references(std::string_view sql);

/// The names that the SQL may mean, in lower case. Texts count: some functions take a table's name as one.
std::set<std::string> names_in(std::string_view sql);

}  // namespace rox
