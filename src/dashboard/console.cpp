#include "dashboard/console.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "sql/only_reads.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

std::string asked_sql(const Snapshot& snapshot, const Params& params) {
  params.expect({"sql", "limit", "format", "locale"});
  const auto sql = params.one("sql");
  if (!sql) throw usage_error("there is no SQL to run").hint("say sql=SELECT …");
  if (!only_reads(*sql, snapshot.target().dialect())) throw reading_only_error(snapshot.target().dialect());
  return *sql;
}

}  // namespace

Json console_json(const Snapshot& snapshot, const Params& params, const std::stop_token& gone) {
  constexpr std::uint64_t kUsual = 500;
  constexpr std::uint64_t kMost = 10'000;
  const std::string sql = asked_sql(snapshot, params);
  const std::uint64_t limit = params.number("limit", kUsual, kMost);
  LimitedEngine engine = snapshot.connect(gone);
  const Stopwatch seconds;
  return engine.ask([&](Engine& open) {
    const auto rows = open.query(sql);
    const FirstRows first = first_rows(*rows, limit);
    return Json{{"columns", columns_json(*rows)},
                {"rows", cells_json(first.rows)},
                {"more", first.more},
                {"seconds", seconds()}};
  });
}

NextPiece console_pieces(std::shared_ptr<const Snapshot> snapshot, const Params& params, const PieceWriter& write,
                         const std::stop_token& gone) {
  const std::string sql = asked_sql(*snapshot, params);
  return stream_rows(
      std::move(snapshot), gone, [&](Engine& open) { return open.query(sql); }, write);
}

}  // namespace rox
