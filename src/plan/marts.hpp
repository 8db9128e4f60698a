// The project's marts: marts/*.sql, one SELECT a file, each a table of the warehouse with the file's name. What a mart
// reads, and so the order in which they are made, is read from its SQL. Its comment block says what must hold:
//
//     -- grain: one row per order line                  (for people)
//     -- key: sales_order_id, sales_order_detail_id     no two rows have the same, no row lacks one
//     -- reconcile: rows = SalesOrderDetail             as many rows; also "rows = Product + 1", "rows = A + B"
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "sql/sql_file.hpp"

namespace rox {

/// How many rows a mart has to have: those of some tables or marts, and a fixed number.
struct RowRule {
  std::vector<std::string> tables;
  std::uint64_t more = 0;

  bool operator==(const RowRule&) const = default;
};

struct Mart {
  SqlFile file;  // file.name is the mart's
  std::vector<std::string> key;
  std::optional<RowRule> rows;
  std::vector<std::string> reads;  // tables of the model and marts, as these are written; sorted, each once
};

/// All marts of a folder, each after those that it reads. Throws usage_error with the place: a mart that has a table's
/// name, takes parameters, isn't one SELECT, reads something unknown or, over others, itself.
std::vector<Mart> read_marts(const std::filesystem::path& dir, const Model& model);

}  // namespace rox
