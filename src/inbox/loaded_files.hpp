// Which arrivals a warehouse was loaded from.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ledger/accounts.hpp"
#include "project/project.hpp"

namespace rox {

/// The files that tables were loaded from, with the runs that read them. Members of an archive stand for it.
class LoadedFiles {
 public:
  explicit LoadedFiles(const std::vector<ReadFile>& files);

  /// Empty: these bytes were never loaded by that name.
  std::string run_of(const Arrival& arrival) const;

 private:
  std::map<std::pair<std::string, std::string>, std::string> runs_;  // by name and hash
};

/// The account of arrivals as it will be once these files are published besides what was.
std::vector<Arrival> arrivals_with(const Project& project, const std::vector<ReadFile>& files);

}  // namespace rox
