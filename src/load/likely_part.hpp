// Files of no table that are likely a part of one: next month's, called a little otherwise. To go on without them would
// be to lose their rows.
#pragma once

#include "model/dialect.hpp"
#include "model/model.hpp"
#include "source/export.hpp"

namespace rox {

/// Throws data_error with the ways out if `file`, which is of no table, is called like the file of one but for its
/// numbers; or, where it has just the columns of one, but for case, separators, ending, compression, a month's name.
/// `dialect`: the project's.
void refuse_likely_part(const Model& model, const Dialect& dialect, const ExportFile& file);

/// What is left of a name without what differs from part to part: "guias" of "Guias-2024-03.csv.gz", "guias_T2
/// 2024.txt" and "guias_#.csv".
std::string name_core(std::string_view name);

/// "x.csv is an export of no table in model.toml".
std::string unknown_text(const std::string& file);

}  // namespace rox
