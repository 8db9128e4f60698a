#include "load/loader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/terminal.hpp"
#include "discovery/sniff_encoding.hpp"
#include "engine/sql/schemas.hpp"
#include "load/doubled.hpp"
#include "load/relations.hpp"
#include "load/roll_back.hpp"
#include "load/shrinkage.hpp"
#include "model/name_pattern.hpp"
#include "source/export.hpp"
#include "source/header.hpp"
#include "source/name_order.hpp"
#include "source/newest.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr std::uint64_t kOwnMemory = std::uint64_t{64} << 20;

RejectLimits limits_of(const Project& project) {
  RejectLimits limits;
  limits.rows = project.source.max_rejects.rows;
  limits.share = project.source.max_rejects.share;
  limits.stop_at_first = project.source.on_reject == OnReject::fail;
  // A quarter of what is left once rox itself has its part, which doesn't shrink with the limit.
  const std::uint64_t limit = project.run.memory_limit;
  if (limit > 0) limits.bytes = std::max(limit > kOwnMemory ? limit - kOwnMemory : 0, limit / 8) / 4;
  return limits;
}

/// Whether the same keys in another part are meant, or let in.
bool parts_may_repeat(const Project& project, const Table& table) {
  const DriftPolicy drift = project.source.drift;
  return drift == DriftPolicy::freeze || drift == DriftPolicy::evolve || file_choice(table, project.source.listing) ||
         !table.dialect.over(project.source.dialect).from_name.empty();
}

/// Where the newest dump is gone, an older one is the newest of those that are there: what to say of that.
std::optional<std::string> older_dump_text(const std::vector<LoadedFile>& before, const TableExports& exports) {
  std::vector<std::string> names;
  for (const ExportFile& file : exports.files) names.push_back(file.name);
  for (const LoadedFile& file : before) names.push_back(file.file);
  const NameOrder order = order_by_name(names);
  const std::vector<std::size_t> newest = order.newest(names);
  const bool is_there =
      std::any_of(newest.begin(), newest.end(), [&](std::size_t i) { return i < exports.files.size(); });
  if (newest.empty() || is_there || order.day_or_month) return std::nullopt;
  return fmt::format("table {} is read from {}, which is older by its name than {}, from which it was loaded last",
                     exports.table->name, printable(names.front()), printable(names[newest.front()]));
}

}  // namespace

Loader::Loader(const Project& project, const Model& model, const LoadInputs& inputs, std::string run,
               std::uint64_t kept_rejects)
    : project_(project),
      model_(model),
      inputs_(inputs),
      run_(std::move(run)),
      rejects_(limits_of(project), kept_rejects),
      source_(export_source(project.source.dialect, inputs)) {}

void Loader::work_on(DuckDbConnection& connection) {
  connection_ = &connection;
  register_read_export(connection, source_);
  register_read_export(connection, std::make_shared<LoadedExports>(source_, rejects_), "load_export");
  register_read_export(connection, std::make_shared<SelectedExports>(source_), "load_changes");
}

const LoadCounts& Loader::load(const std::string& name) { return load(name, keeping_.has_value()); }

const LoadCounts& Loader::read(const std::string& name, std::uint64_t kept_rejects) {
  rejects_.forget_kept(kept_rejects);
  return load(name, false);
}

const LoadCounts& Loader::load(const std::string& name, bool keeps_records) {
  const TableExports& exports = inputs_.exports_of(name);
  const Table& table = *exports.table;
  started_.insert(table.name);
  for (const ExportFile& file : exports.files) refuse_other_encoding(file, table);
  if (project_.source.drift == DriftPolicy::reject) {
    for (const ExportFile& file : exports.files) check_header(file, project_.source.dialect, table);
  }
  // Headers that were found to be the model's, column for column, needn't be read once more.
  const auto maps = inputs_.maps.find(table.name);
  const bool are_as_in_model = maps != inputs_.maps.end() && maps->second.empty();
  if (project_.source.drift == DriftPolicy::widen && !are_as_in_model) {
    refuse_lacking(exports, project_.source.dialect);
  }
  const std::vector<LoadedFile> gone = files_gone_from(exports);
  LoadContext loading = context();
  LoadCounts& load = loads_[table.name];
  std::string new_rows;
  try {
    if (keeps_records) {
      KeptLoad kept = load_kept(loading, exports, *keeping_);
      load = std::move(kept.load);
      load.how = kept.how();
      new_rows = std::move(kept.new_rows);
      if (kept.changed) load.changed = {kept.changed->inserted, kept.changed->updated, kept.changed->deleted};
    } else if (elsewhere_) {
      load = load_parts(loading, table, elsewhere_(exports));
    } else {
      load = stream_or_load(loading, table);
    }
  } catch (const Error&) {
    heed_refused(table);  // too many rejects may be a type that has become too narrow
    throw;
  }
  heed_refused(table);
  const bool is_whole = !elsewhere_ && (!load.changed || has_tables_of_before());
  if (is_whole && project_.source.listing.copies != CopyPolicy::keep) {
    refuse_doubled(loading, exports, load, parts_may_repeat(project_, table));
  }
  if (const auto older = inputs_.older.find(table.name); older != inputs_.older.end()) {
    load.how +=
        fmt::format("{}the newest of {} files", load.how.empty() ? "" : "; ", older->second + exports.files.size());
  }
  if (before_ != nullptr && before_->contains(table.name)) {
    refuse_shrunken(project_.source, exports, before_->at(table.name).counts, load, rejects_.of_table(table.name),
                    gone);
  }
  const bool had_dump = before_ != nullptr && before_->contains(table.name) &&
                        file_choice(table, project_.source.listing) == FileChoice::newest;
  if (had_dump) {
    if (auto text = older_dump_text(files_before_(table.name), exports)) warnings_.push_back(std::move(*text));
  }
  tell_gone(gone, table, load);
  rejects_.expect_share(table.name, load.counts.rows_in);
  if (samples_ && !elsewhere_) {
    const SampledLoad loaded = sampled(exports);
    loaded.refuse_rewritten(load, new_rows);
    loaded.keep(load, !load.changed || has_tables_of_before());
  }
  write_reject_rows(*connection_, run_, table.name, rejects_.of_table(table.name));
  check_mends(table, load);
  for (const FileCounts& file : load.files) {
    if (file.repeated_headers == 0) continue;
    warnings_.push_back(fmt::format("{}: the header stands {} more time{} among the rows, and was left out there{}",
                                    file.file, file.repeated_headers, file.repeated_headers == 1 ? "" : "s",
                                    file.repeated_units == 0 ? "" : ", with the line below it"));
  }
  return load;
}

LoadCounts Loader::stream_or_load(LoadContext& loading, const Table& table) const {
  if (streamed_.contains(table.name)) {
    if (std::optional<LoadCounts> load = stream_table(loading, table, take_rows_)) return std::move(*load);
  }
  return load_table(loading, table);
}

SampledLoad Loader::sampled(const TableExports& exports) const {
  return {*connection_, *samples_, exports, project_.source};
}

const LoadCounts& Loader::roll_back(const Table& table, const std::string& run, const std::string& fingerprint) {
  started_.insert(table.name);
  loads_[table.name] = rox::roll_back(*connection_, table, run);
  if (const auto path = samples_ ? sample_path(samples_->folder, table.name, fingerprint) : std::nullopt) {
    write_sample(*path, take_sample(*connection_, exact_name(table.name, SqlDialect::duckdb),
                                    sampled_columns(table, project_.source.dialect)));
  }
  return loads_[table.name];
}

void Loader::take_up(const LoadedTable& loaded) {
  started_.insert(loaded.table);
  LoadCounts& load = loads_[loaded.table];
  load = {read_file_counts(*connection_, loaded.table), loaded.counts};
  for (Reject& reject : read_reject_rows(*connection_, loaded.table)) rejects_.add(std::move(reject));
  const TableExports& exports = inputs_.exports_of(loaded.table);
  check_mends(*exports.table, load);
  // On a server rows may be that aren't here.
  if (samples_ && !elsewhere_ && has_tables(*connection_, "main", {loaded.table})) {
    sampled(exports).refuse_rewritten(load, "");
  }
}

void Loader::enforce(const std::set<std::string>& tables) {
  LoadContext loading = context();
  enforce_relations(loading, model_, tables, loads_);
  for (const std::string& table : tables) rejects_.expect_share(table, loads_.at(table).counts.rows_in);
}

void Loader::heed_refused(const Table& table) const {
  if (!on_refused_) return;
  std::vector<Reject> refused;
  for (const Reject& reject : rejects_.of_table(table.name)) {
    if (is_of_type(reject)) refused.push_back(reject);
  }
  if (!refused.empty()) on_refused_(table, refused);
}

/// Every byte is a character in an encoding of one byte: an export that has become UTF-8 would load, and read JosÃ©.
void Loader::refuse_other_encoding(const ExportFile& file, const Table& table) const {
  const Dialect dialect = table.dialect.over(project_.source.dialect);
  if (dialect.encoding != Encoding::latin1 && dialect.encoding != Encoding::windows1252 &&
      dialect.encoding != Encoding::other) {
    return;
  }
  if (file.bytes == 0 || file.format == ExportFormat::sheet || file.format == ExportFormat::parquet) return;
  const EncodingSigns signs = look_for_signs(file);
  if (dialect.encoding == Encoding::latin1 && signs.windows && !signs.utf8) {
    throw data_error("the file has characters that Latin-1 doesn't, as windows-1252 has them (€, “quotes”, –)")
        .at(file.name)
        .hint(fmt::format("read as Latin-1 they would be invisible. windows-1252 has all of Latin-1: say encoding = "
                          "\"windows-1252\" in [source] of rox.toml, or in the dialect of table '{}' in model.toml",
                          table.name));
  }
  if (!signs.utf8) return;
  throw data_error(fmt::format("the file is UTF-8, and should be {}: read like that, its accents would be wrong",
                               encoding_name(dialect)))
      .at(file.name)
      .hint(fmt::format(
          "if it is UTF-8 from now on, say so: encoding = \"utf-8\" in [source] of rox.toml, or in the dialect "
          "of table '{}' in model.toml",
          table.name));
}

/// Of dumps side by side the older ones may go as they like.
std::vector<LoadedFile> Loader::files_gone_from(const TableExports& exports) const {
  const Table& table = *exports.table;
  if (!is_pattern(table.file) || before_ == nullptr || !before_->contains(table.name)) return {};
  if (file_choice(table, project_.source.listing) == FileChoice::newest) return {};
  return gone_files(files_before_(table.name), exports);
}

/// Rows that only moved to another file haven't gone with theirs.
void Loader::tell_gone(const std::vector<LoadedFile>& gone, const Table& table, LoadCounts& load) {
  if (gone.empty() || (load.changed && load.changed->deleted == 0)) return;
  load.how += fmt::format("{}without {}", load.how.empty() ? "" : "; ", gone_text(gone));
  const std::string keep =
      project_.source.remote ? ""
                             : fmt::format("; url = \"file://{}/\" in [source], in place of path, keeps what came once",
                                           project_.source.path.string());
  warnings_.push_back(fmt::format("table {} no longer has the rows of {}, which {} gone{}", table.name, gone_text(gone),
                                  gone.size() == 1 ? "is" : "are", keep));
}

/// A mend that found no such record is no error (the export may have been corrected), but somebody should know.
void Loader::check_mends(const Table& table, const LoadCounts& load) {
  auto mends = inputs_.mends.find(table.name);
  if (mends == inputs_.mends.end()) return;
  std::uint64_t mended = 0;
  for (const FileCounts& file : load.files) mended += file.mended;
  if (mended >= mends->second.size()) return;
  warnings_.push_back(
      fmt::format("{} of the mends in {} no longer match a record of {}: the exports have changed there; remove them",
                  mends->second.size() - mended,
                  project_.mend_file(table.name).lexically_relative(project_.root).string(), table.name));
}

std::vector<Drift> Loader::value_drift() const {
  std::vector<Drift> all;
  for (const Table& table : model_.tables) {
    if (!started_.contains(table.name)) continue;
    const auto loaded = loads_.find(table.name);
    const std::uint64_t rows = loaded == loads_.end() ? 0 : loaded->second.counts.rows_in;
    const std::vector<Drift> drift = drift_of(table, rows, rejects_.of_table(table.name));
    all.insert(all.end(), drift.begin(), drift.end());
  }
  return all;
}

std::vector<std::string> Loader::reject_statements(const std::set<std::string>& tables,
                                                   const AccountsPlace& place) const {
  std::vector<Reject> rejects;
  for (const std::string& table : tables) {
    std::vector<Reject> own = rejects_.of_table(table);
    std::move(own.begin(), own.end(), std::back_inserter(rejects));
  }
  return replace_reject_statements({tables.begin(), tables.end()}, rejects, run_, place);
}

void Loader::write_reject_files(const std::vector<std::string>& dropped) const {
  for (const std::string& table : started_) {
    write_reject_file(project_.reject_file(table), run_, rejects_.of_table(table),
                      project_.source.dialect.field_delimiter());
  }
  for (const std::string& table : dropped) {
    if (!file_name_problem(table)) remove_file(project_.reject_file(table));
  }
}

}  // namespace rox
