// What the address of a page or a request asks for: names and values, as they came.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rox {

class Params {
 public:
  Params() = default;
  Params(std::initializer_list<std::pair<std::string, std::string>> values) : values_(values) {}
  explicit Params(std::vector<std::pair<std::string, std::string>> values) : values_(std::move(values)) {}

  /// "a=1&b=x%20y", percent-encoded, '+' a blank. Throws usage_error for text that isn't valid UTF-8 then.
  static Params parse(std::string_view query);

  /// Throws usage_error, naming the known ones, for a name that is none of them or starts with none of `prefixes`.
  void expect(std::initializer_list<std::string_view> known, std::string_view prefix = {}) const;

  /// Empty if it isn't there. Throws usage_error if it is there twice.
  std::optional<std::string> one(std::string_view name) const;
  std::vector<std::string> all(std::string_view name) const;
  /// Whole numbers. Throws usage_error for anything else.
  std::vector<std::int64_t> numbers(std::string_view name) const;
  /// A whole number up to `most`.
  std::uint64_t number(std::string_view name, std::uint64_t fallback, std::uint64_t most) const;

  const std::vector<std::pair<std::string, std::string>>& values() const { return values_; }

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

}  // namespace rox
