#include "dashboard/sales_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/csv.hpp"
#include "base/decimal.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "dashboard/rows.hpp"
#include "dashboard/sales.hpp"
#include "engine/result/arrow_stream.hpp"
#include "engine/result/cells.hpp"
#include "plan/plan.hpp"
#include "run/export_row.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

/// "column IN (1, 2)": keys are numbers, so nothing of a request gets into SQL as it came.
std::string is_one_of(const std::string& column, const std::vector<std::int64_t>& keys) {
  return fmt::format("COALESCE({}, -1) IN ({})", column, fmt::join(keys, ", "));
}

/// The keys of the products that pass all filters of products; empty if there are no such filters.
std::optional<std::vector<std::int64_t>> passing_products(const Cube& cube, const SalesFilter& filter) {
  if (filter.products.empty() && filter.categories.empty() && filter.product_lines.empty() &&
      filter.days_to_make.empty()) {
    return std::nullopt;
  }
  std::vector<std::int64_t> keys;
  const std::vector<std::uint8_t> fails = product_fails(cube, filter);
  for (std::uint32_t code = 0; code < fails.size(); ++code) {
    if (fails[code] == 0) keys.push_back(cube.products.keys.key(code));
  }
  return keys;
}

std::string conditions(const Cube& cube, const SalesFilter& filter) {
  std::vector<std::string> all;
  if (filter.from) all.push_back(fmt::format("o.day >= DATE '{}'", day_text(*filter.from)));
  if (filter.to) all.push_back(fmt::format("o.day <= DATE '{}'", day_text(*filter.to)));
  if (filter.online) all.emplace_back(*filter.online ? "o.online" : "NOT COALESCE(o.online, FALSE)");
  if (!filter.territories.empty()) all.push_back(is_one_of("o.territory", filter.territories));
  if (!filter.customers.empty()) all.push_back(is_one_of("o.customer", filter.customers));
  if (const auto products = passing_products(cube, filter)) {
    all.push_back(products->empty() ? "1 = 0" : is_one_of("l.product", *products));
  }
  return all.empty() ? "" : "WHERE " + join(all, " AND ");
}

std::string lines_query(const SalesSql& sql, const Cube& cube, const LinesRequest& request) {
  return fmt::format(
      "SELECT CAST(l.order_id AS BIGINT) AS order_id, CAST(l.line_id AS BIGINT) AS line_id, CAST(o.day AS DATE) AS "
      "day,\n"
      "  o.online AS online, CAST(COALESCE(o.territory, -1) AS BIGINT) AS territory,\n"
      "  CAST(COALESCE(o.customer, -1) AS BIGINT) AS customer, CAST(COALESCE(l.product, -1) AS BIGINT) AS product,\n"
      "  CAST(l.quantity AS BIGINT) AS quantity, CAST(l.revenue AS DECIMAL(18, 4)) AS revenue\n"
      "FROM {}\nLEFT JOIN {}\nON l.order_id = o.order_id\n{}\nORDER BY {}, 1, 2\nLIMIT {} OFFSET {}",
      subquery(sql.lines, "l"), subquery(sql.orders, "o"), conditions(cube, request.filter),
      request.by_revenue ? "9 DESC NULLS LAST" : "3 DESC NULLS LAST", request.limit, request.offset);
}

Json member_at(const Dimension& dimension, const Result& rows, std::size_t column, std::size_t row) {
  const std::int64_t key = std::stoll(text_at(rows, column, row));
  return {{"key", key}, {"label", dimension.labels[dimension.keys.code(key)]}};
}

const char* channel_name(const Result& rows, std::size_t row) {
  return text_at(rows, 3, row) == "true" ? "online" : "reseller";
}

Json line_json(const Cube& cube, const Result& rows, std::size_t r) {
  const auto or_null = [&](std::size_t column) {
    return rows.is_null(column, r) ? Json(nullptr) : Json(text_at(rows, column, r));
  };
  Json online(nullptr);
  if (!rows.is_null(3, r)) online = channel_name(rows, r);
  return {{"order", std::stoll(text_at(rows, 0, r))},
          {"line", std::stoll(text_at(rows, 1, r))},
          {"day", or_null(2)},
          {"channel", online},
          {"territory", member_at(cube.territories, rows, 4, r)},
          {"customer", member_at(cube.customers, rows, 5, r)},
          {"product", member_at(cube.products, rows, 6, r)},
          {"quantity", rows.is_null(7, r) ? Json(nullptr) : Json(std::stoll(text_at(rows, 7, r)))},
          {"revenue", or_null(8)}};
}

/// lines_json() as CSV: a batch of the result is a piece.
class LineCsv {
 public:
  LineCsv(const Cube& cube, Result& rows) : cube_(&cube), rows_(&rows) {}

  bool operator()(std::string& piece) {
    piece.clear();
    if (!begun_) piece = "order,line,day,channel,territory,customer,product,quantity,revenue\n";
    begun_ = true;
    if (rows_->next()) {
      CsvWriter csv(piece);
      for (std::size_t r = 0; r < rows_->rows(); ++r) add(csv, r);
    }
    return !piece.empty();
  }

 private:
  void add(CsvWriter& csv, std::size_t r) const {
    add_value(csv, r, 0);
    add_value(csv, r, 1);
    add_value(csv, r, 2);
    if (rows_->is_null(3, r)) {
      csv.add_missing();
    } else {
      csv.add(channel_name(*rows_, r));
    }
    add_label(csv, r, 4, cube_->territories);
    add_label(csv, r, 5, cube_->customers);
    add_label(csv, r, 6, cube_->products);
    add_value(csv, r, 7);
    add_value(csv, r, 8);
    csv.end_row();
  }

  void add_value(CsvWriter& csv, std::size_t r, std::size_t column) const {
    if (rows_->is_null(column, r)) {
      csv.add_missing();
    } else {
      csv.add(text_at(*rows_, column, r));
    }
  }

  void add_label(CsvWriter& csv, std::size_t r, std::size_t column, const Dimension& dimension) const {
    csv.add(dimension.labels[dimension.keys.code(std::stoll(text_at(*rows_, column, r)))]);
  }

  const Cube* cube_;
  Result* rows_;
  bool begun_ = false;
};

}  // namespace

LinesRequest parse_lines_request(const Params& params) {
  params.expect({"from", "to", "channel", "territory", "customer", "product", "category", "product_line",
                 "days_to_make", "sort", "offset", "limit", "format"});
  LinesRequest request;
  request.filter = parse_sales_filter(params);
  const std::string sort = params.one("sort").value_or("day");
  if (sort != "day" && sort != "revenue") {
    throw usage_error(fmt::format("lines can't be sorted by '{}'", sort)).hint("use day or revenue");
  }
  request.by_revenue = sort == "revenue";
  request.offset = params.number("offset", 0, 1'000'000'000);
  const bool arrow = params.one("format") == "arrow";
  request.limit = params.number("limit", request.limit, arrow ? 1'000'000 : 100'000);
  return request;
}

Json lines_json(const Snapshot& snapshot, const LinesRequest& request, const std::stop_token& gone) {
  const Cube& cube = snapshot.cube();
  const SalesFigures figures = evaluate(cube, request.filter, thread_count(snapshot.project().run));
  LimitedEngine engine = snapshot.connect(gone);
  Json lines = Json::array();
  engine.ask([&](Engine& open) {
    const auto rows = open.query(lines_query(*snapshot.sales_sql(), cube, request));
    while (rows->next()) {
      for (std::size_t r = 0; r < rows->rows(); ++r) lines.push_back(line_json(cube, *rows, r));
    }
  });
  return {{"currency", snapshot.sales_sql()->currency},
          {"total", figures.totals.lines},
          {"offset", request.offset},
          {"traceable", snapshot.sales_sql()->line_source.has_value()},
          {"lines", std::move(lines)}};
}

NextPiece lines_csv(std::shared_ptr<const Snapshot> snapshot, const LinesRequest& request,
                    const std::stop_token& gone) {
  const Cube& cube = snapshot->cube();
  const std::string sql = lines_query(*snapshot->sales_sql(), cube, request);
  return stream_rows(
      std::move(snapshot), gone, [&](Engine& open) { return open.query(sql); },
      [&](Result& rows) -> NextPiece { return LineCsv(cube, rows); });
}

NextPiece lines_arrow(std::shared_ptr<const Snapshot> snapshot, const LinesRequest& request,
                      const std::stop_token& gone) {
  const std::string sql = lines_query(*snapshot->sales_sql(), snapshot->cube(), request);
  return stream_rows(
      std::move(snapshot), gone, [&](Engine& open) { return open.query(sql); }, arrow_pieces);
}

Json origin_json(const Snapshot& snapshot, std::int64_t order, std::int64_t line) {
  snapshot.cube();  // says so if there is no page Sales
  const SalesSql& sql = *snapshot.sales_sql();
  if (!sql.line_source) {
    throw usage_error("the project doesn't say which export order lines come from")
        .at(sql.lines.path.string())
        .hint("a line such as `-- source: SalesOrderDetail: SalesOrderID = order_id, SalesOrderDetailID = line_id`");
  }
  std::vector<std::pair<std::string, std::int64_t>> key;
  for (const auto& [column, ours] : sql.line_source->columns) {
    if (ours != "order_id" && ours != "line_id") {
      throw usage_error(fmt::format("`source` says {} = {}", column, ours))
          .at(sql.lines.path.string())
          .hint("columns of the table are equal to order_id or line_id");
    }
    key.emplace_back(column, ours == "order_id" ? order : line);
  }
  const std::string& table = sql.line_source->table;
  const auto loaded = snapshot.state().tables.find(table);
  const auto row =
      find_export_row(snapshot.project(), snapshot.target(), table, key,
                      loaded == snapshot.state().tables.end() ? std::string() : loaded->second.fingerprint);
  if (!row) {
    throw usage_error(
        fmt::format("line {} of order {} is in none of the exports of {} that are there", line, order, table))
        .hint("the exports have changed since the warehouse was loaded; `rox run` brings it up to date");
  }
  Json values = Json::array();
  for (const auto& [name, value] : row->values) values.push_back({name, value ? Json(*value) : Json(nullptr)});
  return {{"table", table},  {"file", row->file}, {"line", row->line},
          {"raw", row->raw}, {"values", values},  {"export_changed", row->changed}};
}

}  // namespace rox
