#include "dashboard/sales_sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "sql/lexer.hpp"

namespace rox {
namespace {

SqlFile read_part(const Project& project, const std::string& name) {
  const std::filesystem::path path = project.dashboard_dir() / (name + ".sql");
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    throw usage_error("the dashboard has no " + name)
        .at(path.string())
        .hint("docs/dashboard.md says which columns its SELECT has; without the folder there is no page Sales");
  }
  SqlFile file = read_sql_file(path);
  if (!file.params.empty()) throw usage_error("SELECTs of the dashboard take no parameters").at(path.string());
  return file;
}

std::string currency_of(const SqlFile& file) {
  const auto found = file.keys.find("currency");
  if (found == file.keys.end()) return {};
  const std::string& code = found->second;
  const bool plain =
      code.size() == 3 && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (plain) return code;
  throw usage_error(fmt::format("`currency` is '{}'", code))
      .at(file.path.string())
      .hint("it is a code of three capital letters: USD, BRL, EUR");
}

std::optional<RowSource> source_of(const SqlFile& file) {
  const auto found = file.keys.find("source");
  if (found == file.keys.end()) return std::nullopt;
  const Error malformed = usage_error("`source` isn't understood")
                              .at(file.path.string())
                              .hint("as in: SalesOrderDetail: SalesOrderID = order_id, SalesOrderDetailID = line_id");
  const std::size_t colon = found->second.find(':');
  if (colon == std::string::npos) throw malformed;
  RowSource source{std::string(trim(found->second.substr(0, colon))), {}};
  for (const std::string& part : split(std::string_view(found->second).substr(colon + 1), ',')) {
    const std::vector<std::string> sides = split(part, '=');
    if (sides.size() != 2 || sides[0].empty() || sides[1].empty()) throw malformed;
    source.columns.emplace_back(sides[0], sides[1]);
  }
  return source;
}

}  // namespace

std::string SalesSql::hash() const {
  Hasher hasher;
  for (const SqlFile* file : {&orders, &lines, &products, &customers, &territories}) {
    hasher.update(file->text);
    hasher.update(std::string_view("\0", 1));
  }
  return hasher.hex();
}

std::optional<SalesSql> read_sales_sql(const Project& project) {
  std::error_code error;
  if (!std::filesystem::is_directory(project.dashboard_dir(), error)) return std::nullopt;
  SalesSql sql{read_part(project, "orders"),
               read_part(project, "lines"),
               read_part(project, "products"),
               read_part(project, "customers"),
               read_part(project, "territories"),
               {},
               {}};
  sql.currency = currency_of(sql.orders);
  sql.line_source = source_of(sql.lines);
  return sql;
}

std::string subquery(const SqlFile& file, const std::string& name) {
  return fmt::format("(\n{}\n) AS {}", statement_text(file.text), name);
}

}  // namespace rox
