#include "cloud/stack/access.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "cloud/redshift_api.hpp"
#include "cloud/redshift_data.hpp"
#include "sql/quote.hpp"

namespace rox {

void let_in(AwsSession& session, const AwsResources& resources) {
  RedshiftData own(session, resources);
  const std::string result = own.run("SELECT current_user");
  const DataPage page = own.page(result, "");
  if (page.rows.empty() || !page.rows.front().front()) throw outside_error("Redshift doesn't say who we are");
  const std::string secret = admin_secret(session, resources);
  if (secret.empty()) {
    throw outside_error(fmt::format("{} has no administrator's secret", resources.warehouse()))
        .hint("grant CREATE on the database to whoever runs rox");
  }
  RedshiftData admin(session, resources, secret);
  admin.run(fmt::format("GRANT CREATE ON DATABASE {} TO {}", exact_name(resources.database, SqlDialect::redshift),
                        exact_name(*page.rows.front().front(), SqlDialect::redshift)));
}

}  // namespace rox
