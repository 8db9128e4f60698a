// The local warehouse as a destination: the workspace is a private copy of its file, renamed into place in the end.
#pragma once

#include "build/destination.hpp"
#include "build/workspace.hpp"

namespace rox {

class LocalDestination : public Destination {
 public:
  explicit LocalDestination(Workspace& workspace) : workspace_(workspace) {}

  void open() override;
  std::string lane(const Step&) const override { return "copy"; }
  bool works_in_workspace(StepKind kind) const override { return kind != StepKind::publish; }
  MartRows make_mart(const Mart& mart) override;
  Engine& engine() override { return workspace_.connection(); }
  void publish(StepResult& result) override;
  void interrupt() override {}  // all of it is done in the workspace, which is interrupted by itself

 private:
  Workspace& workspace_;
};

}  // namespace rox
