#include "sample/days.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/parallel.hpp"
#include "sample/day_export.hpp"
#include "sample/day_schedule.hpp"
#include "sample/make_day.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kDays = "days.json";

// One day, once its exports are written.
struct WrittenDay {
  std::uint32_t number = 0;
  std::vector<PlantedEvent> events;
  std::vector<std::pair<std::string, TableTruth>> tables;
  std::vector<SampleFile> files;
};

void check(const SampleOptions& options, std::uint32_t last) {
  if (last > kMostDays) {
    throw usage_error(fmt::format("there is no day {}", last)).hint(fmt::format("give one from 0 to {}", kMostDays));
  }
  if (options.scale.of(Scale::kUnit) < kLeastDailyScale.of(Scale::kUnit)) {
    throw usage_error(fmt::format("scale {} is too small for days", options.scale.text()))
        .hint(fmt::format("give one from {} up", kLeastDailyScale.text()));
  }
}

// The size of a cut file, whose last row has lost its end.
std::uint64_t cut(int fd, std::uint64_t bytes) {
  std::uint64_t rest = bytes * 2 / 5;
  char last = 0;
  if (::pread(fd, &last, 1, static_cast<off_t>(rest - 1)) != 1) throw outside_error("can't read an export back");
  if (last == '\n' || last == '\r') rest -= 3;
  if (::ftruncate(fd, static_cast<off_t>(rest)) != 0) throw outside_error("can't cut an export");
  return rest;
}

// Where exports are written to: the exports of a day have a prefix to their names, "day-000/" or none.
class DaysWriter {
 public:
  explicit DaysWriter(const SampleOptions& options)
      : options_(options),
        company_(daily_company(options.scale, options.seed)),
        tables_(sample_tables(company_)),
        folder_(options.dir),
        before_(options.dir) {}

  void refuse_strangers(const std::vector<std::string>& prefixes) const {
    if (options_.force) return;
    std::vector<std::string> names{std::string(kDays)};
    for (const std::string& prefix : prefixes) {
      for (const SampleTable& table : tables_) names.push_back(prefix + std::string(table.file));
    }
    before_.refuse_strangers(names);
  }

  /// From any thread.
  WrittenDay write(std::uint32_t number, const std::string& prefix) {
    Day day = make_day(company_, tables_, number);
    WrittenDay written;
    written.number = number;
    for (const TableDay& table : day.tables) {
      std::string name = prefix + std::string(table.file);
      if (!table.writing.file) continue;
      UniqueFd fd = folder_.create(name);
      std::uint64_t bytes = 0;
      TableTruth truth = write_day_export(table, [&](std::string_view piece) {
        write_all(fd.get(), piece, folder_.temporary(name));
        bytes += piece.size();
      });
      if (table.writing.cut) bytes = cut(fd.get(), bytes);
      written.files.push_back({name, std::string(table.table), truth.rows, bytes});
      written.tables.emplace_back(table.table, std::move(truth));
    }
    written.events = std::move(day.events);
    return written;
  }

  /// The same without writing: what a warehouse of that day holds.
  WrittenDay count(std::uint32_t number) const {
    WrittenDay counted;
    counted.number = number;
    for (const TableDay& table : make_day(company_, tables_, number).tables) {
      counted.tables.emplace_back(table.table, write_day_export(table, nullptr));
    }
    return counted;
  }

  /// Adds days.json to the files, and gives all of them their names.
  void finish(const Json& days, std::vector<SampleFile>& files) {
    files.push_back({std::string(kDays), "", 0, folder_.write(kDays, json_text(days, 2) + "\n")});
    Json about = {{"made_by", "rox sample"}, {"scale", options_.scale.text()}, {"seed", options_.seed}};
    folder_.write(kSampleRecord, sample_record(std::move(about), files));
    folder_.keep_unchanged();
    folder_.commit();
    before_.remove_others(files);
  }

  Json about_days() const {
    return {{"made_by", "rox sample"}, {"scale", options_.scale.text()}, {"seed", options_.seed}};
  }
  std::string date(std::uint32_t day) const { return std::string(date_of(company_, day)); }
  std::string file(std::string_view table) const {
    auto found = std::find_if(tables_.begin(), tables_.end(), [&](const SampleTable& t) { return t.table == table; });
    return std::string(found->file);
  }
  /// Rows of a day, but for what happens.
  std::uint64_t rows(std::uint32_t day) const {
    std::uint64_t sum = 0, orders = orders_by(company_, day);
    for (const SampleTable& table : tables_) {
      sum += table.rows_before(table.units == company_.census.orders() ? orders : table.units);
    }
    return sum;
  }

 private:
  const SampleOptions& options_;
  Company company_;
  std::vector<SampleTable> tables_;
  SampleFolder folder_;
  OwnFiles before_;
};

Json truth_json(const TableTruth& truth) {
  Json sums = Json::object(), dates = Json::object(), missing = Json::object();
  for (const auto& [column, sum] : truth.sums) sums[column] = amount_text(sum, '.', 2);
  for (const auto& [column, days] : truth.dates) dates[column] = {days.first, days.second};
  for (const auto& [column, count] : truth.missing) missing[column] = count;
  return {{"rows", truth.rows}, {"sums", sums}, {"dates", dates}, {"missing", missing}};
}

const TableTruth& truth_of(const WrittenDay& day, std::string_view table) {
  return std::find_if(day.tables.begin(), day.tables.end(), [&](const auto& t) { return t.first == table; })->second;
}

Outcome outcome_of(const WrittenDay& day) {
  Outcome worst = Outcome::load;
  for (const PlantedEvent& event : day.events) worst = std::max(worst, event.rox);
  return worst;
}

// `good` is the last day up to this one that can be loaded.
Json warehouse_json(const WrittenDay& day) {
  Json tables = Json::object();
  for (const auto& [table, truth] : day.tables) tables[table] = truth_json(truth);
  return {{"as_of", day.number}, {"tables", tables}};
}

Json day_json(const DaysWriter& writer, const WrittenDay& day, const WrittenDay& good) {
  Outcome outcome = outcome_of(day);
  Json rejects = Json::object();
  for (const auto& [table, truth] : day.tables) {
    if (outcome != Outcome::stop && truth.rejects > 0) rejects[table] = truth.rejects;
  }
  Json result = {{"day", day.number},         {"date", writer.date(day.number)},
                 {"rox", to_string(outcome)}, {"exit", outcome == Outcome::stop ? 1 : 0},
                 {"rejects", rejects},        {"warehouse", warehouse_json(good)}};
  bool edited =
      std::any_of(day.events.begin(), day.events.end(), [](const auto& event) { return !event.edit.empty(); });
  if (edited) result["after_edit"] = {{"exit", 0}, {"warehouse", warehouse_json(day)}};
  return result;
}

Json event_json(const DaysWriter& writer, const WrittenDay& day, const PlantedEvent& event) {
  Json result = {
      {"day", event.day},       {"kind", event.kind}, {"table", event.table}, {"file", writer.file(event.table)},
      {"column", event.column}, {"what", event.what}, {"keys", event.keys},   {"rox", to_string(event.rox)},
      {"until", nullptr}};
  if (event.column.empty()) result["column"] = nullptr;
  if (event.until != kNever) result["until"] = event.until;
  if (!event.edit.empty()) result["edit"] = event.edit;
  if (event.rox != Outcome::reject) return result;
  const TableTruth& truth = truth_of(day, event.table);
  result["rejects"] = truth.rejects;
  Json rows = Json::array();
  for (const BrokenRow& row : truth.broken) {
    rows.push_back({{"line", row.line}, {"column", row.column}, {"reason", row.reason}, {"key", row.key}});
  }
  result["rows"] = rows;
  return result;
}

void add_day(Json& days, const DaysWriter& writer, const WrittenDay& day, const WrittenDay& good) {
  for (const PlantedEvent& event : day.events) days["events"].push_back(event_json(writer, day, event));
  days["days"].push_back(day_json(writer, day, good));
}

std::string folder_of(std::uint32_t day) { return fmt::format("day-{:03}/", day); }

}  // namespace

std::vector<PlantedEvent> plan_days(const SampleOptions& options, std::uint32_t first, std::uint32_t last) {
  check(options, last);
  Company company = daily_company(options.scale, options.seed);
  std::vector<SampleTable> tables = sample_tables(company);
  std::vector<PlantedEvent> events;
  for (std::uint32_t number = first; number <= last; ++number) {
    Day day = make_day(company, tables, number);
    std::move(day.events.begin(), day.events.end(), std::back_inserter(events));
  }
  return events;
}

std::vector<SampleFile> write_day(const SampleOptions& options, std::uint32_t day) {
  check(options, day);
  DaysWriter writer(options);
  writer.refuse_strangers({""});
  WrittenDay written = writer.write(day, "");
  std::uint32_t good = last_good_day(day);
  Json days = writer.about_days();
  days["events"] = days["days"] = Json::array();
  add_day(days, writer, written, good == day ? written : writer.count(good));
  std::vector<SampleFile> files = std::move(written.files);
  writer.finish(days, files);
  return files;
}

std::vector<SampleFile> write_days(const SampleOptions& options, std::uint32_t last) {
  check(options, last);
  DaysWriter writer(options);
  std::vector<std::string> folders;
  SampleProgress progress;
  for (std::uint32_t day = 0; day <= last; ++day) {
    folders.push_back(folder_of(day));
    progress.rows_total += writer.rows(day);
  }
  writer.refuse_strangers(folders);

  std::vector<WrittenDay> written(folders.size());
  std::mutex mutex;
  for_each_index(folders.size(), std::min(thread_count(options.threads), thread_count(0)), [&](std::size_t i) {
    auto day = static_cast<std::uint32_t>(i);
    written[i] = writer.write(day, folders[i]);
    const std::scoped_lock lock(mutex);
    progress.file = folders[i];
    progress.rows += writer.rows(day);
    if (options.progress) options.progress(progress);
  });

  Json days = writer.about_days();
  days["events"] = days["days"] = Json::array();
  std::vector<SampleFile> files;
  for (WrittenDay& day : written) {
    add_day(days, writer, day, written[last_good_day(day.number)]);
    std::move(day.files.begin(), day.files.end(), std::back_inserter(files));
  }
  writer.finish(days, files);
  return files;
}

}  // namespace rox
