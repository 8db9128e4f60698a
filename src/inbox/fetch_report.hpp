// What a fetch is asked for, and what it did.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "ledger/arrival.hpp"

namespace rox {

struct FetchOptions {
  /// Bytes that came, of those that are to come.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress{};
  std::stop_token stop{};
  /// Waits for files to stand still. Without, those that don't yet for long enough are left to a later fetch.
  bool waits = true;
  std::chrono::milliseconds lock_wait = kLockWait;
};

struct FetchReport {
  std::vector<Arrival> fresh;    // among the exports now
  std::vector<Arrival> waiting;  // there, and not complete yet
  std::vector<Arrival> refused;  // there, and not to be taken as they are
  std::size_t present = 0;       // files among the exports, all in all
  std::uint64_t bytes = 0;       // that came over the network
  std::vector<std::string> warnings;
  /// False while a run reads the exports: it goes on with those of before, and what is fresh shows at the next fetch.
  bool shown = true;
};

}  // namespace rox
