#include "dashboard/rows.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "engine/result/cells.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

std::vector<Cell> cells_of(const Result& result, std::size_t row) {
  std::vector<Cell> cells;
  for (std::size_t c = 0; c < result.columns().size(); ++c) {
    cells.push_back(result.is_null(c, row) ? Cell() : Cell(text_at(result, c, row)));
  }
  return cells;
}

/// In this order, so that rows end before their connection, and that before the warehouse.
struct RowStream {
  std::shared_ptr<const Snapshot> snapshot;
  LimitedEngine engine;
  std::unique_ptr<Result> rows;
  NextPiece next;

  RowStream(std::shared_ptr<const Snapshot> of, const std::stop_token& gone)
      : snapshot(std::move(of)), engine(snapshot->connect(gone)) {}
};

}  // namespace

std::string_view result_kind_name(ResultKind kind) {
  switch (kind) {
    case ResultKind::boolean: return "boolean";
    case ResultKind::integer: return "integer";
    case ResultKind::decimal: return "decimal";
    case ResultKind::floating: return "floating";
    case ResultKind::date: return "date";
    case ResultKind::time: return "time";
    case ResultKind::timestamp: return "timestamp";
    case ResultKind::text: return "text";
    case ResultKind::other: break;
  }
  return "other";
}

Json columns_json(const Result& result) {
  Json columns = Json::array();
  for (const ResultColumn& column : result.columns()) {
    columns.push_back({{"name", column.name}, {"type", column.type}, {"kind", result_kind_name(column.kind)}});
  }
  return columns;
}

FirstRows first_rows(Result& result, std::uint64_t limit) {
  FirstRows first;
  while (!first.more && result.next()) {
    for (std::size_t r = 0; r < result.rows() && !first.more; ++r) {
      if (first.rows.size() == limit) {
        first.more = true;
      } else {
        first.rows.push_back(cells_of(result, r));
      }
    }
  }
  return first;
}

Cells read_cells(Result& result) {
  Cells cells;
  while (result.next()) {
    for (std::size_t r = 0; r < result.rows(); ++r) cells.push_back(cells_of(result, r));
  }
  return cells;
}

Json cell_json(const Cell& cell) { return cell ? Json(*cell) : Json(nullptr); }

Json cells_json(const std::vector<Cell>& cells) {
  Json json = Json::array();
  for (const Cell& cell : cells) json.push_back(cell_json(cell));
  return json;
}

Json cells_json(const Cells& rows) {
  Json json = Json::array();
  for (const auto& row : rows) json.push_back(cells_json(row));
  return json;
}

NextPiece stream_rows(std::shared_ptr<const Snapshot> snapshot, const std::stop_token& gone,
                      const std::function<std::unique_ptr<Result>(Engine&)>& query, const PieceWriter& write) {
  const auto stream = std::make_shared<RowStream>(std::move(snapshot), gone);
  stream->rows = stream->engine.ask(query);
  stream->next = stream->engine.ask([&](Engine&) { return write(*stream->rows); });
  return [stream](std::string& piece) { return stream->engine.ask([&](Engine&) { return stream->next(piece); }); };
}

Json rows_json(Result& result, const RowPage& page) {
  const Json columns = columns_json(result);
  Json rows = Json::array();
  std::uint64_t total = 0;
  while (result.next()) {
    for (std::size_t r = 0; r < result.rows(); ++r, ++total) {
      if (total >= page.offset && total - page.offset < page.limit) rows.push_back(cells_json(cells_of(result, r)));
    }
  }
  return {{"columns", columns}, {"rows", rows}, {"total", total}, {"offset", page.offset}};
}

}  // namespace rox
