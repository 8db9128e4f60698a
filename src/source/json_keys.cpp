#include "source/json_keys.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

#include "source/header_key.hpp"

namespace rox {
namespace {

bool has_repeated(const std::vector<std::string>& keys) {
  std::vector<std::string_view> sorted(keys.begin(), keys.end());
  std::sort(sorted.begin(), sorted.end());
  return std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
}

}  // namespace

void JsonKeyFinder::add(const std::vector<std::string>& keys) {
  if (has_repeated(keys)) return;
  ++object_;
  for (const std::string& key : keys) {
    Alike& alike = alike_[alike_of(key)];
    alike.apart = alike.apart || alike.last_object == object_;
    alike.last_object = object_;
  }
}

JsonKeys JsonKeyFinder::columns() const {
  JsonKeys columns;
  std::vector<std::optional<std::size_t>> places(alike_.size());
  for (const auto& [key, alike] : in_order_) {
    std::optional<std::size_t>& place = places[alike];
    if (!place || alike_[alike].apart) {
      place = columns.names.size();
      columns.names.push_back(key);
    }
    columns.places.emplace(key, *place);
  }
  return columns;
}

std::size_t JsonKeyFinder::alike_of(const std::string& key) {
  const auto [found, is_new] = keys_.try_emplace(key, 0);
  if (is_new) {
    found->second = names_.try_emplace(header_key(key), alike_.size()).first->second;
    if (found->second == alike_.size()) alike_.emplace_back();
    in_order_.emplace_back(key, found->second);
  }
  return found->second;
}

}  // namespace rox
