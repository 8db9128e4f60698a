// Reads the sample's exports independently of rox's scanner, and money independently of its writer.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.hpp"

namespace rox::sample_test {

/// An export as records of fields; `at(row, name)` is one of them.
struct Export {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;

  std::size_t column(std::string_view name) const {
    auto found = std::find(columns.begin(), columns.end(), name);
    if (found == columns.end()) throw std::out_of_range(std::string(name));
    return static_cast<std::size_t>(found - columns.begin());
  }
  const std::string& at(std::size_t row, std::string_view name) const { return rows.at(row).at(column(name)); }
};

/// Splits well-formed text: `;` between fields, quotes doubled, CRLF or LF.
inline std::vector<std::vector<std::string>> split_records(std::string_view text) {
  std::vector<std::vector<std::string>> records{{""}};
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& field = records.back().back();
    char c = text[i];
    if (quoted) {
      if (c != '"') {
        field += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        field += c;
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == '"' && field.empty()) {
      quoted = true;
    } else if (c == ';') {
      records.back().emplace_back();
    } else if (c == '\n') {
      records.push_back({""});
    } else if (c != '\r') {
      field += c;
    }
  }
  if (records.back().size() == 1) records.pop_back();
  return records;
}

inline Export read_export(const std::filesystem::path& path) {
  std::string text = read_file(path);
  if (!text.starts_with("\xEF\xBB\xBF")) throw std::runtime_error("no byte-order mark: " + path.string());
  Export result;
  result.rows = split_records(std::string_view(text).substr(3));
  result.columns = result.rows.front();
  result.rows.erase(result.rows.begin());
  return result;
}

/// "12,5" or "12.5" as a whole number of units, 10^`scale` of which are one.
inline std::int64_t units(std::string_view text, int scale) {
  std::int64_t value = 0;
  int decimals = -1;
  for (char c : text) {
    if (c == ',' || c == '.') {
      decimals = 0;
      continue;
    }
    if (c < '0' || c > '9') throw std::runtime_error("not money: " + std::string(text));
    value = value * 10 + (c - '0');
    if (decimals >= 0) ++decimals;
  }
  for (int i = std::max(decimals, 0); i < scale; ++i) value *= 10;
  return value;
}

inline std::int64_t millionths(std::string_view text) { return units(text, 6); }

}  // namespace rox::sample_test
