// A table of a local warehouse as an earlier run left it: its rows of now, with what later runs changed (rox.changes,
// change_rows.hpp) taken back.
#pragma once

#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "model/model.hpp"

namespace rox {

/// Whether the warehouse remembers what runs changed.
bool keeps_changes(Engine& engine);

/// Whether it remembers how many rows that were. An older rox kept that alone on PostgreSQL.
bool counts_changes(Engine& engine);

/// The tables with these numbers, and with the rows, as SQL.
std::string change_counts(const Engine& engine);
std::string change_rows(const Engine& engine);

/// The run whose id begins so; 'last' is the newest that changed anything, 'last~1' the one before it, and so on.
/// Throws usage_error where there is none, or several.
std::string named_run(Engine& engine, const std::string& name);

/// A SELECT of the table's columns that gives its rows as they were after that run. Throws data_error if that isn't
/// known any more: since then it was loaded whole, or very many rows changed.
std::string rows_after(Engine& engine, const Table& table, const std::string& run);

}  // namespace rox
