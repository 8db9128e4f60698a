// Full dumps that lie side by side: of the tables that say so, the newest file alone is read.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "source/export.hpp"
#include "source/export_folder.hpp"

namespace rox {

/// What the table says, else what [source] says; unset: neither of them.
std::optional<FileChoice> file_choice(const Table& table, const ListOptions& options);

/// Takes the older files of tables with FileChoice::newest out of `files`, and tells them in `left_out`. Returns how
/// many those are, by table. Which is the newest their names say (name_order.hpp); names without a date among others
/// with one are told in `undated`. Throws data_error where those may be read in two ways.
std::map<std::string, std::size_t> leave_out_older(const Model& model, const ListOptions& options,
                                                   std::vector<ExportFile>& files, std::vector<LeftOut>* left_out,
                                                   std::vector<LeftOut>* undated = nullptr);

}  // namespace rox
