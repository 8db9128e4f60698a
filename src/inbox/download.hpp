// Files from the far side into the mirror: several at once, each resumed where it was cut off.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "inbox/file_sums.hpp"
#include "inbox/mirror.hpp"
#include "inbox/rate_limit.hpp"

namespace rox {

struct Download {
  FarFile file;
  std::string algorithm{};  // of the sum that it is to have; may be empty
  std::string sum{};

  // What became of it: kept in the mirror, or why not.
  FileSums sums{};
  std::optional<Error> error{};
};

class Downloader {
 public:
  Downloader(FarSide& side, const RemoteSource& source, const Mirror& mirror,
             std::function<void(std::uint64_t done, std::uint64_t total)> progress, std::stop_token stop);

  /// Each in turn; `each` is called (one at a time) when one has ended. After the network went away the rest have its
  /// error. Throws for what is wrong here: a full disk.
  void run(std::vector<Download>& downloads, const std::function<void(Download&)>& each);

  std::uint64_t received() const { return received_; }

 private:
  void fetch(Download& download);
  /// Until all of it is there, or trying again doesn't help.
  void fetch_bytes(const FarFile& file, const std::filesystem::path& partial);
  void tell();

  FarSide& side_;
  const RemoteSource& source_;
  const Mirror& mirror_;
  const std::function<void(std::uint64_t, std::uint64_t)> progress_;
  const std::stop_token stop_;
  RateLimit limit_;
  std::mutex mutex_;  // of `each`, of progress_ and of lost_
  std::optional<Error> lost_;
  std::atomic<std::uint64_t> received_ = 0;
  std::atomic<std::uint64_t> done_ = 0;
  std::uint64_t total_ = 0;
};

}  // namespace rox
