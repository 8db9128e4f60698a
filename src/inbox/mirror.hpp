// What is fetched, on this machine:
//
//     .rox/inbox/content/SHA256     every file that was fetched, once however often it came
//     .rox/inbox/partial/…          what was cut off; the next try goes on there
//     .rox/inbox/exports/NAME       the files that are taken, as links: the folder that the rest of rox reads
//     .rox/inbox/arrivals.json      the account (inbox/arrivals.hpp)
//     .rox/inbox/lock               one fetch at a time
//
// exports/ follows from the account and can be made again from it at any time.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/file.hpp"
#include "inbox/arrivals.hpp"
#include "inbox/far_side.hpp"
#include "project/project.hpp"

namespace rox {

class Mirror {
 public:
  explicit Mirror(const Project& project);

  /// Where the bytes of that version of a file are until all of them are there.
  std::filesystem::path partial(const std::string& source, const FarFile& file) const;
  /// The file is whole: from now on it is content, and once sync() was called also after a power cut.
  void keep(const std::filesystem::path& partial, const std::string& sha256) const;
  bool has(const std::string& sha256) const;
  std::uint64_t size(const std::string& sha256) const;
  /// Before the account names what was kept.
  void sync() const;

  /// Makes exports/ show what is taken, and nothing else. Readers see the old file of a name or the new one.
  void show(const Arrivals& arrivals) const;
  /// Removes content that isn't among the exports and won't be, and what was cut off of versions that are gone.
  void tidy(const Arrivals& arrivals, const std::string& source) const;

 private:
  std::filesystem::path content(const std::string& sha256) const { return content_ / sha256; }

  const std::filesystem::path content_;
  const std::filesystem::path partial_;
  const std::filesystem::path exports_;
};

/// Who holds it changes the mirror and its account.
std::filesystem::path fetch_lock(const Project& project);

/// Mirror::show() unless a run reads the exports now: false then. `wait`: for the run to end.
bool show_arrivals(const Project& project, const Mirror& mirror, const Arrivals& arrivals,
                   std::chrono::milliseconds wait);

}  // namespace rox
