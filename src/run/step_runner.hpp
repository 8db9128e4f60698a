// Does steps in the order that their needs ask for, as many at a time as may be: a task graph, by oneTBB.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "plan/plan.hpp"

namespace rox {

struct StepWork {
  const Step* step = nullptr;
  std::set<std::string> needs;  // names of steps that have to be done before it (due_needs())
  std::string lane;  // steps of one lane are done one after another, in the order given; empty: with any others
};

/// `steps`: in an order in which they can be done. `work` does one, on any thread (at most `threads` at a time), and
/// says whether it went well; if not, the steps that need it aren't begun, the others are. If it throws nothing else is
/// begun; the first exception is thrown on when those that go on have ended. Needs that aren't among `steps` are taken
/// as done.
void run_steps(const std::vector<StepWork>& steps, unsigned threads, const std::function<bool(const Step&)>& work);

}  // namespace rox
