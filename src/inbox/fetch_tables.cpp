#include "inbox/fetch_tables.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "inbox/arrival_name.hpp"
#include "inbox/arrivals.hpp"
#include "inbox/file_sums.hpp"
#include "inbox/mirror.hpp"
#include "inbox/open_source_database.hpp"
#include "inbox/rate_limit.hpp"

namespace rox {
namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 20;

class FetchTables {
 public:
  FetchTables(const Project& project, const FetchOptions& options)
      : project_(project),
        source_(*project.source.remote),
        options_(options),
        mirror_(project),
        arrivals_(read_arrivals(project)),
        limit_(source_.bandwidth),
        database_(open_source_database(source_, options.stop)) {}

  FetchReport go() {
    mirror_.tidy(arrivals_, source_.url);
    report_.warnings = database_->begin_snapshot();
    const std::vector<CatalogueTable> tables = database_->tables(CatalogueDetail::columns);
    if (tables.empty()) {
      throw usage_error(source_.tables.empty() ? "the database has no table"
                                               : "no table is called as [source] tables says")
          .at(database_->where())
          .hint("as in tables = [\"sales.*\", \"public.customers\"]; its user has to have the right to read them");
    }
    std::set<std::string> there;
    for (const CatalogueTable& table : tables) {
      there.insert(table.file());
      fetch(table);
    }
    finish(there);
    return std::move(report_);
  }

 private:
  void fetch(const CatalogueTable& table) {
    NamedArrivals& named = arrivals_[shown_name(table.file())];
    Arrival arrival;
    arrival.file = shown_name(table.file());
    arrival.source = source_.url;
    arrival.first_seen = arrival.version = utc_now();
    if (const auto problem = arrival_name_problem(table.file())) {
      arrival.why = "its name " + *problem;
    } else if (table.file().find('/') != std::string::npos) {
      arrival.why = "its name has a '/' in it";
    }
    named.pending = std::move(arrival);
    if (!named.pending->why.empty()) {
      named.pending->state = ArrivalState::refused;
      return;
    }
    copy(table, *named.pending);
    if (named.taken && named.taken->sha256 == named.pending->sha256) {
      named.taken->gone = false;
      named.pending.reset();
      return;
    }
    take_arrival(named, utc_now());
    report_.fresh.push_back(*named.taken);
  }

  void copy(const CatalogueTable& table, Arrival& arrival) {
    const std::filesystem::path partial = mirror_.partial(source_.url, {table.file(), 0, arrival.version});
    while (!copied(table, arrival, partial)) {
    }
    const FileSums sums = sums_of(partial);
    mirror_.keep(partial, sums.sha256);
    arrival.sha256 = sums.sha256;
    arrival.xxh3 = sums.xxh3;
  }

  /// False: it has to be done again.
  bool copied(const CatalogueTable& table, Arrival& arrival, const std::filesystem::path& partial) {
    const UniqueFd fd = open_file(partial, O_WRONLY | O_CREAT | O_TRUNC);
    std::string buffer;
    arrival.bytes = 0;
    const bool done = database_->copy(table, delimiter(), [&](std::string_view text) {
      buffer += text;
      arrival.bytes += text.size();
      if (arrival.bytes > source_.max_file) {
        throw usage_error(fmt::format("{} is larger than [source] max_file allows", arrival.file))
            .hint("raise max_file, or leave the table out of [source] tables");
      }
      if (buffer.size() < kBuffer) return;
      flush(fd, buffer, partial);
    });
    flush(fd, buffer, partial);
    return done;
  }

  void flush(const UniqueFd& fd, std::string& buffer, const std::filesystem::path& file) {
    write_all(fd.get(), buffer, file);
    report_.bytes += buffer.size();
    if (options_.progress) options_.progress(report_.bytes, report_.bytes);
    limit_.take(buffer.size(), options_.stop);
    buffer.clear();
  }

  /// As the project reads its exports.
  char delimiter() const {
    const std::string& delimiter = project_.source.dialect.delimiter;
    return delimiter.size() == 1 ? delimiter.front() : ',';
  }

  void finish(const std::set<std::string>& there) {
    for (auto& [name, named] : arrivals_) {
      if (there.contains(name)) continue;
      named.pending.reset();
      if (named.taken) named.taken->gone = true;
      if (named.taken && source_.drops_gone) named.taken.reset();
    }
    for (const auto& [name, named] : arrivals_) {
      if (named.taken) ++report_.present;
      if (named.pending) report_.refused.push_back(*named.pending);
    }
    mirror_.sync();
    write_arrivals(project_, arrivals_);
    report_.shown = show_arrivals(project_, mirror_, arrivals_, options_.lock_wait);
  }

  const Project& project_;
  const RemoteSource& source_;
  const FetchOptions& options_;
  const Mirror mirror_;
  Arrivals arrivals_;
  RateLimit limit_;
  const std::unique_ptr<SourceDatabase> database_;
  FetchReport report_;
};

/// The names that the model has for a table's columns; none if it lacks one.
std::vector<std::string> model_names(const Table& table, const std::vector<std::string>& columns) {
  std::vector<std::string> names;
  for (const std::string& wanted : columns) {
    const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                                     [&](const Column& candidate) { return candidate.header_name() == wanted; });
    if (column == table.columns.end()) return {};
    names.push_back(column->name);
  }
  return names;
}

Table* table_of_file(Model& model, const std::string& file) {
  const auto found =
      std::find_if(model.tables.begin(), model.tables.end(), [&](const Table& table) { return table.file == file; });
  return found == model.tables.end() ? nullptr : &*found;
}

void declare(const CatalogueTable& known, Model& model, Table& table) {
  if (const auto key = model_names(table, known.primary_key); !key.empty()) {
    table.primary_key = key;
    table.inferred_keys = false;
    require_key_values(table);
  }
  for (const auto& columns : known.unique) {
    auto names = model_names(table, columns);
    const bool is_new = std::find(table.unique.begin(), table.unique.end(), names) == table.unique.end();
    if (!names.empty() && is_new) table.unique.push_back(std::move(names));
  }
  for (const CatalogueRelation& relation : known.relations) {
    const Table* parent = table_of_file(model, CatalogueTable::table_file(relation.schema, relation.table));
    if (parent == nullptr) continue;
    auto columns = model_names(table, relation.columns);
    auto parent_columns = model_names(*parent, relation.parent_columns);
    if (columns.empty() || parent_columns.empty()) continue;
    // What was inferred of the same columns is no longer a guess.
    std::erase_if(table.relations, [&](const Relation& inferred) { return inferred.columns == columns; });
    table.relations.push_back({std::move(columns), parent->name, std::move(parent_columns), false});
  }
}

}  // namespace

FetchReport fetch_tables(const Project& project, const FetchOptions& options) {
  return FetchTables(project, options).go();
}

void declare_keys(const Project& project, Model& model) {
  const auto database = open_source_database(*project.source.remote, {});
  for (const CatalogueTable& known : database->tables(CatalogueDetail::keys)) {
    if (Table* table = table_of_file(model, known.file())) declare(known, model, *table);
  }
}

}  // namespace rox
