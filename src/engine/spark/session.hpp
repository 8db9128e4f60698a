// The other side of session.py: spark-submit as long as it lives, and the socket to it; for spark.hpp's implementation.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

#include "base/file.hpp"
#include "base/json.hpp"
#include "base/process.hpp"
#include "base/temporary_folder.hpp"
#include "engine/spark/launch.hpp"

namespace rox {

/// From any thread; one that asks waits until the one before it has its answer.
class SparkSession {
 public:
  /// `stop` ends the wait for Spark.
  explicit SparkSession(const SparkConfig& config, const std::stop_token& stop = {});
  /// Ends Spark: by itself, as session.py does when its socket closes, or else by force.
  ~SparkSession();
  SparkSession(const SparkSession&) = delete;
  SparkSession& operator=(const SparkSession&) = delete;

  /// What session.py answers. Errors that it tells are thrown, with their place in `sql`.
  JsonValue ask(const nlohmann::json& request, std::string_view sql = {});

  /// Ends Spark: what is asked now, or later, throws interrupted_error().
  void interrupt();
  /// Whether it was ended, so that nothing can be asked any more.
  bool interrupted() const { return interrupted_; }

 private:
  void connect(UniqueFd listening, const std::stop_token& stop);
  JsonValue receive();
  std::string log() const;

  SparkConfig config_;
  TemporaryFolder folder_{"spark", TemporaryFolder::Use::sockets};
  SparkFolder files_{folder_.path()};
  std::unique_ptr<BackgroundProcess> process_;
  UniqueFd socket_;
  std::atomic<bool> interrupted_ = false;
  std::mutex asking_;
  std::string received_;  // and not yet used
};

}  // namespace rox
