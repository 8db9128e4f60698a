// The next warehouse, while a run makes it: tables loaded from their exports, relations checked, marts made, checks
// evaluated, rejects and accounts written down, and in the end all of it published at once. What was done is in the
// workspace's database, which stays when a run ends before that; the next run resumes it (progress.hpp).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "build/destination.hpp"
#include "build/merge_answer.hpp"
#include "build/workspace.hpp"
#include "quality/report.hpp"

namespace rox {

class Build {
 public:
  explicit Build(const BuildInputs& inputs);

  /// Makes the place where the next warehouse is made, or finds the one that a run left.
  void open() { destination_->open(); }

  /// The steps that were found done, with what they did, by name.
  const std::map<std::string, FinishedStep>& taken_up() const { return workspace_.database().taken_up(); }

  /// The build stays when this goes, even with nothing done.
  void keep() { workspace_.database().keep(); }

  /// Loader::on_refused().
  void on_refused(Loader::OnRefused heed) { workspace_.loads().on_refused(std::move(heed)); }

  /// Steps of one lane can't be done together (run/step_runner.hpp); those without one can.
  std::string lane(const Step& step) const { return destination_->lane(step); }

  /// Does one step (of a kind that makes_warehouse), fills in its counts, and writes it down. From several threads, as
  /// lane() says.
  void run(const Step& step, StepResult& result);

  /// Makes the steps that go on fail soon; from any thread.
  void interrupt();

  /// The load's scan that goes on, for progress; from any thread.
  std::shared_ptr<TableScan> load_scan() const { return workspace_.loads().load_scan(); }
  /// What steps of that kind (upload: bytes, copy: rows) have sent, and what they have to; from any thread.
  std::pair<std::uint64_t, std::uint64_t> sent(StepKind kind) const { return destination_->sent(kind); }

  /// rejects/<table>.csv of the tables loaded so far. Published with the warehouse, or written by itself when the run
  /// fails.
  void write_reject_files() const;

  /// The columns of the tables loaded so far with values that aren't of their types.
  std::vector<Drift> value_drift() const { return workspace_.loads().value_drift(); }

  /// What the warehouse holds once it is published.
  const WarehouseState& state() const { return workspace_.state(); }
  std::vector<std::string> warnings() const { return workspace_.warnings(); }
  /// What the step `checks` found, if it was done.
  const std::optional<ChecksReport>& checks() const { return checks_; }
  /// What this build changed in answers to the warehouse as it was, by analysis; not those that have to be asked in
  /// full. To be asked before it publishes.
  std::map<std::string, AnswerChange> find_answer_changes(const std::vector<const SqlFile*>& analyses);
  /// What the step `guards` found, if it was done.
  const std::vector<GuardResult>& guards() const { return guards_; }

 private:
  void work(const Step& step, StepResult& result);
  void explain(const Mart& mart, const Error& error);
  void check(StepResult& result);
  void guard(StepResult& result);
  bool was_proven(const Check& check) const;
  std::set<std::string> still_passing(const std::vector<Check>& checks);

  Workspace workspace_;
  std::unique_ptr<Destination> destination_;  // goes before the workspace that it works on
  std::mutex mutex_;                          // of the workspace's connection, while steps are done together
  std::optional<ChecksReport> checks_;
  std::vector<GuardResult> guards_;
};

/// Where the database of the target's build is, if there is one.
std::filesystem::path build_file(const Project& project, const Target& target);

/// Removes a build that a run left and nobody wants any more, on the target's server too.
void discard_build(const Project& project, const Target& target);

}  // namespace rox
