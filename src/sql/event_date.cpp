#include "sql/event_date.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace rox {
namespace {

/// "OrderDate", "order_date", "ORDER_DATE" as lower-case words.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words(1);
  bool after_lower = false;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool lower = c >= 'a' && c <= 'z';
    if ((!upper && !lower) || (upper && after_lower)) words.emplace_back();
    if (upper || lower) words.back() += c;
    after_lower = lower;
  }
  for (std::string& word : words) word = to_lower(word);
  return words;
}

/// When a row was last touched says nothing about what it is about; questions don't filter by it.
bool is_bookkeeping(std::string_view name) {
  constexpr std::array<std::string_view, 17> kWords{
      "modified", "updated",  "update",    "changed",   "change", "loaded",    "load",        "synced",     "sync",
      "imported", "inserted", "extracted", "refreshed", "etl",    "alteracao", "atualizacao", "modificacao"};
  const std::vector<std::string> words = words_of(name);
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
  });
}

}  // namespace

const Column* event_date(const Table& table) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(), [](const Column& column) {
    const bool is_time = column.type.kind == TypeKind::date || column.type.kind == TypeKind::timestamp;
    return is_time && !column.lacks_values() && !is_bookkeeping(column.name);
  });
  return found == table.columns.end() ? nullptr : &*found;
}

}  // namespace rox
