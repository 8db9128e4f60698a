#include "load/find_drift.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/error.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

/// Files that have the same thing in common.
struct Files {
  std::string first;
  std::size_t count = 0;

  void add(const std::string& name) {
    if (count++ == 0) first = name;
  }
  std::string text() const { return count > 1 ? fmt::format("{} and {} more", first, count - 1) : first; }
};

/// What differs in a table's files, each thing once.
class HeaderDrift {
 public:
  explicit HeaderDrift(const TableExports& exports) : exports_(exports) {}

  void add(const ExportFile& file, const HeaderMatch& match) {
    for (const std::string& field : match.new_fields) note(new_, field, file);
    for (const std::size_t column : match.missing_columns) note(missing_, exports_.table->columns[column].name, file);
    if (match.reordered) reordered_.add(file.name);
  }

  void report(DriftPolicy policy, std::vector<Drift>& drift) const {
    const std::string& table = exports_.table->name;
    const auto put = [&](const std::string& column, std::string kind, std::string_view action, std::string detail) {
      const bool refused = policy == DriftPolicy::reject;
      drift.push_back({table, column, std::move(kind), std::string(refused ? "refused" : action), std::move(detail)});
    };
    for (const auto& [column, files] : new_)
      put(column, "new_column", "ignored", fmt::format("new in {}", files.text()));
    for (const auto& [column, files] : missing_) {
      put(column, "missing_column", "null", fmt::format("missing in {}", files.text()));
    }
    if (reordered_.count > 0) {
      drift.push_back(
          {table, "", "reordered", "by_name", fmt::format("columns in another order in {}", reordered_.text())});
    }
  }

 private:
  using ByName = std::vector<std::pair<std::string, Files>>;

  static void note(ByName& list, const std::string& name, const ExportFile& file) {
    auto found = std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.first == name; });
    if (found == list.end()) found = list.insert(list.end(), {name, {}});
    found->second.add(file.name);
  }

  const TableExports& exports_;
  ByName new_;
  ByName missing_;
  Files reordered_;
};

void check_missing(const ExportFile& file, const Table& table, const HeaderMatch& match) {
  std::vector<std::string> needed;
  for (const std::size_t column : match.missing_columns) {
    if (!table.columns[column].nullable) needed.push_back("'" + table.columns[column].header_name() + "'");
  }
  if (needed.empty()) return;
  throw data_error(
      fmt::format("the header lacks {} of table '{}', which can't be missing", join(needed, ", "), table.name))
      .at(file.name, 1)
      .hint("export it again with that column, or make the column nullable in model.toml (and no part of the key)");
}

bool is_of_type(RejectCode code) {
  return code == RejectCode::unparsable || code == RejectCode::out_of_range || code == RejectCode::too_long;
}

}  // namespace

std::vector<FieldMap> map_fields(const TableExports& exports, const Dialect& dialect, DriftPolicy policy,
                                 std::vector<Drift>& drift) {
  std::vector<FieldMap> maps;
  bool all_plain = true;
  bool complete = true;
  HeaderDrift found(exports);
  for (const ExportFile& file : exports.files) {
    HeaderMatch match = match_header(file, dialect, *exports.table);
    if (policy != DriftPolicy::reject) check_missing(file, *exports.table, match);
    found.add(file, match);
    all_plain = all_plain && match.map.is_identity();
    complete = complete && match.new_fields.empty() && match.missing_columns.empty();
    maps.push_back(std::move(match.map));
  }
  found.report(policy, drift);
  if (all_plain || (policy == DriftPolicy::reject && !complete)) maps.clear();
  return maps;
}

std::vector<Drift> drift_of(const std::vector<Difference>& changes) {
  std::vector<Drift> drift;
  for (const Difference& change : changes) {
    Drift one{change.table, change.column, "retyped", "widened", fmt::format("{} -> {}", change.before, change.after)};
    if (change.before.empty()) {
      const bool table = change.what == Difference::What::table;
      one.kind = table ? "new_table" : "new_column";
      one.action = "added";
      one.detail = fmt::format("new {}{}", table ? "table " : "", change.after);
    }
    drift.push_back(std::move(one));
  }
  return drift;
}

std::vector<Drift> drift_of(const Table& table, std::uint64_t rows, const std::vector<Reject>& rejects) {
  constexpr std::uint64_t kOneIn = 100;
  std::map<std::string, std::uint64_t> counts;
  for (const Reject& reject : rejects) {
    if (is_of_type(reject.code) && !reject.column.empty()) ++counts[reject.column];
  }
  std::vector<Drift> drift;
  for (const Column& column : table.columns) {
    const auto found = counts.find(column.name);
    if (found == counts.end() || found->second * kOneIn < rows) continue;
    const std::uint64_t count = found->second;
    drift.push_back({table.name, column.name, "values", "rejected",
                     fmt::format("{} value{} no {} (rox model infer --diff shows what the exports prove)", count,
                                 count == 1 ? " is" : "s are", to_string(column.type))});
  }
  return drift;
}

}  // namespace rox
