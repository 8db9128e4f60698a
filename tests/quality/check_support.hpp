// A small warehouse in memory and its checks by name, for the tests of quality/.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/duckdb/duckdb.hpp"
#include "model/model_support.hpp"
#include "quality/evaluate.hpp"

namespace rox::test {

/// The rows, values apart by '|', as in "1|NULL".
inline std::vector<std::string> row_texts(const CheckResult& result) {
  std::vector<std::string> texts;
  for (const CheckRow& row : result.rows) {
    std::string text;
    for (const auto& value : row) text += (text.empty() ? "" : "|") + value.value_or("NULL");
    texts.push_back(text);
  }
  return texts;
}

inline const CheckResult& named(const std::vector<CheckResult>& results, std::string_view name) {
  const auto found =
      std::find_if(results.begin(), results.end(), [&](const CheckResult& r) { return r.check.name == name; });
  if (found != results.end()) return *found;
  static const CheckResult kNone;
  ADD_FAILURE() << "no check is named " << name;
  return kNone;
}

inline DuckDbConnection memory_with(std::string_view sql) {
  DuckDbConnection connection = DuckDbDatabase({}, {}).connect();
  connection.execute(sql);
  return connection;
}

}  // namespace rox::test
