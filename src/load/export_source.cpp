#include "load/export_source.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/locate_mends.hpp"

namespace rox {
namespace {

IgnoredRejects ignored_rejects;

}  // namespace

Table loadable(Table table) {
  if (table.has_certain_key()) require_key_values(table);
  return table;
}

void ExportSource::add(const Table& table, std::vector<ExportFile> files, MendSet mends, std::vector<FieldMap> maps) {
  entries_.insert_or_assign(to_lower(table.name),
                            Entry{loadable(table), std::move(files), std::move(mends), std::move(maps)});
}

std::uint32_t ExportSource::field_number(std::string_view table, std::string_view file, std::size_t column) const {
  const Entry& exports = entry(table);
  for (std::size_t i = 0; i < exports.maps.size(); ++i) {
    if (exports.files[i].name != file) continue;
    const std::optional<std::size_t> field = exports.maps[i].field_of.at(column);
    return field ? static_cast<std::uint32_t>(*field + 1) : 0;
  }
  return static_cast<std::uint32_t>(column + 1);
}

std::shared_ptr<TableScan> ExportSource::load_scan() const {
  std::lock_guard lock(mutex_);
  return load_scan_;
}

const ExportSource::Entry& ExportSource::entry(std::string_view name) const {
  auto found = entries_.find(to_lower(name));
  if (found != entries_.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [key, entry] : entries_) names.push_back(entry.table.name);
  throw usage_error(fmt::format("there is no export of a table '{}'{}", name, did_you_mean(name, names)))
      .hint("the tables are " + join(names, ", "));
}

std::vector<FieldMap> ExportSource::maps(std::string_view table) const {
  const Entry& exports = entry(table);
  if (!exports.maps.empty()) return exports.maps;
  return std::vector<FieldMap>(exports.files.size(), identity_map(exports.table.columns.size()));
}

const MendSet& ExportSource::located_mends(const Entry& exports) {
  std::lock_guard lock(mends_mutex_);
  const auto found = located_mends_.find(exports.table.name);
  if (found != located_mends_.end()) return found->second;
  MendSet located = locate_mends(exports.mends, exports.files, exports.table.dialect.over(dialect_));
  return located_mends_.emplace(exports.table.name, std::move(located)).first->second;
}

const Table& ExportSource::table(std::string_view name) { return entry(name).table; }

std::shared_ptr<TableScan> ExportSource::open(const Table& table, std::vector<ScanColumn> columns) {
  const Entry& exports = entry(table.name);
  return std::make_shared<TableScan>(exports.table, exports.files, dialect_,
                                     ScanOptions{.columns = std::move(columns), .maps = exports.maps}, ignored_rejects,
                                     &located_mends(exports));
}

std::shared_ptr<TableScan> ExportSource::open_load(const Table& table, std::vector<ScanColumn> columns,
                                                   RejectSink& rejects, bool block_by_block) {
  const Entry& exports = entry(table.name);
  ScanOptions options;
  options.columns = std::move(columns);
  options.maps = exports.maps;
  options.watch_key_order = !table.primary_key.empty();
  options.block_by_block = block_by_block;
  options.take_marks = std::exchange(take_marks_, nullptr);
  options.ranges = std::exchange(ranges_, {});
  auto scan = std::make_shared<TableScan>(exports.table, exports.files, dialect_, std::move(options), rejects,
                                          &located_mends(exports));
  std::lock_guard lock(mutex_);
  load_scan_ = scan;
  return scan;
}

std::shared_ptr<TableScan> ExportSource::open_selected(const Table& table, std::vector<ScanColumn> columns) {
  const Entry& exports = entry(table.name);
  ScanOptions options;
  options.columns = std::move(columns);
  options.maps = exports.maps;
  options.only = selection_;
  auto scan = std::make_shared<TableScan>(exports.table, exports.files, dialect_, std::move(options),
                                          *selection_rejects_, &located_mends(exports));
  std::lock_guard lock(mutex_);
  load_scan_ = scan;
  return scan;
}

std::shared_ptr<ExportSource> export_source(const Dialect& dialect, const LoadInputs& inputs) {
  auto source = std::make_shared<ExportSource>(dialect);
  for (const TableExports& exports : inputs.exports) {
    const auto mends = inputs.mends.find(exports.table->name);
    const auto maps = inputs.maps.find(exports.table->name);
    source->add(*exports.table, exports.files, mends == inputs.mends.end() ? MendSet() : mends->second,
                maps == inputs.maps.end() ? std::vector<FieldMap>() : maps->second);
  }
  return source;
}

}  // namespace rox
