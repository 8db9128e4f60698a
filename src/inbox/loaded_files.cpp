#include "inbox/loaded_files.hpp"

#include "inbox/arrivals.hpp"

namespace rox {

LoadedFiles::LoadedFiles(const std::vector<ReadFile>& files) {
  for (const ReadFile& file : files) runs_[{file.counts.file, file.hash}] = file.run;
}

std::string LoadedFiles::run_of(const Arrival& arrival) const {
  if (const auto found = runs_.find({arrival.file, arrival.xxh3}); found != runs_.end()) return found->second;
  const std::string members = arrival.file + "!";
  for (auto entry = runs_.lower_bound({members, ""}); entry != runs_.end() && entry->first.first.starts_with(members);
       ++entry) {
    if (entry->first.second == arrival.xxh3) return entry->second;
  }
  return "";
}

std::vector<Arrival> arrivals_with(const Project& project, const std::vector<ReadFile>& files) {
  const LoadedFiles loaded(files);
  std::vector<Arrival> arrivals = list_arrivals(read_arrivals(project));
  for (Arrival& arrival : arrivals) {
    if (arrival.state != ArrivalState::taken) continue;
    if (std::string run = loaded.run_of(arrival); !run.empty()) arrival.run = std::move(run);
  }
  return arrivals;
}

}  // namespace rox
