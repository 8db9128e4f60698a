// The warehouse as pages see it: one published state of it, whole, for as long as somebody looks at it. When a run has
// published another, the next request gets that one, and the old one goes with its last reader.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "base/error.hpp"
#include "base/file.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "engine/engine.hpp"
#include "ledger/accounts.hpp"
#include "project/project.hpp"

namespace rox {

/// A connection whose work is ended when its time is up, or when whoever wanted it has gone.
class LimitedEngine {
 public:
  /// `gone` may be stopped from any thread, and doesn't wait for the engine.
  LimitedEngine(std::unique_ptr<Engine> engine, std::chrono::milliseconds limit, std::stop_token gone = {});
  ~LimitedEngine();
  LimitedEngine(const LimitedEngine&) = delete;
  LimitedEngine& operator=(const LimitedEngine&) = delete;

  /// Does what asks the engine, for as long as the limit; between two calls no time passes. If it is ended, throws an
  /// Error that says why; a retryable one if the time was up.
  template <class Work>
  auto ask(const Work& work) {
    const Turn turn(*watch_, limit_);
    try {
      return work(*engine_);
    } catch (const Error&) {
      turn.explain();
      throw;
    }
  }

 private:
  /// Shared with a thread that ends what takes too long.
  struct Watch;
  /// While it lives, the engine is at work.
  class Turn {
   public:
    Turn(Watch& watch, std::chrono::milliseconds limit);
    ~Turn();
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    /// Throws why the work was ended, if it was.
    void explain() const;

   private:
    Watch& watch_;
    std::chrono::milliseconds limit_;
  };

  std::unique_ptr<Engine> engine_;
  std::chrono::milliseconds limit_;
  std::unique_ptr<Watch> watch_;
  std::jthread watcher_;  // after what it looks at
  std::optional<std::stop_callback<std::function<void()>>> on_gone_;
};

struct ReadingLimits {
  std::chrono::milliseconds query{30'000};  // of a request's statements, or for the next rows of a download
  std::uint64_t memory = 0;                 // bytes, of all statements together; 0: [run] memory_limit
};

class Snapshot {
 public:
  /// Opens the warehouse. Throws usage_error if there is none, or none of rox's.
  Snapshot(const Project& project, const Target& target, const ReadingLimits& limits);

  /// Changes with what the warehouse was made from: a hash of the fingerprints of its tables and marts.
  const std::string& id() const { return id_; }
  const WarehouseState& state() const { return state_; }
  const Project& project() const { return project_; }
  const Target& target() const { return target_; }

  /// `gone`: whoever asks has.
  LimitedEngine connect(std::stop_token gone = {}) const;

 private:
  std::unique_ptr<Engine> open() const;

  const Project& project_;
  const Target& target_;
  ReadingLimits limits_;
  std::optional<DuckDbDatabase> database_;  // of a local target: one for all connections
  std::string id_;
  WarehouseState state_;
};

/// Gives the newest snapshot. Thread-safe.
class Snapshots {
 public:
  Snapshots(const Project& project, const Target& target, const ReadingLimits& limits)
      : project_(project), target_(target), limits_(limits) {}

  /// Looks whether there is another warehouse than last time. Throws what opening it throws.
  std::shared_ptr<const Snapshot> current();

 private:
  /// What tells one published state of the target from the next, cheaply.
  std::string mark() const;

  const Project& project_;
  const Target& target_;
  ReadingLimits limits_;
  std::mutex mutex_;
  std::string mark_;
  std::shared_ptr<const Snapshot> snapshot_;
};

}  // namespace rox
