// A page of a result's rows for the dashboard.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/pieces.hpp"
#include "dashboard/snapshot.hpp"
#include "engine/engine.hpp"

namespace rox {

struct RowPage {
  std::uint64_t offset = 0;
  std::uint64_t limit = 100;
};

/// "integer", "decimal", "date", …
std::string_view result_kind_name(ResultKind kind);

using Cell = std::optional<std::string>;  // a missing value is none
using Cells = std::vector<std::vector<Cell>>;

/// All rows that are left, as docs/cli.md writes their values.
Cells read_cells(Result& result);

/// "columns" of rows_json().
nlohmann::ordered_json columns_json(const Result& result);

struct FirstRows {
  Cells rows;
  bool more = false;
};

/// No more than `limit` rows; the rest isn't read.
FirstRows first_rows(Result& result, std::uint64_t limit);

nlohmann::ordered_json cell_json(const Cell& cell);
nlohmann::ordered_json cells_json(const std::vector<Cell>& cells);
nlohmann::ordered_json cells_json(const Cells& rows);

/// {"columns":[{"name","type","kind"}],"rows":[[…]],"total","offset"}: cells are texts, as docs/cli.md writes them, or
/// null. Reads the result to its end, to count it.
nlohmann::ordered_json rows_json(Result& result, const RowPage& page);

/// How rows leave as a stream: csv_pieces with a locale, arrow_pieces or xlsx_pieces.
using PieceWriter = std::function<NextPiece(Result&)>;

/// The rows of `query` in the pieces that `write` makes of them (csv_pieces, arrow_pieces, xlsx_pieces), each when it
/// is asked for. The query has begun then, and goes on until its end or until what is returned is given up. `gone` as
/// in connect().
NextPiece stream_rows(std::shared_ptr<const Snapshot> snapshot, const std::stop_token& gone,
                      const std::function<std::unique_ptr<Result>(Engine&)>& query, const PieceWriter& write);

}  // namespace rox
