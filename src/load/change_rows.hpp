// What each run changed in the tables of a local warehouse, kept in it (PostgreSQL's accounts have the same tables:
// build/postgres_changes.hpp):
//
//     rox.change_counts   run, "table", how, inserted, updated, deleted     a line for each table that a run loaded
//     rox.changes         run, "table", change, "key", before, after        a line for each row that was changed
//
// `before` and `after` are JSON: of an updated row just the columns that differ, else the whole row, values as text
// (the warehouse's own: 1234.50, 2024-03-09).
#pragma once

#include <cstdint>
#include <string>

#include "engine/engine.hpp"
#include "model/model.hpp"

namespace rox {

/// More rows of one table than anybody looks at one by one.
inline constexpr std::uint64_t kMostChangeRows = 100'000;

/// SQL for the key of a row of the table, as `key` above has it ("43659, 1"). `row`: what FROM calls the row.
std::string key_text(const Table& table, const char* row);

/// Creates the two tables where they aren't there.
void create_change_rows(Engine& engine);

/// What the table's change tables hold (change_tables.hpp). Of very many rows only the numbers are kept.
void keep_change_rows(Engine& engine, const std::string& run, const Table& table);

/// The table was loaded whole, so nobody knows which of its rows are others; `rows`: all that it has now.
void keep_whole_load(Engine& engine, const std::string& run, const Table& table, std::uint64_t rows);

/// What a run that didn't end had kept before it could publish becomes this run's, if it began at `since` (a run's id)
/// or later. Whether there was something.
bool take_over_changes(Engine& engine, const std::string& since, const std::string& run);

/// Forgets the changes of runs before that one (run ids begin with their time).
void forget_changes_before(Engine& engine, const std::string& run);

}  // namespace rox
