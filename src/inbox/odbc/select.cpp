#include "inbox/odbc/select.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/encode.hpp"
#include "base/text.hpp"
#include "inbox/odbc/values.hpp"

namespace rox {
namespace {

/// MariaDB sends a FLOAT as text with six digits, but a DOUBLE with all of them.
std::string column_sql(const CatalogueColumn& column, OdbcServer server, const OdbcNames& names) {
  const std::string name = names.quoted(column.name);
  const bool is_short = server == OdbcServer::mysql && odbc_value(column) == OdbcValue::single_float;
  return is_short ? fmt::format("{0} + 0e0 AS {0}", name) : name;
}

/// An ENUM is ordered by its numbers and compared by its text, so not every text will do.
bool is_ordered_text(const CatalogueColumn& column) {
  return equals_ignore_case(column.type, "varchar") || equals_ignore_case(column.type, "char");
}

/// A text needs no escapes so.
std::string literal(const std::string& text, bool is_number) {
  return is_number ? text : fmt::format("_utf8mb4 x'{}'", to_hex(text));
}

}  // namespace

OdbcSelect::OdbcSelect(const CatalogueTable& table, OdbcServer server, const OdbcNames& names) {
  std::vector<std::string> columns;
  for (const CatalogueColumn& column : table.columns) columns.push_back(column_sql(column, server, names));
  select_ = fmt::format("SELECT {} FROM {}", join(columns, ", "), names.quoted(table));
  in_parts_ = server == OdbcServer::mysql && !table.primary_key.empty();
  for (const std::string& name : table.primary_key) {
    const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                                     [&](const CatalogueColumn& one) { return one.name == name; });
    if (column == table.columns.end()) {
      in_parts_ = false;
      continue;
    }
    const bool is_number = odbc_value(*column) == OdbcValue::number;
    key_.push_back(static_cast<std::size_t>(column - table.columns.begin()));
    // Of the table and not of the answer, in which a FLOAT has the same name.
    key_names_.push_back(names.quoted(table) + "." + names.quoted(name));
    is_number_.push_back(is_number);
    in_parts_ = in_parts_ && (is_number || is_ordered_text(*column));
  }
  if (!key_names_.empty()) order_ = " ORDER BY " + join(key_names_, ", ");
}

std::string OdbcSelect::whole() const { return select_ + order_; }

/// (a, b) > (1, 2), in the words of which MariaDB makes a range of the index.
std::string OdbcSelect::after(const OdbcRow& last) const {
  std::string condition;
  for (std::size_t i = key_.size(); i-- > 0;) {
    const std::string value = literal(last[key_[i]].text, is_number_[i]);
    condition = condition.empty() ? fmt::format("{} > {}", key_names_[i], value)
                                  : fmt::format("{0} >= {1} AND ({0} > {1} OR ({2}))", key_names_[i], value, condition);
  }
  return condition;
}

std::string OdbcSelect::part(const std::optional<OdbcRow>& last, std::uint64_t rows) const {
  return fmt::format("{}{}{} LIMIT {}", select_, last ? " WHERE " + after(*last) : "", order_, rows);
}

}  // namespace rox
