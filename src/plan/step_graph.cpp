#include "plan/step_graph.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"

namespace rox {
namespace {

class Linker {
 public:
  explicit Linker(Plan& plan) : plan_(plan) {}

  void link() {
    for (Step& step : plan_.steps) {
      step.needs = needs_of(step);
      std::sort(step.needs.begin(), step.needs.end());
      for (const std::string& needed : step.needs) unneeded_.erase(needed);
      unneeded_.insert(step.name());
      note(step);
    }
  }

 private:
  std::vector<std::string> needs_of(const Step& step) const {
    switch (step.kind) {
      case StepKind::evolve:
      case StepKind::load:
      case StepKind::stage: return {};
      case StepKind::relate:
      case StepKind::check:
      case StepKind::guard:
      case StepKind::publish: return {unneeded_.begin(), unneeded_.end()};  // all that was done until then
      case StepKind::upload:
      case StepKind::copy: return ready({step.subject});
      case StepKind::transform: return ready(reads_of(step.subject));
      case StepKind::analyze: return {publish_};
    }
    return {};
  }

  /// The steps after which these tables and marts are what they will be.
  std::vector<std::string> ready(const std::vector<std::string>& names) const {
    std::set<std::string> steps;
    for (const std::string& name : names) {
      const auto made = made_by_.find(to_lower(name));
      if (made == made_by_.end()) continue;  // it is there already
      steps.insert(made->second->name());
      // A relation that is enforced may still take rows out of a loaded table.
      if (made->second->kind == StepKind::load && !relations_.empty()) steps.insert(relations_);
    }
    return {steps.begin(), steps.end()};
  }

  std::vector<std::string> reads_of(const std::string& mart) const {
    const auto found =
        std::find_if(plan_.marts.begin(), plan_.marts.end(), [&](const Mart& m) { return m.file.name == mart; });
    return found == plan_.marts.end() ? std::vector<std::string>() : found->reads;
  }

  void note(const Step& step) {
    if (!step.subject.empty() && step.kind != StepKind::analyze) made_by_[to_lower(step.subject)] = &step;
    if (step.kind == StepKind::relate) relations_ = step.name();
    if (step.kind == StepKind::publish) publish_ = step.name();
  }

  Plan& plan_;
  std::map<std::string, const Step*> made_by_;
  std::set<std::string> unneeded_;  // steps that no other one needs so far
  std::string relations_;
  std::string publish_;
};

}  // namespace

void link_steps(Plan& plan) { Linker(plan).link(); }

std::map<std::string, std::set<std::string>> due_needs(const Plan& plan) {
  std::map<std::string, std::set<std::string>> before;
  std::set<std::string> due;
  for (const Step& step : plan.steps) {
    std::set<std::string>& needs = before[step.name()];
    for (const std::string& needed : step.needs) {
      if (due.contains(needed)) {
        needs.insert(needed);
      } else if (const auto left_out = before.find(needed); left_out != before.end()) {
        needs.insert(left_out->second.begin(), left_out->second.end());
      }
    }
    if (step.due) due.insert(step.name());
  }
  return before;
}

std::string plan_dot(const Plan& plan) {
  const auto quoted = [](std::string_view text) {
    std::string quotes(1, '"');
    for (const char c : text) {
      if (c == '"' || c == '\\') quotes += '\\';
      quotes += c;
    }
    return quotes + '"';
  };
  std::string out =
      "digraph plan {\n  rankdir = LR;\n  node [shape = box, style = \"rounded,filled\", fontname = \"sans-serif\"];\n";
  for (const Step& step : plan.steps) {
    out += fmt::format("  {} [fillcolor = {}, tooltip = {}];\n", quoted(step.name()), step.due ? "gold" : "white",
                       quoted(step.reason));
  }
  for (const Step& step : plan.steps) {
    for (const std::string& needed : step.needs)
      out += fmt::format("  {} -> {};\n", quoted(needed), quoted(step.name()));
  }
  return out + "}\n";
}

}  // namespace rox
