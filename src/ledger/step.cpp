#include "ledger/step.hpp"

#include <array>

namespace rox {
namespace {

constexpr std::array kKinds = {StepKind::evolve,  StepKind::load,      StepKind::relate, StepKind::upload,
                               StepKind::copy,    StepKind::transform, StepKind::check,  StepKind::guard,
                               StepKind::publish, StepKind::analyze,   StepKind::stage};

/// The name of the one step of that kind; empty if there is one per subject.
std::string_view only_name(StepKind kind) {
  switch (kind) {
    case StepKind::evolve: return "evolve";
    case StepKind::relate: return "relations";
    case StepKind::check: return "checks";
    case StepKind::guard: return "guards";
    case StepKind::publish: return "publish";
    default: return "";
  }
}

}  // namespace

std::string_view to_string(StepKind kind) {
  switch (kind) {
    case StepKind::evolve: return "evolve";
    case StepKind::load: return "load";
    case StepKind::relate: return "relate";
    case StepKind::upload: return "upload";
    case StepKind::copy: return "copy";
    case StepKind::transform: return "transform";
    case StepKind::check: return "check";
    case StepKind::guard: return "guard";
    case StepKind::publish: return "publish";
    case StepKind::analyze: return "analyze";
    case StepKind::stage: return "stage";
  }
  return "";
}

std::string StepId::name() const {
  const std::string_view only = only_name(kind);
  return only.empty() ? std::string(to_string(kind)) + "." + subject : std::string(only);
}

std::optional<StepId> StepId::parse(std::string_view name) {
  const std::size_t dot = name.find('.');
  for (const StepKind kind : kKinds) {
    const std::string_view only = only_name(kind);
    if (!only.empty() && name == only) return StepId{kind, ""};
    if (only.empty() && dot != std::string_view::npos && name.substr(0, dot) == to_string(kind)) {
      return StepId{kind, std::string(name.substr(dot + 1))};
    }
  }
  return std::nullopt;
}

Counts& Counts::operator+=(const Counts& more) {
  rows_in += more.rows_in;
  rows_out += more.rows_out;
  rejects += more.rejects;
  bytes += more.bytes;
  return *this;
}

bool is_kind(const StepResult& result, StepKind kind) {
  const std::optional<StepId> id = StepId::parse(result.step);
  return id && id->kind == kind;
}

std::string_view to_string(StepStatus status) {
  switch (status) {
    case StepStatus::running: return "running";
    case StepStatus::done: return "done";
    case StepStatus::unchanged: return "unchanged";
    case StepStatus::resumed: return "resumed";
    case StepStatus::failed: return "failed";
    case StepStatus::skipped: return "skipped";
  }
  return "";
}

}  // namespace rox
