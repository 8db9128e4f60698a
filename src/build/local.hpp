// The next local warehouse: a private copy of the file that DuckDB works on, renamed into place in the end.
#pragma once

#include "build/build.hpp"

namespace rox {

class LocalBuild : public WarehouseBuild {
 public:
  explicit LocalBuild(const BuildInputs& inputs);

  void open() override;
  std::string lane(const Step&) const override { return "copy"; }

 private:
  bool works_here(const Step& step) const override { return step.kind != StepKind::publish; }
  void work(const Step& step, StepResult& result) override;
  void publish(StepResult& result);
};

}  // namespace rox
