// The next local warehouse: a private copy of the file that DuckDB works on, renamed into place in the end.
#pragma once

#include <optional>

#include "pipeline/build.hpp"
#include "pipeline/warehouse.hpp"

namespace rox {

class LocalBuild : public WarehouseBuild {
 public:
  explicit LocalBuild(const BuildInputs& inputs);

  /// Makes the private copy and opens it.
  void open() override;
  void run(const Step& step, StepResult& result) override;

 private:
  void publish(StepResult& result);

  // In this order: the connection closes before the copy goes away.
  std::optional<PrivateCopy> copy_;
  std::optional<DuckDbConnection> connection_;
};

}  // namespace rox
