#include "inbox/fetch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "base/clock.hpp"
#include "base/stop.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cloud/retry.hpp"
#include "inbox/arrivals.hpp"
#include "inbox/download.hpp"
#include "inbox/fetch_tables.hpp"
#include "inbox/mirror.hpp"
#include "inbox/notice.hpp"
#include "inbox/open_far_side.hpp"
#include "inbox/take_rule.hpp"
#include "ledger/ledger.hpp"

namespace rox {
namespace {

using std::chrono::system_clock;

constexpr int kListTries = 4;
constexpr std::size_t kMostCompanion = std::size_t{64} << 10;
/// How often what was fetched so far is written down.
constexpr double kSaveSeconds = 1;
/// Times are written with thousandths of a second.
constexpr std::chrono::milliseconds kClockGrain{5};

class Fetch {
 public:
  Fetch(const Project& project, FarSide& side, const FetchOptions& options)
      : project_(project),
        source_(*project.source.remote),
        options_(options),
        mirror_(project),
        arrivals_(read_arrivals(project)),
        side_(side) {}

  FetchReport go() {
    mirror_.tidy(arrivals_, source_.url);
    const Listed listed = list();
    notice(listed, project_.source, arrivals_, report_.warnings);
    std::vector<Download> downloads = due(listed);
    if (!downloads.empty()) download(downloads);
    if (!lost_) {
      const bool waited = wait_for_stillness();
      take(waited || !downloads.empty() ? list() : listed);
    }
    finish();
    if (lost_) {
      throw std::move(*lost_).hint(
          fmt::format("{} of {} files are fetched; run again to go on with the rest", fetched_, downloads.size()));
    }
    return std::move(report_);
  }

 private:
  Listed list() {
    const RetryPolicy policy{.tries = kListTries, .sleep = {}};
    for (int tried = 1;; ++tried) {
      throw_if_stopped(options_.stop);
      try {
        return by_name(side_.list());
      } catch (const Error& error) {
        if (!error.can_retry() || tried == kListTries) throw;
      }
      policy.wait(tried, std::nullopt, options_.stop);
    }
  }

  std::vector<Download> due(const Listed& listed) {
    std::vector<Download> downloads;
    for (auto& [name, named] : arrivals_) {
      if (!named.pending || named.pending->state != ArrivalState::waiting || !named.pending->why.empty()) continue;
      const auto file = listed.files.find(name);
      if (file == listed.files.end()) continue;
      const bool is_here = !named.pending->sha256.empty() && mirror_.has(named.pending->sha256);
      candidates_.insert(name);
      if (!is_here) downloads.push_back({file->second});
    }
    if (source_.take == TakeRule::checksum) read_sums(listed, downloads);
    return downloads;
  }

  void read_sums(const Listed& listed, std::vector<Download>& downloads) {
    std::erase_if(downloads, [&](Download& download) {
      NamedArrivals& named = arrivals_[download.file.name];
      for (const Companion& companion : companions_of(download.file.name, source_)) {
        const auto there = listed.files.find(companion.name);
        if (there == listed.files.end()) continue;
        download.algorithm = companion.algorithm;
        download.sum = sum_in(read_companion(there->second), digits_of(companion.algorithm));
        if (!download.sum.empty()) return false;
        named.pending->why = fmt::format("{} has no {} in it", companion.name, companion.algorithm);
        break;
      }
      candidates_.erase(download.file.name);
      return true;
    });
  }

  static std::size_t digits_of(const std::string& algorithm) {
    if (algorithm == "md5") return 32;
    if (algorithm == "sha1") return 40;
    return algorithm == "sha256" ? 64 : 128;
  }

  std::string read_companion(const FarFile& file) {
    std::string text;
    if (file.bytes > kMostCompanion) return text;
    side_.read(file, 0, [&](std::string_view piece) {
      if (text.size() + piece.size() > kMostCompanion) throw data_error("a companion is too long");
      text += piece;
    });
    return text;
  }

  void download(std::vector<Download>& downloads) {
    Downloader downloader(side_, source_, mirror_, options_.progress, options_.stop);
    write_arrivals(project_, arrivals_);  // what is cut off belongs to one of them
    Stopwatch since_saved;
    const auto ended = [&](Download& one) {
      Arrival& arrival = *arrivals_[one.file.name].pending;
      if (!one.error) {
        ++fetched_;
        arrival.sha256 = one.sums.sha256;
        arrival.xxh3 = one.sums.xxh3;
        if (!one.file.sized) arrival.bytes = mirror_.size(one.sums.sha256);
      } else {
        candidates_.erase(one.file.name);
        arrival.why = "it can't be fetched: " + std::string(one.error->what());
        if (one.error->can_retry()) {
          lost_ = one.error;
        } else {
          arrival.state = ArrivalState::refused;
        }
      }
      if (since_saved() < kSaveSeconds) return;
      save();
      since_saved = Stopwatch();
    };
    try {
      downloader.run(downloads, ended);
    } catch (...) {
      save();  // so that it isn't fetched again
      throw;
    }
    report_.bytes = downloader.received();
    save();
  }

  void save() {
    mirror_.sync();
    write_arrivals(project_, arrivals_);
  }

  /// What a bucket lists is whole.
  bool has_to_stand_still() const { return source_.take == TakeRule::still && source_.scheme != "s3"; }

  /// How long it is until a file that was seen at that time has stood still; all of it if that time is yet to come,
  /// since clocks are put back.
  std::chrono::milliseconds left_of(const Arrival& arrival) const {
    using namespace std::chrono;
    const milliseconds whole = seconds(source_.still_seconds);
    const auto seen = parse_iso_time(arrival.first_seen);
    if (!seen) return whole;
    const auto since = duration_cast<milliseconds>(system_clock::now() - *seen);
    if (since < milliseconds(0)) return whole;
    return std::max(whole - since, milliseconds(0));
  }

  /// Whether there was something to wait for.
  bool wait_for_stillness() {
    if (!has_to_stand_still() || !options_.waits) return false;
    std::chrono::milliseconds longest{0};
    for (const std::string& name : candidates_) longest = std::max(longest, left_of(*arrivals_[name].pending));
    if (longest.count() == 0) return false;
    if (!wait_for(longest + kClockGrain, options_.stop)) throw interrupted_error();
    return true;
  }

  /// Of those that were fetched the ones that are now as they were before.
  void take(const Listed& listed) {
    for (const std::string& name : candidates_) {
      NamedArrivals& named = arrivals_[name];
      const auto there = listed.files.find(name);
      if (there == listed.files.end()) {
        named.pending.reset();
        report_.warnings.push_back(fmt::format("{} went away while it was fetched", name));
      } else if (has_version(there->second) && !is_version(*named.pending, there->second)) {
        named.pending = new_arrival(there->second, source_);
        named.pending->why = "it changed while it was fetched: somebody still writes it";
      } else if (has_to_stand_still() && left_of(*named.pending).count() > 0) {
        named.pending->why.clear();  // it is here, and only has to be looked at once more
      } else if (named.taken && named.taken->sha256 == named.pending->sha256) {
        // The same bytes with another time.
        named.taken->version = named.pending->version;
        named.taken->bytes = named.pending->bytes;
        named.taken->left.clear();
        named.pending.reset();
      } else {
        take_arrival(named, utc_now());
        fresh_.insert(name);
      }
    }
    candidates_.clear();
  }

  void finish() {
    for (const auto& [name, named] : arrivals_) {
      if (named.taken) ++report_.present;
      if (named.taken && fresh_.contains(name)) report_.fresh.push_back(*named.taken);
      if (!named.pending) continue;
      Arrival pending = *named.pending;
      if (pending.why.empty()) pending.why = fmt::format("it hasn't stood still for {} s yet", source_.still_seconds);
      (pending.state == ArrivalState::refused ? report_.refused : report_.waiting).push_back(std::move(pending));
    }
    std::erase_if(arrivals_, [](const auto& named) {
      return !named.second.taken && !named.second.pending && named.second.replaced.empty();
    });
    save();
    report_.shown = show_arrivals(project_, mirror_, arrivals_, options_.lock_wait);
  }

  const Project& project_;
  const RemoteSource& source_;
  const FetchOptions& options_;
  const Mirror mirror_;
  Arrivals arrivals_;
  FarSide& side_;
  FetchReport report_;
  std::set<std::string> candidates_;  // for being taken now
  std::set<std::string> fresh_;
  std::size_t fetched_ = 0;
  std::optional<Error> lost_;  // the network, with files still to come
};

}  // namespace

FetchReport fetch_arrivals(const Project& project, const FetchOptions& options) {
  if (!project.source.remote->is_database()) {
    const std::unique_ptr<FarSide> side = open_far_side(
        *project.source.remote,
        {project.source.listing.recursive,
         [&project](std::string_view name) { return is_meant_or_companion(name, project.source); }, options.stop});
    return fetch_from(*side, project, options);
  }
  make_directories(project.inbox_dir());
  const FileLock lock(fetch_lock(project), "a fetch", options.lock_wait);
  return fetch_tables(project, options);
}

FetchReport fetch_from(FarSide& side, const Project& project, const FetchOptions& options) {
  make_directories(project.inbox_dir());
  const FileLock lock(fetch_lock(project), "a fetch", options.lock_wait);
  return Fetch(project, side, options).go();
}

}  // namespace rox
