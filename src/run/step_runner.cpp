#include "run/step_runner.hpp"

#include <tbb/flow_graph.h>
#include <tbb/global_control.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <mutex>
#include <set>

#include "base/parallel.hpp"

namespace rox {
namespace {

using Node = tbb::flow::continue_node<tbb::flow::continue_msg>;

/// What became of the steps so far. Thread-safe.
class Outcome {
 public:
  /// Whether the step may be begun; else it counts as failed for those that need it.
  bool admit(const StepWork& work) {
    std::lock_guard lock(mutex_);
    const bool hangs_on_failed = std::any_of(work.needs.begin(), work.needs.end(),
                                             [&](const std::string& needed) { return failed_.contains(needed); });
    if (hangs_on_failed) failed_.insert(work.step->name());
    return !hangs_on_failed && !thrown_;
  }
  void fail(const Step& step) {
    std::lock_guard lock(mutex_);
    failed_.insert(step.name());
  }
  void stop(std::exception_ptr thrown) {
    std::lock_guard lock(mutex_);
    if (!thrown_) thrown_ = std::move(thrown);
  }
  void rethrow() const {
    if (thrown_) std::rethrow_exception(thrown_);
  }

 private:
  std::mutex mutex_;
  std::set<std::string> failed_;
  std::exception_ptr thrown_;
};

void do_step(const StepWork& one, const std::function<bool(const Step&)>& work, Outcome& outcome) {
  if (!outcome.admit(one)) return;
  try {
    if (!work(*one.step)) outcome.fail(*one.step);
  } catch (...) {
    outcome.stop(std::current_exception());
  }
}

/// An edge for each need, and from each step of a lane to the next one.
void connect(const std::vector<StepWork>& steps, const std::vector<std::unique_ptr<Node>>& nodes) {
  std::map<std::string, Node*> by_name;
  std::map<std::string, Node*> last_of_lane;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (const std::string& needed : steps[i].needs) {
      if (const auto found = by_name.find(needed); found != by_name.end()) make_edge(*found->second, *nodes[i]);
    }
    by_name[steps[i].step->name()] = nodes[i].get();
    if (steps[i].lane.empty()) continue;
    Node*& last = last_of_lane[steps[i].lane];
    if (last != nullptr) make_edge(*last, *nodes[i]);
    last = nodes[i].get();
  }
}

}  // namespace

void run_steps(const std::vector<StepWork>& steps, unsigned threads, const std::function<bool(const Step&)>& work) {
  Outcome outcome;
  // Steps wait for servers more than they work: there may be more of them than cores.
  const tbb::global_control allow(tbb::global_control::max_allowed_parallelism, kMostThreads);
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] {
    tbb::flow::graph graph;
    std::vector<std::unique_ptr<Node>> nodes;
    for (const StepWork& one : steps) {
      nodes.push_back(std::make_unique<Node>(
          graph, [&outcome, &work, &one](const tbb::flow::continue_msg&) { do_step(one, work, outcome); }));
    }
    // A node begins when all before it have ended; the first ones, when they are told to.
    Node start(graph, [](const tbb::flow::continue_msg&) {});
    for (const auto& node : nodes) make_edge(start, *node);
    connect(steps, nodes);
    start.try_put(tbb::flow::continue_msg());
    graph.wait_for_all();
  });
  outcome.rethrow();
}

}  // namespace rox
