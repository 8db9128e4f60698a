#include "dashboard/rows.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

std::string_view kind_name(ResultKind kind) {
  switch (kind) {
    case ResultKind::boolean: return "boolean";
    case ResultKind::integer: return "integer";
    case ResultKind::decimal: return "decimal";
    case ResultKind::floating: return "floating";
    case ResultKind::date: return "date";
    case ResultKind::timestamp: return "timestamp";
    case ResultKind::text: return "text";
    case ResultKind::other: break;
  }
  return "other";
}

Json row_json(const Result& result, std::size_t row) {
  Json cells = Json::array();
  std::string text;
  for (std::size_t c = 0; c < result.columns().size(); ++c) {
    if (result.is_null(c, row)) {
      cells.push_back(nullptr);
      continue;
    }
    text.clear();
    result.text(c, row, text);
    cells.push_back(text);
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

NextPiece stream_rows(std::shared_ptr<const Snapshot> snapshot, const std::stop_token& gone,
                      const std::function<std::unique_ptr<Result>(Engine&)>& query,
                      const std::function<NextPiece(Result&)>& write) {
  const auto stream = std::make_shared<RowStream>(std::move(snapshot), gone);
  stream->rows = stream->engine.ask(query);
  stream->next = write(*stream->rows);
  return [stream](std::string& piece) { return stream->engine.ask([&](Engine&) { return stream->next(piece); }); };
}

Json rows_json(Result& result, const RowPage& page) {
  Json columns = Json::array();
  for (const ResultColumn& column : result.columns()) {
    columns.push_back({{"name", column.name}, {"type", column.type}, {"kind", kind_name(column.kind)}});
  }
  Json rows = Json::array();
  std::uint64_t total = 0;
  while (result.next()) {
    for (std::size_t r = 0; r < result.rows(); ++r, ++total) {
      if (total >= page.offset && total - page.offset < page.limit) rows.push_back(row_json(result, r));
    }
  }
  return {{"columns", columns}, {"rows", rows}, {"total", total}, {"offset", page.offset}};
}

}  // namespace rox
