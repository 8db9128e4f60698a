#include "base/toml_keys.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/toml.hpp"

namespace rox {
namespace {

using Json = nlohmann::json;

/// A reader such as rox has: of a table with a key of two kinds, a list of tables, and tables called as the user likes.
void read(std::string_view text) {
  const toml::table root = parse_toml(text, "t.toml");
  const TomlReader toml(root, "t.toml", "t.toml", {"name", "size", "item", "place"});
  toml.text("name");
  if (toml.is_text("size")) {
    toml.text("size");
  } else {
    toml.number("size", 9);
  }
  toml.each_table("item", [](const toml::table& entry) {
    const TomlReader item(entry, "t.toml", "item", {"tags", "hot"});
    item.texts("tags");
    item.boolean("hot");
  });
  const toml::table* places = toml.table("place");
  if (places == nullptr) return;
  for (const auto& [key, node] : *places) TomlReader(*node.as_table(), "t.toml", "place", {"x"}).number("x", 9);
}

TEST(TomlKeys, ListensToReaders) {
  TomlKeys keys;
  keys.begin();
  read("size = 'small'\nitem = [{}]\n[place.here]\nx = 1\n[place.there]\n");
  keys.begin();
  read("size = 3\n");
  const Json schema = Json::parse(keys.schema("t").dump());
  EXPECT_EQ(schema["additionalProperties"], false);
  EXPECT_EQ(schema["properties"]["name"], Json({{"type", "string"}}));
  EXPECT_EQ(schema["properties"]["size"]["anyOf"].size(), 2U) << "by both documents";
  const Json& item = schema["properties"]["item"]["items"];
  EXPECT_EQ(item["properties"]["hot"], Json({{"type", "boolean"}}));
  EXPECT_EQ(item["additionalProperties"], false);
  EXPECT_EQ(schema["properties"]["place"]["additionalProperties"]["properties"]["x"]["type"], "integer");
}

// Keys that a reader knows only to refuse them.
TEST(TomlKeys, LeaveOutWhatNoReaderReads) {
  TomlKeys keys;
  keys.begin();
  const toml::table root = parse_toml("", "t.toml");
  const TomlReader toml(root, "t.toml", "t.toml", {"a", "password"});
  toml.text("a");
  EXPECT_FALSE(Json::parse(keys.schema("t").dump())["properties"].contains("password"));
}

TEST(TomlKeys, HearOnlyWhileTheyLive) {
  EXPECT_EQ(TomlKeys::current(), nullptr);
  {
    TomlKeys outer;
    { const TomlKeys inner; }
    EXPECT_EQ(TomlKeys::current(), &outer);
  }
  EXPECT_EQ(TomlKeys::current(), nullptr);
  EXPECT_NO_THROW(read("name = 'x'\n"));
}

}  // namespace
}  // namespace rox
