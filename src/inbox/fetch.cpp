#include "inbox/fetch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/clock.hpp"
#include "base/stop.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "cloud/retry.hpp"
#include "inbox/arrival_name.hpp"
#include "inbox/arrivals.hpp"
#include "inbox/download.hpp"
#include "inbox/fetch_tables.hpp"
#include "inbox/mirror.hpp"
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

/// A listing by name; what is there twice has no file behind it.
struct Listed {
  std::map<std::string, FarFile> files;
  std::set<std::string> twice;
};

class Fetch {
 public:
  Fetch(const Project& project, const FetchOptions& options)
      : project_(project),
        source_(*project.source.remote),
        options_(options),
        mirror_(project),
        arrivals_(read_arrivals(project)),
        side_(open_far_side(
            source_,
            {project.source.listing.recursive,
             [this](std::string_view name) { return is_meant_or_companion(name, project_.source); }, options.stop})) {}

  FetchReport go() {
    mirror_.tidy(arrivals_, source_.url);
    const Listed listed = list();
    look(listed);
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
    Listed listed;
    for (FarFile& file : try_list()) {
      const std::string name = file.name;
      const auto known = listed.files.find(name);
      if (known == listed.files.end()) {
        listed.files.emplace(name, std::move(file));
      } else if (known->second != file) {
        listed.twice.insert(name);
      }
    }
    return listed;
  }

  std::vector<FarFile> try_list() {
    const RetryPolicy policy{.tries = kListTries, .sleep = {}};
    for (int tried = 1;; ++tried) {
      throw_if_stopped(options_.stop);
      try {
        return side_->list();
      } catch (const Error& error) {
        if (!error.can_retry() || tried == kListTries) throw;
      }
      policy.wait(tried, std::nullopt, options_.stop);
    }
  }

  /// Notes what is there, what is new, and what went.
  void look(const Listed& listed) {
    std::set<std::string> seen;
    for (const auto& [name, file] : listed.files) {
      if (!is_meant(name, project_.source)) continue;
      seen.insert(shown_name(name));
      note(file, listed);
    }
    for (auto& [name, named] : arrivals_) {
      if (seen.contains(name)) continue;
      named.pending.reset();
      if (named.taken) named.taken->gone = true;
    }
    forget_gone(!seen.empty());
  }

  void note(const FarFile& file, const Listed& listed) {
    NamedArrivals& named = arrivals_[shown_name(file.name)];
    if (named.taken) named.taken->gone = false;
    if (named.taken && is_version(*named.taken, file)) {
      named.pending.reset();
      return;
    }
    if (!named.pending || !is_version(*named.pending, file)) named.pending = new_arrival(file);
    Arrival& arrival = *named.pending;
    arrival.state = ArrivalState::refused;
    if (const auto why = refusal_of(file, source_)) {
      arrival.why = *why;
    } else if (listed.twice.contains(file.name)) {
      arrival.why = "the server lists it twice, and not as the same";
    } else if (collides(file.name, listed)) {
      arrival.why = "a file and a folder can't have one name";
    } else {
      arrival.state = ArrivalState::waiting;
      arrival.why = why_incomplete(file, listed);
    }
  }

  /// Some web servers say neither how large a file is nor how old: it is always new.
  static bool has_version(const FarFile& file) { return file.sized || !trim(file.version).empty(); }

  static bool is_version(const Arrival& arrival, const FarFile& file) {
    return has_version(file) && arrival.version == file.version && (!file.sized || arrival.bytes == file.bytes);
  }

  Arrival new_arrival(const FarFile& file) const {
    Arrival arrival;
    arrival.file = shown_name(file.name);
    arrival.source = source_.url;
    arrival.bytes = file.bytes;
    arrival.version = file.version;
    arrival.first_seen = utc_now();
    return arrival;
  }

  /// A mirror keeps what is gone there, so that a name may be a file's today and was a folder's yesterday.
  bool collides(const std::string& name, const Listed& listed) const {
    const auto below = arrivals_.lower_bound(name + "/");
    if (below != arrivals_.end() && below->first.starts_with(name + "/") && below->second.taken) return true;
    for (std::size_t slash = name.find('/'); slash != std::string::npos; slash = name.find('/', slash + 1)) {
      const std::string above = name.substr(0, slash);
      const auto taken = arrivals_.find(above);
      if (listed.files.contains(above) || (taken != arrivals_.end() && taken->second.taken)) return true;
    }
    return false;
  }

  /// Why it isn't fetched yet; empty: it is to be.
  std::string why_incomplete(const FarFile& file, const Listed& listed) const {
    const bool by_companion = source_.take == TakeRule::done || source_.take == TakeRule::checksum;
    if (source_.take == TakeRule::still && file.sized && file.bytes == 0) return "it is empty";
    if (!by_companion) return "";
    const std::vector<Companion> companions = companions_of(file.name, source_);
    const bool complete = std::any_of(companions.begin(), companions.end(), [&](const Companion& companion) {
      return listed.files.contains(companion.name);
    });
    return complete ? "" : fmt::format("{} isn't there yet", shown_name(companions.front().name));
  }

  /// A folder that is empty all of a sudden is more likely a mistake there than the end of all files.
  void forget_gone(bool any_left) {
    if (!source_.drops_gone) return;
    std::size_t gone = 0;
    for (auto& [name, named] : arrivals_) {
      if (!named.taken || !named.taken->gone || !named.taken->left.empty()) continue;
      ++gone;
      if (!any_left) continue;
      named.taken->state = ArrivalState::replaced;
      named.taken->why = "it is gone there";
      named.replaced.push_back(*std::move(named.taken));
      named.taken.reset();
    }
    if (gone > 0 && !any_left) {
      report_.warnings.push_back(
          fmt::format("nothing is left there: the {} files that were fetched before stay among the exports", gone));
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
        named.pending->why = fmt::format("{} has no {} in it", shown_name(companion.name), companion.algorithm);
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
    side_->read(file, 0, [&](std::string_view piece) {
      if (text.size() + piece.size() > kMostCompanion) throw data_error("a companion is too long");
      text += piece;
    });
    return text;
  }

  void download(std::vector<Download>& downloads) {
    Downloader downloader(*side_, source_, mirror_, options_.progress, options_.stop);
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
        named.pending = new_arrival(there->second);
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
  const std::unique_ptr<FarSide> side_;
  FetchReport report_;
  std::set<std::string> candidates_;  // for being taken now
  std::set<std::string> fresh_;
  std::size_t fetched_ = 0;
  std::optional<Error> lost_;  // the network, with files still to come
};

}  // namespace

FetchReport fetch_arrivals(const Project& project, const FetchOptions& options) {
  make_directories(project.inbox_dir());
  const FileLock lock(project.inbox_dir() / "lock", "a fetch", options.lock_wait);
  if (project.source.remote->is_database()) return fetch_tables(project, options);
  return Fetch(project, options).go();
}

}  // namespace rox
