// Reading TOML strictly: every problem is a usage_error with file, line and column, unknown keys are
// errors that name the nearest known one. Used by rox.toml and model.toml.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "base/error.hpp"

namespace rox {

/// The table of a whole file. `not_there` is the hint of the error for a file that doesn't exist.
toml::table read_toml(const std::filesystem::path& file, const std::string& not_there);
/// The same of a text; `file` is for the errors.
toml::table parse_toml(std::string_view text, const std::string& file);

/// One table of a TOML file, read key by key.
class TomlReader {
 public:
  /// `what` names the table in messages: "[source]", "column 3 of table 'Sales'". Throws for keys not in `known`.
  TomlReader(const toml::table& table, std::string file, std::string what, const std::vector<std::string>& known);

  std::optional<std::string> text(std::string_view key) const;
  std::string required_text(std::string_view key) const;
  std::optional<bool> boolean(std::string_view key) const;
  /// Throws unless 0 <= value <= max.
  std::optional<std::uint64_t> number(std::string_view key, std::uint64_t max) const;
  /// One ASCII character; "\t" and the word "tab" are a tab.
  std::optional<char> character(std::string_view key) const;
  /// An array of strings; one string alone counts as an array of one.
  std::optional<std::vector<std::string>> texts(std::string_view key) const;
  /// An array of arrays of strings; a string alone counts as an array of one. Empty if the key isn't there.
  std::vector<std::vector<std::string>> text_lists(std::string_view key) const;
  /// A table inside this one; nullptr if there is none.
  const toml::table* table(std::string_view key) const;
  /// Calls `read` for each table of an array of tables (inline ones too).
  /// Of a table inside this one.
  TomlReader inner(const toml::table& table, std::string what, const std::vector<std::string>& known) const {
    return {table, file_, std::move(what), known};
  }
  void each_table(std::string_view key, const std::function<void(const toml::table&)>& read) const;

  bool has(std::string_view key) const { return table_.contains(key); }
  bool is_text(std::string_view key) const { return has(key) && table_.get(key)->is_string(); }
  bool is_array(std::string_view key) const;
  /// An error at that key's value (at the table, if the key isn't there).
  Error error_at(std::string_view key, const std::string& message) const;

 private:
  Error wrong_kind(std::string_view key, std::string_view wanted) const;

  const toml::table& table_;
  std::string file_;
  std::string what_;
};

/// `text` as a TOML string, quoted and escaped.
std::string toml_quote(std::string_view text);
/// ["a", "b"]
std::string toml_array(const std::vector<std::string>& texts);

}  // namespace rox
