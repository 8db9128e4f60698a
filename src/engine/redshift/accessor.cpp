#include "engine/redshift/accessor.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <mutex>

#include "base/error.hpp"
#include "cloud/redshift_api.hpp"
#include "engine/postgres/postgres.hpp"
#include "engine/redshift/data_api.hpp"
#include "engine/sql/schemas.hpp"

namespace rox {
namespace {

/// Amazon's roots are among the machine's; libpq looks nowhere by itself.
std::string root_certificates(const Environment& environment) {
  if (std::string file = environment("PGSSLROOTCERT"); !file.empty()) return file;
  for (const char* file :
       {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"}) {
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) return file;
  }
  return {};
}

/// By libpq.
class ConnectedRedshift : public Redshift {
 public:
  ConnectedRedshift(std::shared_ptr<AwsSession> session, PostgresConnection connection)
      : session_(std::move(session)), connection_(std::move(connection)) {}

  std::string accounts() const override { return connection_.accounts(); }
  void execute(std::string_view sql) override { connection_.execute(sql); }
  std::unique_ptr<Result> query(std::string_view sql) override { return connection_.query(sql); }
  void interrupt() override { connection_.interrupt(); }

  void transaction(const std::vector<std::string>& statements) override {
    connection_.execute("BEGIN");
    try {
      for (const std::string& statement : statements) connection_.execute(statement);
      connection_.execute("COMMIT");
    } catch (const Error&) {
      roll_back();
      throw;
    }
  }

 private:
  void roll_back() {
    try {
      connection_.execute("ROLLBACK");
    } catch (const Error&) {  // the connection is gone, and the transaction with it
    }
  }

  std::shared_ptr<AwsSession> session_;
  PostgresConnection connection_;
};

}  // namespace

std::shared_ptr<RedshiftAccessor> redshift_accessor(const Target& target) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<RedshiftAccessor>> known;
  std::lock_guard lock(mutex);
  std::shared_ptr<RedshiftAccessor>& accessor = known[target.name];
  if (!accessor) {
    accessor = std::make_shared<RedshiftAccessor>(std::make_shared<AwsSession>(session_options(target)), target);
  }
  return accessor;
}

RedshiftAccessor::RedshiftAccessor(std::shared_ptr<AwsSession> session, const Target& target)
    : session_(std::move(session)), access_(target.aws.access), place_(find_resources(*session_, target)) {
  if (access_ == RedshiftAccess::data_api) return;
  direct_ = true;
  if (access_ == RedshiftAccess::direct) return;
  if (!find_endpoint(*session_, place_).is_public) {
    // From inside of its network it may be reached all the same, but nothing tells where that is.
    direct_ = false;
    return;
  }
  try {
    connect({.patient = false});
  } catch (const Error& error) {
    if (!error.can_retry()) throw;
    direct_ = false;
  }
}

std::unique_ptr<Redshift> RedshiftAccessor::connect(const RedshiftOptions& options) const {
  const RedshiftEndpoint endpoint = find_endpoint(*session_, place_, options.stop);
  const RedshiftLogin login = get_login(*session_, place_, options.stop);
  PostgresConfig config;
  config.host = endpoint.host;
  config.port = std::to_string(endpoint.port);
  config.database = place_.database;
  config.user = login.user;
  config.sslmode = "verify-full";
  config.sslrootcert = root_certificates(session_->environment());
  config.schema = place_.schema;
  PostgresOptions postgres;
  postgres.search_path = options.search_path;
  postgres.read_only = options.read_only;
  postgres.dialect = SqlDialect::redshift;
  postgres.password = login.password;
  postgres.patient = options.patient;
  postgres.stop = options.stop;
  return std::make_unique<ConnectedRedshift>(session_, PostgresConnection(config, postgres));
}

std::unique_ptr<Redshift> RedshiftAccessor::open(const RedshiftOptions& options) const {
  std::unique_ptr<Redshift> engine = direct_ ? connect(options) : open_data_api(session_, place_, options);
  if (direct_ || !options.read_only) return engine;
  for (const std::string& schema : options.search_path) {
    if (has_schema(*engine, schema)) continue;
    throw usage_error(fmt::format("there is no warehouse yet: {} has no schema {}", place_.warehouse(), schema))
        .hint("run `rox run` on this target first: it makes it from the exports");
  }
  return engine;
}

}  // namespace rox
