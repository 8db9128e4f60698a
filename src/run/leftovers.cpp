#include "run/leftovers.hpp"

#include "base/file.hpp"
#include "base/temporary_folder.hpp"
#include "ledger/storage_sums.hpp"
#include "load/marks_file.hpp"
#include "quality/report.hpp"
#include "run/model_draft.hpp"

namespace rox {

void remove_leftovers(const Project& project) {
  remove_abandoned_folders(project.scratch_dir());
  for (const auto& folder : {project.root, project.analyses_dir(), project.answers_dir(), project.rejects_dir(),
                             project.mends_dir(), project.reports_dir(), project.charts_dir(), project.state_dir(),
                             project.state_dir() / "state", drafts_dir(project)}) {
    remove_unfinished(folder);
  }
  remove_unfinished_reports(project.state_dir());
  for (const auto& [name, target] : project.targets) {
    remove_unfinished_marks(project.records_dir(name));
    if (target.is_local()) settle_storage_sums(project.state_dir(), name, target.local().path);
  }
}

}  // namespace rox
