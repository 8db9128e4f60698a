#include "cli/pages.hpp"

#include "base/file.hpp"
#include "base/file_name.hpp"
#include "dashboard/page_file.hpp"

namespace rox {

std::vector<std::filesystem::path> write_pages(const Project& project, const std::vector<Page>& pages, bool force,
                                               bool dry_run) {
  std::vector<std::filesystem::path> written;
  for (const Page& page : pages) {
    const std::filesystem::path file = file_named(project.dashboard_dir(), page.name, ".toml");
    if (!force && std::filesystem::exists(file)) continue;
    written.push_back(file);
    if (dry_run) continue;
    make_directories(project.dashboard_dir());
    write_file(file, page_text(page));
  }
  return written;
}

}  // namespace rox
