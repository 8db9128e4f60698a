// The rows that a table has since it was loaded last, to which a change is applied (load_changes.hpp): those of the
// loader's own database (own_rows.hpp), or those of a server that a build goes to.
//
// What comes is in rox_inserted.X of the loader's database (change_tables.hpp), in any case.
#pragma once

#include <cstdint>
#include <string>

#include "engine/engine.hpp"
#include "ledger/accounts.hpp"
#include "load/load_table.hpp"
#include "model/model.hpp"

namespace rox {

/// What the marks of records say.
struct FoundChange {
  std::uint64_t added = 0;    // records that have come
  std::uint64_t removed = 0;  // records that are gone
  std::uint64_t updated = 0;  // of both: with the same key
  bool key_holds = false;     // no row lacked its primary key or had another's
};

class BaseRows {
 public:
  BaseRows() = default;
  virtual ~BaseRows() = default;
  BaseRows(const BaseRows&) = delete;
  BaseRows& operator=(const BaseRows&) = delete;

  /// Why the rows aren't those that were loaded then, so that no change can be applied to them; empty if they are.
  virtual std::string why_not(LoadContext& context, const Table& table, const LoadedTable& loaded) = 0;

  /// Finds the rows that are gone, as many as there are such records, and makes rox_deleted.X. Or says why they can't
  /// be told, and changes nothing.
  virtual std::string find_deleted(LoadContext& context, const Table& table, const FoundChange& found) = 0;

  /// Returns how many rows there are then.
  virtual std::uint64_t apply(LoadContext& context, const Table& table, const FoundChange& found) = 0;

  /// The table will be loaded whole.
  virtual void give_up(const Table& table) = 0;
};

/// True of a row that lacks no part of the table's primary key, in DuckDB.
std::string has_key(const Table& table);

/// Whether as many records came as there are different keys among them. Without a primary key: true.
bool has_single_keys(LoadContext& context, const Table& table, std::uint64_t added);

}  // namespace rox
