// Every question on every engine, each engine's answer compared with that of the first.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "engine/engine.hpp"
#include "quality/compare.hpp"
#include "sql/sql_file.hpp"

namespace rox {

/// Somebody who answers: an engine, or why there is none.
struct ComparedEngine {
  std::string name;
  std::unique_ptr<Engine> engine;
  std::optional<Error> error;  // set where engine is null
};

struct EngineAnswer {
  std::string engine;
  double seconds = 0;  // what the engine took, without comparing
  std::uint64_t rows = 0;
  Comparison comparison;  // with the first engine's; of that one: equal, or failed
  std::optional<Error> error;
};

struct ComparedQuestion {
  std::string name;
  std::string title;
  std::vector<EngineAnswer> answers;  // one an engine, in their order
};

struct ComparisonReport {
  std::vector<std::string> engines;  // the first is the baseline
  std::vector<ComparedQuestion> questions;

  Verdict verdict() const;  // the worst
};

/// `values_of` gives the parameters of a file. Nothing is thrown for an engine that fails: it is in the report.
ComparisonReport compare_engines(std::vector<ComparedEngine>& readers, const std::vector<SqlFile>& files,
                                 const std::function<ParamValues(const SqlFile&)>& values_of,
                                 const std::function<void(const std::string& engine, const SqlFile&)>& started);

}  // namespace rox
