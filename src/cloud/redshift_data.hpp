// Redshift's Data API: SQL over HTTPS, for where no network leads to the warehouse.
// https://docs.aws.amazon.com/redshift-data/latest/APIReference/
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "cloud/resources.hpp"

namespace rox {

struct DataColumn {
  std::string name;
  std::string type;  // "int4", "numeric", "varchar", …
  int precision = 0;
  int scale = 0;
  int length = 0;
};

/// Rows as they come, a page at a time: the text of each value, or none for NULL.
struct DataPage {
  std::vector<std::vector<std::optional<std::string>>> rows;
  std::string next;  // empty: the last one
};

/// Thrown by what Redshift says of a statement; there is no SQLSTATE, only its text.
Error data_api_error(const std::string& text, std::string_view sql);

/// A session in the warehouse: what SET does lasts from one statement to the next. From one thread at a time.
///
/// A call whose `stop` is requested ends with interrupted_error() at once, and its statement is cancelled there; only
/// if that comes too late it is done, and the call returns.
class RedshiftData {
 public:
  /// With a secret's ARN the session is that user's, else the caller's own.
  RedshiftData(AwsSession& session, const AwsResources& resources, std::string secret_arn = {})
      : session_(session), resources_(resources), secret_(std::move(secret_arn)) {}

  /// Runs one statement to its end; the id of its result.
  std::string run(const std::string& sql, const std::stop_token& stop = {});
  /// Runs them as one transaction. Throws usage_error if they are more than the 40 that one call takes.
  void run_transaction(const std::vector<std::string>& statements, const std::stop_token& stop = {});

  std::vector<DataColumn> columns(const std::string& id, const std::stop_token& stop = {});
  DataPage page(const std::string& id, const std::string& token, const std::stop_token& stop = {});

  const AwsResources& resources() const { return resources_; }

 private:
  std::string call(const std::string& action, const std::string& body, const AwsStop& stop);
  std::string submit(const std::string& action, const std::string& body, const std::stop_token& stop);
  void wait(const std::string& id, std::string_view sql, const std::stop_token& stop);
  bool has_finished(const std::string& id, std::string_view sql, const std::stop_token& stop);
  bool cancel(const std::string& id);

  AwsSession& session_;
  const AwsResources resources_;
  const std::string secret_;
  std::string id_;  // of the session, once there is one
};

}  // namespace rox
