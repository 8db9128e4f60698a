// What a listing of the far side means for the account of arrivals: what is new, what isn't complete, what went.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "inbox/arrivals.hpp"
#include "inbox/far_side.hpp"
#include "project/project.hpp"

namespace rox {

/// A listing by name. Of what is there twice, and not as the same, the first.
struct Listed {
  std::map<std::string, FarFile> files;
  std::set<std::string> twice;
};
Listed by_name(std::vector<FarFile> files);

/// Some web servers say neither how large a file is nor how old: it is always new.
bool has_version(const FarFile& file);
/// Whether that is what came, by its size and time.
bool is_version(const Arrival& arrival, const FarFile& file);

/// Seen now for the first time.
Arrival new_arrival(const FarFile& file, const RemoteSource& source);

/// Notes what is there. Pending afterwards is what isn't among the exports as it is there: refused; waiting, with what
/// for; or waiting without a reason, to be fetched. What people should hear of goes into `warnings`.
void notice(const Listed& listed, const SourceConfig& source, Arrivals& arrivals, std::vector<std::string>& warnings);

}  // namespace rox
