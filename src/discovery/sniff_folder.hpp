// A folder of exports that nobody has described yet: the files that can be read, and how each is written. What can't be
// read is no reason to stop here, as it is for a run: it is named, with the reason, and the rest is read.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "discovery/found_dialect.hpp"
#include "discovery/series.hpp"
#include "source/export.hpp"
#include "source/export_folder.hpp"

namespace rox {

struct SniffedFolder {
  std::vector<ExportFile> files;
  std::vector<FoundDialect> dialects;  // one a file
  std::vector<LeftOut> left_out;       // no exports, or not to be read
  std::vector<LeftOut> unreadable;     // damaged, encrypted, empty
  std::vector<Series> series;          // of dumps, whose newest alone is in `files`, or what may be some

  /// Takes out the file that `error` is about. False if it is about none of them, or about all that there is.
  bool take_out(const Error& error);
};

/// Throws data_error if none of the folder's exports can be read, and what find_exports() throws otherwise. `header`:
/// whether there is one, if somebody said so.
SniffedFolder sniff_folder(const std::filesystem::path& dir, const ListOptions& options, std::optional<bool> header);

/// A pattern of [source] ignore for the file alone: what has a meaning in patterns, and what isn't UTF-8, is one
/// `?` each.
std::string pattern_of(const std::string& name);

}  // namespace rox
