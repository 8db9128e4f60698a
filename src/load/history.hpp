// All versions of a table's rows, in <table>_history: its columns, then
//
//     valid_from   TIMESTAMP, UTC: when the newest of its exports was written that had the row first
//     valid_to     TIMESTAMP: when the first one was that had it no more; NULL: it is a row of the table now
//     run          the run that brought it
//
// So a row is one of a moment if valid_from <= moment and (valid_to is NULL or moment < valid_to). A row that is gone
// and comes back has a second line.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "model/model.hpp"

namespace rox {

/// Brings the history up to date with the table, which has just been loaded; makes it where there is none, or where
/// nothing of it is published (`fresh`). `time`: of its exports. One that isn't after the last change counts as a
/// microsecond after it: history only goes forward.
void update_history(Engine& engine, const Table& table, const std::string& run,
                    std::chrono::system_clock::time_point time, bool fresh = false);

/// The history as a table by itself: the rows' columns, then the three above; without keys.
Table history_table(const Table& table);

/// What the warehouse has of a history.
struct HistoryFacts {
  std::string table;
  std::string name;            // of the table that holds it
  std::uint64_t versions = 0;  // lines in it
  std::string since;           // its first moment: "2024-03-09 10:15:00"; empty: it has no lines
};

/// Of the model's tables that are to have one, those that are there.
std::vector<HistoryFacts> histories_of(Engine& engine, const Model& model);

/// A moment as people write it ("2024-03-09", "2024-03-09 10:15"), as a timestamp; throws usage_error for another text.
std::string moment_of(const std::string& text);

/// Throws usage_error if nobody knows what the table was at that moment: its history begins later, or there is none.
void require_known(Engine& engine, const Table& table, const std::string& moment);

/// A temporary view with the table's name, of its rows at that moment ("2024-03-09", or a timestamp). `schema`: of the
/// warehouse.
std::string as_of_view(const Table& table, const std::string& moment, const std::string& schema, SqlDialect dialect);

}  // namespace rox
