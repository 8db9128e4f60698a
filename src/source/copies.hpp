// Exports that are there twice: their rows would count twice.
#pragma once

#include <vector>

#include "model/model.hpp"
#include "source/export.hpp"
#include "source/export_folder.hpp"

namespace rox {

/// Finds exports that are the same as another one, byte for byte: two parts of one table, or two files whose names
/// differ by a number or a date, by what says that one is a copy ("orders (1).csv", "orders - Copy.csv"), or by what
/// they are packed in. Those of which the policy is to skip are taken out of `files`, and told in `left_out`. Throws
/// data_error with both names if it is to stop. `model`: nullptr if there is none yet.
///
/// Sizes are compared before anything is read.
void sort_out_copies(const Model* model, CopyPolicy policy, std::vector<ExportFile>& files,
                     std::vector<LeftOut>* left_out);

/// list_exports() without what isn't read of it: files that are older than the newest (newest.hpp), and copies.
std::vector<ExportFile> find_exports(const std::filesystem::path& dir, const std::vector<std::string>& ignore,
                                     const ListOptions& options, const Model* model,
                                     std::vector<LeftOut>* left_out = nullptr);

}  // namespace rox
