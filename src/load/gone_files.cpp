#include "load/gone_files.hpp"

#include <fmt/format.h>

#include <set>

#include "base/terminal.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

constexpr std::size_t kNamed = 3;

}  // namespace

std::vector<LoadedFile> gone_files(const std::vector<LoadedFile>& before, const TableExports& exports) {
  if (before.size() == 1 && exports.files.size() == 1) return {};
  std::set<std::string> there;
  for (const ExportFile& file : exports.files) there.insert(file.name);
  std::vector<LoadedFile> gone;
  for (const LoadedFile& file : before) {
    if (!there.contains(file.file)) gone.push_back(file);
  }
  return gone;
}

std::string gone_text(const std::vector<LoadedFile>& gone) {
  std::vector<std::string> named;
  for (const LoadedFile& file : gone) {
    if (named.size() == kNamed) break;
    const std::string rows =
        file.rows ? fmt::format(" ({} row{})", human_count(*file.rows), *file.rows == 1 ? "" : "s") : "";
    named.push_back(printable(file.file) + rows);
  }
  const std::string more = gone.size() > kNamed ? fmt::format(" and {} more", gone.size() - kNamed) : "";
  return join(named, ", ") + more;
}

}  // namespace rox
