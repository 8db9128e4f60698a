#include "dashboard/params.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/encode.hpp"
#include "base/error.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

std::string decoded(std::string_view text) {
  std::string value = percent_decode(text, true);
  if (!valid_utf8(value) || value.find('\0') != std::string::npos) {
    throw usage_error("a parameter is not valid UTF-8").hint("encode it as UTF-8, then percent-encode it");
  }
  return value;
}

std::int64_t parse_number(std::string_view name, const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size()) return value;
  throw usage_error(fmt::format("{} '{}' is not a whole number", name, text));
}

}  // namespace

Params Params::parse(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> values;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    values.emplace_back(decoded(pair.substr(0, equals)), decoded(pair.substr(std::min(equals + 1, pair.size()))));
  }
  return Params(std::move(values));
}

void Params::expect(std::initializer_list<std::string_view> known, std::string_view prefix) const {
  for (const auto& [name, value] : values_) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    if (!prefix.empty() && name.starts_with(prefix)) continue;
    const std::vector<std::string> names(known.begin(), known.end());
    throw usage_error(fmt::format("there is no parameter '{}'{}", name, did_you_mean(name, names)))
        .hint(names.empty() ? "it takes none" : "it takes " + join(names, ", "));
  }
}

std::optional<std::string> Params::one(std::string_view name) const {
  const std::vector<std::string> found = all(name);
  if (found.size() > 1) throw usage_error(fmt::format("{} is there {} times", name, found.size()));
  if (found.empty()) return std::nullopt;
  return found.front();
}

std::vector<std::string> Params::all(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& [key, value] : values_) {
    if (key == name) found.push_back(value);
  }
  return found;
}

std::vector<std::int64_t> Params::numbers(std::string_view name) const {
  std::vector<std::int64_t> numbers;
  for (const std::string& text : all(name)) numbers.push_back(parse_number(name, text));
  return numbers;
}

std::uint64_t Params::number(std::string_view name, std::uint64_t fallback, std::uint64_t most) const {
  const auto text = one(name);
  if (!text) return fallback;
  const std::int64_t value = parse_number(name, *text);
  if (value >= 0 && static_cast<std::uint64_t>(value) <= most) return static_cast<std::uint64_t>(value);
  throw usage_error(fmt::format("{} {} is not between 0 and {}", name, value, most));
}

}  // namespace rox
