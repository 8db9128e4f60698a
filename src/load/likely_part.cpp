#include "load/likely_part.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/error.hpp"
#include "base/text.hpp"
#include "discovery/names.hpp"
#include "model/name_pattern.hpp"
#include "source/date_values.hpp"
#include "source/header.hpp"

namespace rox {
namespace {

/// A shorter beginning is that of too many names.
constexpr std::size_t kLeastPrefix = 3;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

bool has_columns_of(const Table& table, const Dialect& dialect, const ExportFile& file) {
  try {
    return header_keys(read_header(file, table.dialect.over(dialect))) == header_keys(header_names(table));
  } catch (const Error&) {
    return false;
  }
}

/// A glob that takes the file in beside the table's others, and none of another table.
std::optional<std::string> glob_with(const Model& model, const Table& table, const std::string& file) {
  const auto differs = std::mismatch(table.file.begin(), table.file.end(), file.begin(), file.end()).first;
  std::string prefix(table.file.begin(), differs);
  prefix.erase(std::min(prefix.find_first_of("#*?["), prefix.size()));
  if (prefix.size() < kLeastPrefix) return std::nullopt;
  const std::string glob = prefix + "*";
  const bool takes_others = std::any_of(model.tables.begin(), model.tables.end(), [&](const Table& other) {
    return &other != &table && glob_match(glob, other.file);
  });
  return takes_others ? std::nullopt : std::optional(glob);
}

[[noreturn]] void refuse(const Table& table, const std::string& file, const std::optional<std::string>& glob) {
  const bool has_others = is_pattern(table.file);
  const std::string way = glob ? fmt::format("say file = \"{}\" there in model.toml", *glob)
                          : has_others
                              ? fmt::format("call it like the others ({})", table.file)
                              : "call both alike but for a number or a date, and say so in `file` of the table";
  throw data_error(fmt::format("{}, and called like {}, the file of {}", unknown_text(file), table.file, table.name))
      .hint(
          fmt::format("if it is a part of {}, {}; if not, name it in [source] ignore, or `rox model infer` takes it in",
                      table.name, way));
}

}  // namespace

std::string unknown_text(const std::string& file) { return file + " is an export of no table in model.toml"; }

std::string name_core(std::string_view name) {
  const std::string stem = to_lower(own_name(name));
  std::string core;
  for (std::size_t at = 0; at < stem.size();) {
    if (!is_letter(stem[at])) {
      ++at;
      continue;
    }
    const std::size_t begin = at;
    while (at < stem.size() && is_letter(stem[at])) ++at;
    const std::string word = stem.substr(begin, at - begin);
    // The Q of a quarter, the T in front of a time, the v of a version.
    const bool counts = word.size() == 1 && at < stem.size() && stem[at] >= '0' && stem[at] <= '9';
    if (!counts && !is_month_name(word)) core += word;
  }
  // A sheet or a folder a month: the workbook's name, or what the folder lies in.
  const std::size_t above = name.find_last_of("/!");
  return core.empty() && above != std::string_view::npos ? name_core(name.substr(0, above)) : core;
}

void refuse_likely_part(const Model& model, const Dialect& dialect, const ExportFile& file) {
  const std::string pattern = with_open_numbers(file.name);
  for (const Table& table : model.tables) {
    if (pattern.find('#') == std::string::npos || with_open_numbers(table.file) != pattern) continue;
    refuse(table, file.name, pattern);
  }
  const std::string core = name_core(file.name);
  for (const Table& table : model.tables) {
    if (name_core(table.file) != core || !has_columns_of(table, dialect, file)) continue;
    refuse(table, file.name, glob_with(model, table, file.name));
  }
}

}  // namespace rox
