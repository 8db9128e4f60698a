// What a build changed in tables and marts, while it goes on: of each X whose difference is known, the tables
// rox_inserted.X and rox_deleted.X of the workspace's database. New X = old X without the rows of the one and with
// those of the other, as bags; an updated row is in both.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "engine/engine.hpp"
#include "model/model.hpp"

namespace rox {

inline constexpr const char* kInserted = "rox_inserted";
inline constexpr const char* kDeleted = "rox_deleted";

/// rox_inserted."X"
std::string inserted_name(const std::string& table);
std::string deleted_name(const std::string& table);

/// SQL that is true where rows of two tables, under these names, have the same primary key; false without one.
std::string same_key(const Table& table, std::string_view left, std::string_view right);

/// `from`: what stands behind FROM.
std::uint64_t count_rows(Engine& engine, const std::string& from);

/// The two schemas, where they aren't there.
void make_change_schemas(Engine& engine);

/// Makes place for the change of a table: its two tables aren't there then.
void begin_change(Engine& engine, const std::string& table);

/// The difference of a table isn't known any more.
void forget_change(Engine& engine, const std::string& table);

/// The tables and marts whose difference is known.
std::set<std::string> known_changes(Engine& engine);

/// Removes all of them.
void drop_changes(Engine& engine);

}  // namespace rox
