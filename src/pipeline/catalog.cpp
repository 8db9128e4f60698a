#include "pipeline/catalog.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "pipeline/plan.hpp"

namespace rox {
namespace {

IgnoredRejects ignored_rejects;

}  // namespace

Table loadable(Table table) {
  for (const std::string& name : table.primary_key) {
    if (auto column = table.find_column(name)) table.columns[*column].nullable = false;
  }
  return table;
}

void RunCatalog::add(const Table& table, std::vector<ExportFile> files, MendSet mends, std::vector<FieldMap> maps) {
  entries_.insert_or_assign(to_lower(table.name),
                            Entry{loadable(table), std::move(files), std::move(mends), std::move(maps)});
}

std::uint32_t RunCatalog::field_number(std::string_view table, std::string_view file, std::size_t column) const {
  const Entry& exports = entry(table);
  for (std::size_t i = 0; i < exports.maps.size(); ++i) {
    if (exports.files[i].name != file) continue;
    const std::optional<std::size_t> field = exports.maps[i].field_of.at(column);
    return field ? static_cast<std::uint32_t>(*field + 1) : 0;
  }
  return static_cast<std::uint32_t>(column + 1);
}

void RunCatalog::expect_load(RejectSink& sink) {
  std::lock_guard lock(mutex_);
  sink_ = &sink;
  load_scan_.reset();
}

std::shared_ptr<TableScan> RunCatalog::load_scan() const {
  std::lock_guard lock(mutex_);
  return load_scan_;
}

const RunCatalog::Entry& RunCatalog::entry(std::string_view name) const {
  auto found = entries_.find(to_lower(name));
  if (found != entries_.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [key, entry] : entries_) names.push_back(entry.table.name);
  throw usage_error(fmt::format("there is no export of a table '{}'{}", name, did_you_mean(name, names)))
      .hint("the tables are " + join(names, ", "));
}

const MendSet& RunCatalog::mends(std::string_view table) const { return entry(table).mends; }

const Table& RunCatalog::table(std::string_view name) { return entry(name).table; }

std::shared_ptr<TableScan> RunCatalog::open(const Table& table, std::vector<ScanColumn> columns) {
  const Entry& exports = entry(table.name);
  std::lock_guard lock(mutex_);
  ScanOptions options;
  options.columns = std::move(columns);
  options.maps = exports.maps;
  options.watch_key_order = sink_ != nullptr && !table.primary_key.empty();
  RejectSink& sink = sink_ != nullptr ? *sink_ : ignored_rejects;
  auto scan =
      std::make_shared<TableScan>(exports.table, exports.files, dialect_, std::move(options), sink, &exports.mends);
  if (sink_ != nullptr) load_scan_ = scan;
  sink_ = nullptr;
  return scan;
}

std::shared_ptr<RunCatalog> catalog_of(const Dialect& dialect, const Plan& plan) {
  auto catalog = std::make_shared<RunCatalog>(dialect);
  for (const TableExports& exports : plan.exports) {
    const auto mends = plan.mends.find(exports.table->name);
    const auto maps = plan.maps.find(exports.table->name);
    catalog->add(*exports.table, exports.files, mends == plan.mends.end() ? MendSet() : mends->second,
                 maps == plan.maps.end() ? std::vector<FieldMap>() : maps->second);
  }
  return catalog;
}

}  // namespace rox
