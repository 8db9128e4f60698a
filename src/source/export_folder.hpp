// The exports of a folder, wherever they lie in it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/file_choice.hpp"
#include "source/export.hpp"

namespace rox {

/// A file of the folder that isn't read, and why.
struct LeftOut {
  std::string name;
  std::string why;

  bool operator==(const LeftOut&) const = default;
};

/// What is done about exports that are the same as others, byte for byte (source/copies.hpp).
enum class CopyPolicy {
  stop,  // an error
  skip,  // the copy is left out
  keep,  // both are read
};

std::string_view to_string(CopyPolicy policy);

struct ListOptions {
  bool recursive = false;      // subfolders too
  bool hidden_sheets = false;  // of workbooks
  std::uint64_t max_unpacked = kMaxUnpacked;
  CopyPolicy copies = CopyPolicy::stop;
  std::optional<FileChoice> files{};  // of tables that don't say it themselves; unset: all, and who reads them looks
};

/// The exports in `dir`, sorted by name, without those that match a glob of `ignore`: files with an export's ending
/// (.csv, .txt, .tsv, …; any case), compressed ones, members of archives, and any other text that reads as a table
/// (source/file_kind.hpp). Throws usage_error if the folder isn't there or has none, data_error for a damaged archive.
/// `left_out`: what isn't read, but for hidden files, ignored ones and rox's own. `unreadable`: what would be read and
/// can't be (damaged, encrypted) goes there, with the reason, instead of stopping; perhaps all that there is.
std::vector<ExportFile> list_exports(const std::filesystem::path& dir, const std::vector<std::string>& ignore,
                                     const ListOptions& options = {}, std::vector<LeftOut>* left_out = nullptr,
                                     std::vector<LeftOut>* unreadable = nullptr);

/// "b.xlsx (workbooks aren't read yet: …); 2024 (a subfolder: …)": for one line or two.
std::string left_out_text(const std::vector<LeftOut>& files);

}  // namespace rox
