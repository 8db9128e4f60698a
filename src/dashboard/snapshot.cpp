#include "dashboard/snapshot.hpp"

#include <fmt/format.h>

#include <condition_variable>

#include "base/hash.hpp"
#include "base/terminal.hpp"
#include "engine/open.hpp"
#include "ledger/ledger.hpp"

namespace rox {

namespace {

constexpr std::chrono::milliseconds kInterruptAgain{50};

Error asker_gone() { return outside_error("whoever asked has gone"); }

}  // namespace

struct LimitedEngine::Watch {
  using Clock = std::chrono::steady_clock;

  std::mutex mutex;
  std::condition_variable_any wake;
  std::optional<Clock::time_point> deadline;  // of the work that goes on
  bool idle = false;                          // nothing is waited for but work
  bool expired = false;
  bool gone = false;

  /// Until `over`. Interrupts under the lock, so that work that has ended meanwhile can't be mistaken for the next.
  void look_after(Engine& engine, const std::stop_token& over) {
    std::unique_lock lock(mutex);
    while (!over.stop_requested()) {
      if (!deadline) {
        idle = true;
        wake.wait(lock, over, [&] { return deadline.has_value(); });
        idle = false;
        continue;
      }
      const auto until = *deadline;
      wake.wait_until(lock, over, until, [&] { return gone; });
      if (!deadline || (!gone && *deadline != until)) continue;
      if (!gone) expired = true;
      // An interruption that comes before the work has asked anything ends nothing.
      while (deadline && !over.stop_requested()) {
        engine.interrupt();
        wake.wait_for(lock, over, kInterruptAgain, [&] { return !deadline; });
      }
    }
  }
};

LimitedEngine::Turn::Turn(Watch& watch, std::chrono::milliseconds limit) : watch_(watch), limit_(limit) {
  const std::lock_guard lock(watch_.mutex);
  if (watch_.gone) throw asker_gone();
  watch_.deadline = Watch::Clock::now() + limit_;
  if (watch_.idle) watch_.wake.notify_all();
}

LimitedEngine::Turn::~Turn() {
  const std::lock_guard lock(watch_.mutex);
  watch_.deadline.reset();
  if (watch_.expired || watch_.gone) watch_.wake.notify_all();
}

void LimitedEngine::Turn::explain() const {
  const std::lock_guard lock(watch_.mutex);
  if (watch_.gone) throw asker_gone();
  if (!watch_.expired) return;
  throw outside_error(fmt::format("this takes longer than {} s, so it was ended",
                                  std::chrono::duration_cast<std::chrono::seconds>(limit_).count()))
      .hint("choose less of it, or start the dashboard with a longer --query-timeout")
      .retryable();
}

LimitedEngine::LimitedEngine(std::unique_ptr<Engine> engine, std::chrono::milliseconds limit, std::stop_token gone)
    : engine_(std::move(engine)),
      limit_(limit),
      watch_(std::make_unique<Watch>()),
      watcher_([watch = watch_.get(), ended = engine_.get()](const std::stop_token& over) {
        watch->look_after(*ended, over);
      }) {
  if (!gone.stop_possible()) return;
  on_gone_.emplace(std::move(gone), [watch = watch_.get()] {
    {
      const std::lock_guard lock(watch->mutex);
      watch->gone = true;
    }
    watch->wake.notify_all();
  });
}

LimitedEngine::~LimitedEngine() = default;

namespace {

std::string id_of(const WarehouseState& state) {
  Hasher hasher;
  for (const auto& [name, table] : state.tables) hasher.update(fmt::format("{}={}\n", name, table.fingerprint));
  for (const auto& [name, mart] : state.marts) hasher.update(fmt::format("{}={}\n", name, mart.fingerprint));
  return hasher.hex();
}

}  // namespace

Snapshot::Snapshot(const Project& project, const Target& target, const ReadingLimits& limits)
    : project_(project), target_(target), limits_(limits) {
  if (target_.is_local()) {
    DuckDbOptions options;
    options.read_only = true;
    options.threads = project.run.threads;
    options.memory_limit = limits.memory != 0 ? limits.memory : project.run.memory_limit;
    database_.emplace(target_.local().path, options);
  }
  state_ = connect().ask([](Engine& open) { return read_accounts(open); });
  if (state_.tables.empty()) {
    throw usage_error("the warehouse holds no table that rox loaded").hint("`rox run` fills it");
  }
  id_ = id_of(state_);
}

std::unique_ptr<Engine> Snapshot::open() const {
  if (!database_) return open_for_reading(target_, project_);
  DuckDbDatabase database = *database_;
  return std::make_unique<DuckDbConnection>(database.connect());
}

LimitedEngine Snapshot::connect(std::stop_token gone) const {
  return LimitedEngine(open(), limits_.query, std::move(gone));
}

std::string Snapshots::mark() const {
  if (target_.is_local()) {
    const auto identity = file_identity(target_.local().path);
    if (!identity) return "none";
    return fmt::format("{}.{}.{}.{}", identity->device, identity->inode, identity->bytes, identity->modified_ns);
  }
  // A server's tables change by runs, and what runs do is in the ledger.
  for (const std::string& run : list_runs(project_.state_dir())) {
    const RunRecord record = read_run(project_.state_dir(), run);
    if (record.target != target_.name) continue;
    if (record.status == RunStatus::running) return run + " goes on";
    return run;
  }
  return "no run";
}

std::shared_ptr<const Snapshot> Snapshots::current() {
  std::lock_guard lock(mutex_);
  std::string now = mark();
  if (!snapshot_ || now != mark_) {
    auto newest = std::make_shared<const Snapshot>(project_, target_, limits_);
    // A run on a server that found nothing to do: what was read of it is still right.
    const bool same = snapshot_ && !target_.is_local() && newest->id() == snapshot_->id();
    if (!same) snapshot_ = std::move(newest);
    mark_ = std::move(now);
  }
  return snapshot_;
}

}  // namespace rox
