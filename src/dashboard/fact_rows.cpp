#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/text.hpp"
#include "dashboard/changes.hpp"
#include "dashboard/explore.hpp"
#include "dashboard/figure_sql.hpp"
#include "dashboard/page_view.hpp"
#include "run/export_row.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kKey = "key.";

struct AskedRows {
  std::shared_ptr<const Dashboard> dashboard;
  const Fact* fact = nullptr;
  Selection selection;
  std::optional<RowsOrder> order;
  std::vector<RowsColumn> columns;
};

RowsOrder order_of(const Params& params, const Fact& fact, const std::vector<RowsColumn>& columns) {
  if (auto sort = params.one("sort")) {
    RowsOrder order{*sort, sort->starts_with('-')};
    if (order.down) order.column.erase(0, 1);
    std::vector<std::string> names;
    for (const RowsColumn& column : columns) names.push_back(column.name);
    if (std::find(names.begin(), names.end(), order.column) == names.end()) {
      throw usage_error(fmt::format("rows can't be sorted by '{}'{}", order.column, did_you_mean(order.column, names)))
          .hint("sort by " + join(names, ", ") + "; -NAME: greatest first");
    }
    return order;
  }
  const std::string& measured = fact.measures.front().column;
  const bool own =
      std::any_of(columns.begin(), columns.end(), [&](const RowsColumn& column) { return column.name == measured; });
  return {own ? measured : std::string(), true};
}

AskedRows asked_rows(const View& view, const Params& params) {
  AskedRows asked;
  asked.dashboard = view.dashboard();
  const auto name = params.one("fact");
  if (!name) throw usage_error("fact is wanted").hint("say fact=…; /api/v1/dashboard lists them");
  asked.fact = &asked.dashboard->fact(*name);
  SelectionRequest request =
      parse_selection(params, *asked.fact, {"fact", "sort", "offset", "limit", "format", "locale"});
  asked.selection = resolve(view, *asked.fact, std::move(request), CompareWith::none, false).selection;
  asked.columns = rows_columns(*asked.fact, asked.selection);
  asked.order = order_of(params, *asked.fact, asked.columns);
  return asked;
}

/// What leads to the export of each row; null for a row that lacks a part of its key.
Json keys_json(const Fact& fact, const Cells& rows) {
  if (fact.origin.empty()) return nullptr;
  Json keys = Json::array();
  for (const auto& row : rows) {
    Json key = Json::object();
    for (const auto& [theirs, ours] : fact.origin_key) {
      const Cell& value = row[fact.find_column(ours).value()];
      if (!value) break;
      key[theirs] = *value;
    }
    keys.push_back(key.size() == fact.origin_key.size() ? std::move(key) : Json(nullptr));
  }
  return keys;
}

}  // namespace

Json fact_rows_json(const View& view, const Params& params, const std::stop_token& gone) {
  constexpr std::uint64_t kUsual = 50;
  constexpr std::uint64_t kMost = 10'000;
  const AskedRows asked = asked_rows(view, params);
  const std::uint64_t offset = params.number("offset", 0, 1'000'000'000);
  const std::uint64_t limit = params.number("limit", kUsual, kMost);
  LimitedEngine engine = view.snapshot().connect(gone);
  return engine.ask([&](Engine& open) {
    const std::string sql = rows_sql(*asked.fact, asked.selection, asked.order, limit, offset, open.dialect());
    const auto result = open.query(sql);
    Json columns = Json::array();
    for (std::size_t c = 0; c < asked.columns.size(); ++c) {
      const ResultColumn& found = result->columns()[c];
      const RowsColumn& column = asked.columns[c];
      columns.push_back({{"name", column.name},
                         {"type", found.type},
                         {"kind", result_kind_name(found.kind)},
                         {"path", column.path},
                         {"of", column.own ? Json(nullptr) : Json(column.path)}});
    }
    const Cells rows = read_cells(*result);
    return Json{{"fact", asked.fact->name},
                {"columns", std::move(columns)},
                {"rows", cells_json(rows)},
                {"total", static_cast<std::uint64_t>(
                              query_integer(open, count_sql(*asked.fact, asked.selection, open.dialect())))},
                {"offset", offset},
                {"sql", sql},
                {"keys", keys_json(*asked.fact, rows)},
                {"origin", asked.fact->origin.empty() ? Json(nullptr) : Json(asked.fact->origin)}};
  });
}

NextPiece fact_rows_pieces(const View& view, const Params& params, const PieceWriter& write,
                           const std::stop_token& gone) {
  AskedRows asked = asked_rows(view, params);
  // All rows may be more than can be sorted in memory; they are only if somebody asks for it.
  if (!params.one("sort")) asked.order.reset();
  const std::string sql =
      rows_sql(*asked.fact, asked.selection, asked.order, std::nullopt, 0, view.snapshot().target().dialect());
  return stream_rows(
      view.shared_snapshot(), gone, [&](Engine& open) { return open.query(sql); }, write);
}

Json row_origin_json(const Snapshot& snapshot, const Params& params) {
  params.expect({"table"}, kKey);
  const auto table = params.one("table");
  if (!table) throw usage_error("table is wanted").hint("say table=…, and key.COLUMN=… for each column of its key");
  const auto loaded = snapshot.state().tables.find(*table);
  if (loaded == snapshot.state().tables.end()) {
    throw usage_error(fmt::format("the warehouse has no table '{}'", *table)).hint("/api/v1/model lists them");
  }
  std::vector<std::pair<std::string, std::string>> key;
  std::vector<std::string> shown;
  for (const auto& [name, value] : params.values()) {
    if (!name.starts_with(kKey)) continue;
    key.emplace_back(name.substr(kKey.size()), value);
    shown.push_back(key.back().first + " = " + value);
  }
  if (key.empty()) throw usage_error("the key is wanted").hint("say key.COLUMN=… for each column of its key");
  const auto row = find_export_row(snapshot.project(), snapshot.target(), *table, key, loaded->second.fingerprint);
  if (!row) {
    throw usage_error(
        fmt::format("the row with {} is in none of the exports of {} that are there", join(shown, ", "), *table))
        .hint("the exports have changed since the warehouse was loaded; `rox run` brings it up to date");
  }
  Json values = Json::array();
  for (const auto& [name, value] : row->values) values.push_back({name, value ? Json(*value) : Json(nullptr)});
  return {{"table", *table},
          {"file", row->file},
          {"line", row->line},
          {"raw", row->raw},
          {"values", values},
          {"export_changed", row->changed},
          {"changes", row_changes_json(snapshot, *table, key)}};
}

}  // namespace rox
