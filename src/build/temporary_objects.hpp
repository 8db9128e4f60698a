// Tables of one connection that are there for a while, in DuckDB or PostgreSQL.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "build/key_sql.hpp"
#include "engine/engine.hpp"

namespace rox {

class TemporaryObjects {
 public:
  explicit TemporaryObjects(Engine& connection) : connection_(&connection) {}
  /// Removes them, also after an error. (A transaction that failed takes no more statements: ending it removes them.)
  ~TemporaryObjects() { clear(); }
  TemporaryObjects(TemporaryObjects&& other) noexcept
      : connection_(other.connection_), drops_(std::exchange(other.drops_, {})) {}
  TemporaryObjects& operator=(TemporaryObjects&&) = delete;
  TemporaryObjects(const TemporaryObjects&) = delete;
  TemporaryObjects& operator=(const TemporaryObjects&) = delete;

  struct Table {
    std::string name;  // as SQL
    std::uint64_t rows = 0;
  };
  /// A table with the rows of a SELECT.
  Table add_table(const std::string& name, const std::string& select);
  /// A name for a table that someone else makes.
  std::string expect_table(const std::string& name);
  void clear();

 private:
  Engine* connection_;
  std::vector<std::string> drops_;
};

}  // namespace rox
