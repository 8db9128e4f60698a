// What readers of TOML take, as they show it themselves: while a TomlKeys lives, each TomlReader of its thread tells it
// which keys it knows and as what it reads them. Of that a JSON schema is made, for editors. There is no second list of
// keys.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace toml {
inline namespace v3 {
class table;
}
}  // namespace toml

namespace rox {

enum class TomlKind { text, boolean, number, texts, text_lists, table, tables };

class TomlKeys {
 public:
  TomlKeys();
  ~TomlKeys();
  TomlKeys(const TomlKeys&) = delete;
  TomlKeys& operator=(const TomlKeys&) = delete;

  /// Of this thread; null if there is none.
  static TomlKeys* current();

  /// A document begins; the first table that is read of it is all of it. Documents add up: what one of them doesn't
  /// show another may.
  void begin() { paths_.clear(); }
  /// A reader of a table: these are its keys.
  void add_table(const toml::table& table, const std::vector<std::string>& known);
  /// It reads the key so.
  void add_key(const toml::table& table, std::string_view key, TomlKind kind);

  /// Of the whole document: JSON Schema 2020-12.
  nlohmann::ordered_json schema(const std::string& title) const;

 private:
  struct Entry {
    std::vector<std::string> keys;  // in the readers' order
    std::map<std::string, std::set<TomlKind>, std::less<>> kinds;
  };

  /// Where the table stands: "", "source", "table[]", "target.*" for those that are called as the user likes.
  std::string path_of(const toml::table& table);
  nlohmann::ordered_json object(const std::string& path) const;
  nlohmann::ordered_json value(const std::string& path, TomlKind kind) const;

  std::map<std::string, Entry> entries_;             // by path
  std::map<const toml::table*, std::string> paths_;  // of the document that is being read
  TomlKeys* const outer_;
};

}  // namespace rox
