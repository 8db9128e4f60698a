// The local warehouse as a destination: the workspace is a private copy of its file, renamed into place in the end.
#pragma once

#include <optional>

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
  Engine& reader() override { return *reader_; }
  void ask_changes(const std::function<void(ChangedTables&)>& ask) override;
  void publish(StepResult& result) override;
  void interrupt() override {  // the workspace is interrupted by itself
    if (reader_) reader_->interrupt();
  }

 private:
  void make_copy();
  void keep_changes();
  void keep_changes_of_tables();

  Workspace& workspace_;
  std::optional<DuckDbConnection> reader_;
  bool shares_blocks_ = false;  // the private copy with the warehouse
};

}  // namespace rox
