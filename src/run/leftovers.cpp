#include "run/leftovers.hpp"

#include <system_error>

#include "base/file.hpp"
#include "quality/report.hpp"

namespace rox {

void remove_leftovers(const Project& project) {
  std::error_code ignored;  // what is in the way fails where it is met
  std::filesystem::remove_all(project.state_dir() / "tmp", ignored);
  for (const auto& folder : {project.answers_dir(), project.rejects_dir(), project.state_dir() / "state"}) {
    remove_unfinished(folder);
  }
  remove_unfinished_reports(project.state_dir());
}

}  // namespace rox
