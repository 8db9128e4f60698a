#include "dashboard/quality.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.hpp"
#include "dashboard/proof.hpp"
#include "dashboard/rows.hpp"
#include "engine/result/cells.hpp"
#include "quality/report.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

/// The report of the newest checks, or why it can't be shown: it is kept for people, so what is damaged is set aside.
Json checks_or_problem(const Project& project, Json& problem) {
  try {
    return last_checks_json(project.state_dir());
  } catch (const Error& error) {
    problem = placed_text(error);
    return nullptr;
  }
}

std::string account(const Engine& engine, const std::string& table) {
  return fmt::format("{}.{}", sql_name(engine.accounts(), engine.dialect()), table);
}

Json files_json(Engine& engine) {
  Json files = Json::array();
  const auto rows = engine.query(fmt::format(
      R"(SELECT "table", file, bytes, records, "rows", rejects, mended, blank_lines FROM {} ORDER BY "table", file)",
      account(engine, "files")));
  while (rows->next()) {
    for (std::size_t r = 0; r < rows->rows(); ++r) {
      const auto count = [&](std::size_t column) { return rows->is_null(column, r) ? 0 : count_at(*rows, column, r); };
      files.push_back({{"table", text_at(*rows, 0, r)},
                       {"file", text_at(*rows, 1, r)},
                       {"bytes", count(2)},
                       {"read", count(3)},
                       {"loaded", count(4)},
                       {"rejected", count(5)},
                       {"mended", count(6)},
                       {"blank_lines", count(7)}});
    }
  }
  return files;
}

Json reasons_json(Engine& engine) {
  Json reasons = Json::array();
  const auto rows =
      engine.query(fmt::format(R"(SELECT "table", code, COUNT(*) FROM {} GROUP BY "table", code ORDER BY 3 DESC, 1, 2)",
                               account(engine, "rejects")));
  while (rows->next()) {
    for (std::size_t r = 0; r < rows->rows(); ++r) {
      reasons.push_back(
          {{"table", text_at(*rows, 0, r)}, {"code", text_at(*rows, 1, r)}, {"rows", count_at(*rows, 2, r)}});
    }
  }
  return reasons;
}

Json relations_json(const WarehouseState& state) {
  Json relations = Json::array();
  for (const RelationReport& relation : state.relations) {
    relations.push_back({{"table", relation.table},
                         {"columns", relation.columns},
                         {"parent", relation.parent},
                         {"parent_columns", relation.parent_columns},
                         {"orphans", relation.orphans},
                         {"keys", relation.keys},
                         {"examples", relation.examples}});
  }
  return relations;
}

std::string rejects_query(const Engine& engine, const Params& params) {
  std::string where;
  for (const char* column : {"table", "code"}) {
    if (const auto value = params.one(column)) {
      where += fmt::format(R"( {} "{}" = {})", where.empty() ? "WHERE" : "AND", column,
                           sql_literal(*value, engine.dialect()));
    }
  }
  return fmt::format(R"(SELECT "table", file, line, "column", value, code, reason, raw FROM {}{} ORDER BY 1, 2, 3)",
                     account(engine, "rejects"), where);
}

}  // namespace

Json quality_json(const Snapshot& snapshot, const std::stop_token& gone) {
  LimitedEngine engine = snapshot.connect(gone);
  return engine.ask([&](Engine& open) {
    Json problem;
    Json checks = checks_or_problem(snapshot.project(), problem);
    return Json{{"files", files_json(open)},
                {"rejects", reasons_json(open)},
                {"relations", relations_json(snapshot.state())},
                {"verdict", verdict_json(snapshot)},
                {"checks", std::move(checks)},
                {"checks_problem", std::move(problem)}};
  });
}

NextPiece rejects_pieces(std::shared_ptr<const Snapshot> snapshot, const Params& params, const PieceWriter& write,
                         const std::stop_token& gone) {
  params.expect({"table", "code", "format", "locale"});
  return stream_rows(
      std::move(snapshot), gone, [&](Engine& open) { return open.query(rejects_query(open, params)); }, write);
}

Json rejects_json(const Snapshot& snapshot, const Params& params, const std::stop_token& gone) {
  params.expect({"table", "code", "offset", "limit", "format"});
  const RowPage page{params.number("offset", 0, 1'000'000'000), params.number("limit", 100, 10'000)};
  LimitedEngine engine = snapshot.connect(gone);
  return engine.ask([&](Engine& open) {
    const auto rows = open.query(rejects_query(open, params));
    return rows_json(*rows, page);
  });
}

std::filesystem::path failing_rows_file(const Project& project, const std::string& check) {
  if (const auto file = last_failing_rows(project.root, project.state_dir(), check)) return *file;
  throw usage_error(fmt::format("no failing rows of a check '{}' are kept", check))
      .hint("the page Quality lists the checks of the last run");
}

}  // namespace rox
