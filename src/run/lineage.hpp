// OpenLineage: what a run reads and makes, as events for a catalogue of lineage (Marquez, DataHub and others), to a
// file and to an HTTP endpoint. One job for the run, one for each step below it; a step that loads a table reads its
// exports, a mart's reads tables, an analysis reads what its SQL names. Format:
// https://openlineage.io/spec/2-0-2/OpenLineage.json (names of datasets: https://openlineage.io/docs/spec/naming).
//
// A lineage server that is down never fails a run: the run warns, and sends it nothing more.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "build/column_lineage.hpp"
#include "cloud/http.hpp"
#include "ledger/recorder.hpp"
#include "plan/plan.hpp"

namespace rox {

/// Where events go: as [lineage] says, else as OpenLineage's own environment variables do (OPENLINEAGE_URL,
/// OPENLINEAGE_ENDPOINT, OPENLINEAGE_NAMESPACE; OPENLINEAGE_API_KEY for the endpoint's token).
struct LineageEndpoint {
  std::filesystem::path file;  // empty: none
  std::string url;             // whole; empty: none
  std::string api_key;
  std::string space;  // the namespace of the jobs
};

/// Empty if nobody wants any.
std::optional<LineageEndpoint> lineage_place(const Project& project);

/// Tells what goes on to the catalogue and to another observer.
class LineageObserver : public RunObserver {
 public:
  /// All of it must outlive this.
  LineageObserver(const Project& project, const Target& target, RunObserver& next);

  /// Before anything is done. From then on steps that are done are told; `plan` and `model` must outlive this.
  void run_started(const RunRecord& record, const Plan& plan, const Model& model);
  void run_finished(const RunRecord& record);

  void step_started(const Step& step) override;
  void step_finished(const StepResult& result) override;
  void progress(const Step& step, std::uint64_t bytes, std::uint64_t total, std::uint64_t rows) override;

  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  const ColumnLineage& columns_for(const Step& step);
  void send(const std::string& event);
  void post(const std::string& event);

  const Project& project_;
  const Target& target_;
  RunObserver& next_;
  const std::optional<LineageEndpoint> place_;
  RunRecord run_;
  const Plan* plan_ = nullptr;
  const Model* model_ = nullptr;
  std::optional<ColumnLineage> columns_;  // once a mart is told
  HttpClient http_;
  bool is_away_ = false;
  std::vector<std::string> warnings_;
};

}  // namespace rox
