// The model for people: tables with their columns and keys, and how the tables hang together.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/model.hpp"

namespace rox {

/// How a column is written in its export, where that isn't plain: "decimal ., R$".
std::string format_text(const Format& format);

/// "Sale  (1,200 rows, 5 columns, Sale.csv, keys inferred)" and a line end. `rows`: empty where nobody knows.
std::string table_heading(const Table& table, std::optional<std::uint64_t> rows);

/// A heading, a line a column and the keys over several columns. Lines are at most `width` wide, 0: as wide as needed.
std::string table_text(const Table& table, std::optional<std::uint64_t> rows, std::size_t width);

/// All tables, a line each, for a model that has too many to show their columns. `rows`: one a table.
std::string tables_text(const Model& model, const std::vector<std::optional<std::uint64_t>>& rows, std::size_t width);

/// All relations, a line each: children, parents and how many of them there are at each end. Empty if there are none.
std::string relations_text(const Model& model, std::size_t width);

}  // namespace rox
