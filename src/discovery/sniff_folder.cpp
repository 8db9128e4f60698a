#include "discovery/sniff_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "discovery/sniff.hpp"
#include "source/copies.hpp"
#include "source/encoding.hpp"
#include "source/header.hpp"
#include "source/unchanged.hpp"

namespace rox {
namespace {

bool is_about(const Error& error, const ExportFile& file) {
  const std::string& place = error.place().file;
  return place == file.name || place == printable(file.name) || place == file.location() || place == file.path.string();
}

/// Of a file that isn't text the header shows whether it can be read.
FoundDialect sniff(const ExportFile& file, std::optional<bool> header) {
  FoundDialect found = sniff_dialect(file, header);
  if (file.format != ExportFormat::text) read_header(file, found.dialect);
  return found;
}

}  // namespace

bool SniffedFolder::take_out(const Error& error) {
  if (error.kind() != ErrorKind::data || files.size() < 2) return false;
  const auto found =
      std::find_if(files.begin(), files.end(), [&](const ExportFile& file) { return is_about(error, file); });
  if (found == files.end()) return false;
  check_unchanged(*found);  // one that is still being written will be read when it is whole
  unreadable.push_back({found->name, error.what()});
  dialects.erase(dialects.begin() + (found - files.begin()));
  files.erase(found);
  return true;
}

SniffedFolder sniff_folder(const std::filesystem::path& dir, const ListOptions& options, std::optional<bool> header) {
  SniffedFolder folder;
  std::vector<ExportFile> listed = list_exports(dir, {}, options, &folder.left_out, &folder.unreadable);
  std::optional<Error> last;
  std::vector<std::pair<std::string, FoundDialect>> sniffed;  // by name, sorted as the files are
  std::erase_if(listed, [&](const ExportFile& file) {
    try {
      sniffed.emplace_back(file.name, sniff(file, header));
      return false;
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::data) throw;
      check_unchanged(file);
      folder.unreadable.push_back({file.name, error.what()});
      last = error;
      return true;
    }
  });
  std::sort(folder.unreadable.begin(), folder.unreadable.end(),
            [](const LeftOut& a, const LeftOut& b) { return a.name < b.name; });
  if (listed.empty() && folder.unreadable.size() == 1 && last) throw Error(*last);
  if (listed.empty()) {
    throw data_error(fmt::format("no export of the folder can be read: {}", left_out_text(folder.unreadable)))
        .at(dir.string())
        .hint("fetch or make them again, and run init again");
  }
  const auto found_of = [&](const ExportFile& file) -> FoundDialect& {
    return std::find_if(sniffed.begin(), sniffed.end(), [&](const auto& s) { return s.first == file.name; })->second;
  };
  if (options.files != FileChoice::all) {
    std::vector<SourceFile> sources;
    for (const ExportFile& file : listed) sources.push_back({file, found_of(file).dialect});
    folder.series = options.files ? stated_dumps(sources) : find_series(sources);
    leave_out_older_dumps(folder.series, listed, folder.left_out);
  }
  sort_out_copies(nullptr, options.copies, listed, &folder.left_out);
  for (const ExportFile& file : listed) folder.dialects.push_back(std::move(found_of(file)));
  folder.files = std::move(listed);
  return folder;
}

std::string pattern_of(const std::string& name) {
  std::string pattern;
  for (std::string_view rest = name; !rest.empty();) {
    const std::size_t clean = clean_utf8_prefix(rest);
    for (const char c : rest.substr(0, clean)) pattern += c == '*' || c == '?' || c == '#' ? '?' : c;
    rest.remove_prefix(clean);
    if (rest.empty()) break;
    pattern += '?';
    rest.remove_prefix(1);
  }
  return pattern;
}

}  // namespace rox
