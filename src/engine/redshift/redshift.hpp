// Amazon Redshift as an engine, however it is reached (accessor.hpp).
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "cloud/resources.hpp"
#include "engine/engine.hpp"

namespace rox {

struct RedshiftOptions {
  std::vector<std::string> search_path{};
  bool read_only = false;
  bool patient = true;  // wait for a server that refuses connections
  /// Ends it for good from another thread, with interrupted_error(): the calls to AWS that open it, the wait for the
  /// connection, the statement that runs and all later ones.
  std::stop_token stop{};
};

class Redshift : public Engine {
 public:
  std::string_view name() const override { return "redshift"; }
  SqlDialect dialect() const override { return SqlDialect::redshift; }
  /// Runs all of them or, if one fails, none.
  virtual void transaction(const std::vector<std::string>& statements) = 0;
};

/// The schema of the accounts beside that of the tables.
inline std::string redshift_accounts(const AwsResources& place) { return place.schema + "_rox"; }

}  // namespace rox
