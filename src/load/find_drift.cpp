#include "load/find_drift.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/header.hpp"

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
    for (const std::string& field : match.new_fields) note(new_, field, file.name);
    for (const std::size_t column : match.missing_columns)
      note(missing_, exports_.table->columns[column].name, file.name);
    for (const std::size_t column : match.absent_keys) note(absent_, exports_.table->columns[column].name, file.name);
    if (match.reordered) reordered_.add(file.name);
    for (const NameBeside& beside : match.beside) note(beside_, beside.name, file.name + "!" + beside.cell);
  }

  /// `lacks`: columns are missing that may not be.
  void report(DriftPolicy policy, bool lacks, std::vector<Drift>& drift) const {
    const std::string& table = exports_.table->name;
    const bool refused = policy == DriftPolicy::reject || lacks;
    const auto put = [&](const std::string& column, std::string kind, std::string_view action, std::string detail) {
      drift.push_back({table, column, std::move(kind), std::string(refused ? "refused" : action), std::move(detail)});
    };
    for (const auto& [column, files] : new_)
      put(column, "new_column", "ignored", fmt::format("new in {}", files.text()));
    for (const auto& [column, files] : missing_) {
      put(column, "missing_column", "null", fmt::format("missing in {}", files.text()));
    }
    for (const auto& [column, cells] : beside_) {
      drift.push_back({table, column, "beside", "ignored",
                       fmt::format("{} stands beside the `columns` of the table's dialect", cells.text())});
    }
    for (const auto& [column, files] : absent_) {
      drift.push_back({table, column, "missing_column", "null", fmt::format("in no object of {}", files.text())});
    }
    if (reordered_.count > 0) {
      drift.push_back(
          {table, "", "reordered", "by_name", fmt::format("columns in another order in {}", reordered_.text())});
    }
  }

 private:
  using ByName = std::vector<std::pair<std::string, Files>>;

  static void note(ByName& list, const std::string& name, const std::string& where) {
    auto found = std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.first == name; });
    if (found == list.end()) found = list.insert(list.end(), {name, {}});
    found->second.add(where);
  }

  const TableExports& exports_;
  ByName new_;
  ByName missing_;
  ByName beside_;
  ByName absent_;  // of files that may lack them
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

std::vector<HeaderMatch> match_headers(const TableExports& exports, const Dialect& dialect) {
  std::vector<HeaderMatch> matches;
  for (const ExportFile& file : exports.files) matches.push_back(match_header(file, dialect, *exports.table));
  return matches;
}

/// The first part that lacks a column it should have. Earlier parts, in the order of their names, may lack one that
/// came later and can be NULL: once there, it stays.
std::optional<std::size_t> first_lacking(const Table& table, const std::vector<HeaderMatch>& matches) {
  std::vector<bool> seen(table.columns.size(), false);
  for (std::size_t i = 0; i < matches.size(); ++i) {
    const std::vector<std::size_t>& missing = matches[i].missing_columns;
    const bool last = i + 1 == matches.size();
    const bool lacks = std::any_of(missing.begin(), missing.end(), [&](std::size_t column) {
      return last || seen[column] || !table.columns[column].nullable;
    });
    if (lacks) return i;
    for (std::size_t c = 0; c < seen.size(); ++c) {
      if (std::find(missing.begin(), missing.end(), c) == missing.end()) seen[c] = true;
    }
  }
  return std::nullopt;
}

}  // namespace

bool is_of_type(const Reject& reject) {
  const bool type = reject.code == RejectCode::unparsable || reject.code == RejectCode::out_of_range ||
                    reject.code == RejectCode::too_long;
  return type && !reject.column.empty();
}

std::vector<FieldMap> map_fields(const TableExports& exports, const Dialect& dialect, DriftPolicy policy,
                                 std::vector<Drift>& drift) {
  std::vector<HeaderMatch> matches = match_headers(exports, dialect);
  std::vector<FieldMap> maps;
  bool all_plain = true;
  bool complete = true;
  HeaderDrift found(exports);
  for (std::size_t i = 0; i < matches.size(); ++i) {
    HeaderMatch& match = matches[i];
    const bool goes_on = policy == DriftPolicy::freeze || policy == DriftPolicy::evolve;
    if (goes_on) check_missing(exports.files[i], *exports.table, match);
    found.add(exports.files[i], match);
    all_plain = all_plain && match.map.is_identity();
    complete = complete && match.new_fields.empty() && match.missing_columns.empty();
    maps.push_back(std::move(match.map));
  }
  found.report(policy, policy == DriftPolicy::widen && first_lacking(*exports.table, matches), drift);
  if (all_plain || (policy == DriftPolicy::reject && !complete)) maps.clear();
  return maps;
}

void refuse_lacking(const TableExports& exports, const Dialect& dialect) {
  const std::vector<HeaderMatch> matches = match_headers(exports, dialect);
  const std::optional<std::size_t> lacking = first_lacking(*exports.table, matches);
  if (lacking) check_header(exports.files[*lacking], dialect, *exports.table);
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
    if (is_of_type(reject)) ++counts[reject.column];
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
