#include "build/postgres_marts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "engine/sql/schemas.hpp"
#include "plan/fingerprint.hpp"
#include "sql/quote.hpp"

namespace rox {

std::string PostgresMarts::stand_in(const std::string& mart) {
  return "rox_left_" + hash_text(to_lower(mart)).substr(0, 16);
}

bool PostgresMarts::leave(PostgresConnection& connection, const Mart& mart) {
  const BuildInputs& inputs = workspace_.inputs();
  const auto before = inputs.before.marts.find(mart.file.name);
  if (inputs.full_refresh || before == inputs.before.marts.end() ||
      !is_made_by(mart, before->second, fingerprints_of(inputs.before))) {
    return false;
  }
  const ColumnsRead* columns = selects_.columns_of(mart.file.name);
  if (columns == nullptr || std::any_of(mart.reads.begin(), mart.reads.end(), [&](const std::string& read) {
        return is_reached(connection, read, *columns);
      })) {
    return false;
  }
  if (!is_untouched(connection, inputs.target.postgres().schema, mart.file.name, before->second.counts.rows_out))
    return false;
  connection.execute(fmt::format("CREATE TABLE IF NOT EXISTS {} ()",
                                 qualified_name(next_, stand_in(mart.file.name), SqlDialect::postgres)));
  return true;
}

/// By a change of the table or mart `read`; also if nobody knows.
bool PostgresMarts::is_reached(PostgresConnection& connection, const std::string& read, const ColumnsRead& columns) {
  const BuildInputs& inputs = workspace_.inputs();
  if (const Table* table = inputs.model.find_table(read)) {
    if (!workspace_.due().contains(table->name)) return false;
    const auto found = columns.find(table->name);
    return found == columns.end() || !workspace_.is_changed_elsewhere(table->name) ||
           changes_.changes_columns(connection, *table, found->second);
  }
  const bool is_made = std::any_of(inputs.plan.steps.begin(), inputs.plan.steps.end(), [&](const Step& step) {
    return step.kind == StepKind::transform && step.due && equals_ignore_case(step.subject, read);
  });
  return is_made && !has_tables(connection, next_, {stand_in(read)});
}

}  // namespace rox
