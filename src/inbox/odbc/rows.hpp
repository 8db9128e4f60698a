// The rows of a query, value by value as an export says them.
//
// Where every column has a bounded width, rows come in blocks into memory of ours; where one may be long, one by one
// and value by value, in pieces. A driver that says a width and sends more is found out, and asked again in pieces:
// nothing is ever cut.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "inbox/catalogue.hpp"
#include "inbox/odbc/handle.hpp"

namespace rox {

struct OdbcCell {
  bool missing = true;
  std::string text;
};

using OdbcRow = std::vector<OdbcCell>;

enum class OdbcFetch { blocks, pieces };

/// Calls `take` with each row of `sql`, whose columns are these. False: a value didn't fit in a block, and the rows
/// from there on weren't read.
bool read_rows(const OdbcConnection& connection, const std::string& sql, const std::vector<CatalogueColumn>& columns,
               OdbcFetch how, std::uint64_t most, const std::function<void(const OdbcRow&)>& take);

/// All rows of a statement that was executed, as texts: what a catalogue says.
std::vector<std::vector<std::string>> read_texts(OdbcStatement& statement);

}  // namespace rox
