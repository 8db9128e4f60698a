// One mart: made from its SELECT, then held to what its comment block says (docs/warehouse.md).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "engine/engine.hpp"
#include "engine/sql/materialize.hpp"
#include "ledger/step.hpp"
#include "plan/marts.hpp"

namespace rox {

struct MartRows {
  std::uint64_t in = 0;                 // of the tables that it is reconciled with, or else of all that it reads
  std::uint64_t out = 0;                // of the mart
  std::string how{};                    // for people, if it wasn't simply made
  std::optional<RowChanges> changed{};  // of it, if that is known
};

/// Where a mart's rows are, if not in a table of its name: then in `table` (as SQL writes it), and a view of `schema`
/// has the name.
struct MartTable {
  std::string table{};
  std::string schema{};
};

/// Makes the mart's table, which must not be there. Throws an Error with the place in the file if the SELECT fails, or
/// data_error if there are not as many rows as there have to be, or several with the same key.
MartRows make_mart(Engine& engine, const Mart& mart, const MartTable& place = {});

/// The parts of it, for a mart that is there: the rows of its SELECT as a table, its number of rows, and that its key
/// is one.
void materialize_mart(Engine& engine, const Mart& mart, const MaterializedTable& table);
/// The same by `make`, which is given the SELECT, where a table is no CREATE TABLE AS.
void materialize_mart(const Mart& mart, const std::function<void(const std::string& select)>& make);
MartRows count_mart(Engine& engine, const Mart& mart);
/// That there are as many rows as there have to be.
void require_rows(const Mart& mart, const MartRows& rows);
void prove_key(Engine& engine, const Mart& mart);

}  // namespace rox
