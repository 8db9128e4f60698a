// Where a build's tables go: the one interface between a build and its target. A new target is one class of these, and
// a line in build.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>

#include "build/changed_tables.hpp"
#include "build/make_mart.hpp"
#include "engine/engine.hpp"
#include "ledger/step.hpp"

namespace rox {

class Destination {
 public:
  Destination() = default;
  virtual ~Destination() = default;
  Destination(const Destination&) = delete;
  Destination& operator=(const Destination&) = delete;

  /// Connects, opens the workspace's database, and finds what a run left that ended before this one.
  virtual void open() = 0;

  /// Steps of one lane can't be done together (run/step_runner.hpp); those without one can.
  virtual std::string lane(const Step& step) const = 0;

  /// Whether steps of that kind work on the workspace's connection, in whose transaction they are then written down
  /// too.
  virtual bool works_in_workspace(StepKind kind) const = 0;

  /// Sends a loaded table on its way (StepKind::upload, StepKind::copy). Only asked of destinations whose plans have
  /// such steps.
  virtual void transfer(const Step&, StepResult&) { throw std::logic_error("tables are where they have to be"); }
  /// What steps of that kind have sent (upload: bytes, copy: rows), and what they have to; from any thread.
  virtual std::pair<std::uint64_t, std::uint64_t> sent(StepKind) const { return {0, 0}; }

  /// Makes a mart beside the one that readers see.
  virtual MartRows make_mart(const Mart& mart) = 0;

  /// Where checks find the new tables and marts, and the old ones that stay; it can only read.
  virtual Engine& reader() = 0;

  /// Calls `ask` with what this build changed so far, if that is known and there is something to gain by it.
  virtual void ask_changes(const std::function<void(ChangedTables&)>& /*ask*/) {}

  /// All that was made takes the place of what is there, or none of it.
  virtual void publish(StepResult& result) = 0;

  /// Makes steps that go on fail soon; from any thread.
  virtual void interrupt() = 0;
};

}  // namespace rox
