// A setting of DuckDB's that holds for a while.
#pragma once

#include <string>

#include "engine/duckdb/duckdb.hpp"

namespace rox {

/// Sets it, and in the end what it was before. (Settings such as threads are the whole database's: while this is there,
/// no other connection may be at work that isn't to have it.)
class DuckDbSetting {
 public:
  DuckDbSetting(DuckDbConnection& connection, std::string name, const std::string& value);
  ~DuckDbSetting();
  DuckDbSetting(const DuckDbSetting&) = delete;
  DuckDbSetting& operator=(const DuckDbSetting&) = delete;

 private:
  DuckDbConnection& connection_;
  const std::string name_;
  const std::string before_;
};

}  // namespace rox
