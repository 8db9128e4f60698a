// Finds drift (ledger/drift.hpp): in headers, in what the model took over, in values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/drift.hpp"
#include "model/difference.hpp"
#include "project/project.hpp"
#include "source/export.hpp"
#include "source/field_map.hpp"
#include "source/reject.hpp"

namespace rox {

/// How the fields of each of a table's files go to its columns; what isn't as the model has it is added to `drift`.
/// With policy reject nothing is mapped if columns are missing or new, only reported: the load refuses such files (see
/// check_header), as with policy widen those that lack columns. Otherwise throws data_error if a column that can't be
/// NULL is missing.
std::vector<FieldMap> map_fields(const TableExports& exports, const Dialect& dialect, DriftPolicy policy,
                                 std::vector<Drift>& drift);

/// With policy widen: throws data_error, as check_header() does, for a file that lacks a column, unless it is a part of
/// a table that came before the column did.
void refuse_lacking(const TableExports& exports, const Dialect& dialect);

/// What the model took over of the exports.
std::vector<Drift> drift_of(const std::vector<Difference>& changes);

/// Whether a value isn't of its column's type, or is too large for it.
bool is_of_type(const Reject& reject);

/// The columns of `table` of whose values one in a hundred, or more, isn't of its type: fewer are mistakes in the data,
/// and rejects say all of them. `rows`: how many were read.
std::vector<Drift> drift_of(const Table& table, std::uint64_t rows, const std::vector<Reject>& rejects);

}  // namespace rox
