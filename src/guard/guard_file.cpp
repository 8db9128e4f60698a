#include "guard/guard_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "base/toml.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string>& guard_keys() {
  static const std::vector<std::string> kKeys{"table",         "mart",      "column",  "rows",    "new_rows",
                                              "missing",       "sum",       "new_sum", "max_age", "arrives_by",
                                              "arrives_after", "tolerance", "alarm",   "meaning", "owner"};
  return kKeys;
}

/// A number, or a share ("2%"), with nothing behind it.
std::optional<double> parse_bound(std::string_view text) {
  constexpr double kWhole = 100;
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  const std::string_view rest = trim(text.substr(static_cast<std::size_t>(end - text.data())));
  if (rest == "%") return number / kWhole;
  if (!rest.empty()) return std::nullopt;
  return number;
}

/// Reads "as usual", "at least 3", "at most 2%" or "1 to 3" into the guard; false for anything else.
bool read_range(std::string_view text, Guard& guard) {
  constexpr std::string_view kLeast = "at least ";
  constexpr std::string_view kMost = "at most ";
  constexpr std::string_view kTo = " to ";
  if (text == "as usual") {
    guard.usual = true;
    return true;
  }
  if (text.starts_with(kLeast)) {
    guard.least = parse_bound(trim(text.substr(kLeast.size())));
    return guard.least.has_value();
  }
  if (text.starts_with(kMost)) {
    guard.most = parse_bound(trim(text.substr(kMost.size())));
    return guard.most.has_value();
  }
  const std::size_t to = text.find(kTo);
  if (to == std::string_view::npos) return false;
  guard.least = parse_bound(trim(text.substr(0, to)));
  guard.most = parse_bound(trim(text.substr(to + kTo.size())));
  return guard.least && guard.most && *guard.least <= *guard.most;
}

std::optional<GuardAge> parse_age(std::string_view text) {
  using Unit = GuardAge::Unit;
  GuardAge age;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), age.number);
  constexpr unsigned kMost = 10'000;
  if (error != std::errc{} || age.number == 0 || age.number > kMost) return std::nullopt;
  const std::string_view unit = trim(text.substr(static_cast<std::size_t>(end - text.data())));
  if (unit == "hours" || unit == "hour" || unit == "h") {
    age.unit = Unit::hours;
  } else if (unit == "days" || unit == "day" || unit == "d") {
    age.unit = Unit::days;
  } else if (unit == "business days" || unit == "business day") {
    age.unit = Unit::business_days;
  } else {
    return std::nullopt;
  }
  return age;
}

BusinessDays read_calendar(const TomlReader& toml) {
  BusinessDays days;
  if (const auto names = toml.texts("days")) {
    days.weekdays.fill(false);
    for (const std::string& name : *names) {
      const auto weekday = parse_weekday(name);
      if (!weekday) {
        throw toml.error_at("days", fmt::format("'{}' is no day of the week", name))
            .hint("they are sun, mon, tue, wed, thu, fri and sat");
      }
      days.weekdays.at(*weekday) = true;
    }
    if (names->empty()) throw toml.error_at("days", "a calendar needs a day of the week on which something comes");
  }
  for (const std::string& holiday : toml.texts("holidays").value_or(std::vector<std::string>{})) {
    if (const auto day = parse_calendar_day(holiday)) {
      days.holidays.insert(*day);
    } else if (const auto yearly = parse_calendar_day("2000-" + holiday)) {
      const std::chrono::year_month_day date{*yearly};
      days.yearly_holidays.insert(date.month() / date.day());
    } else {
      throw toml.error_at("holidays", fmt::format("'{}' is no day", holiday))
          .hint("write \"2026-11-02\", or \"12-25\" for each year's");
    }
  }
  return days;
}

class Reader {
 public:
  Reader(const std::string& file, const std::vector<std::string>& marts, const Model& model, Guards& guards)
      : file_(file), marts_(marts), model_(model), guards_(guards) {}

  void read(const toml::table& document) {
    const TomlReader toml(document, file_, fs::path(file_).filename().string(), {"calendar", "guard"});
    if (const toml::table* calendar = toml.table("calendar")) {
      const TomlReader reader(*calendar, file_, "[calendar]", {"days", "holidays"});
      if (guards_.days.leaves_out()) {
        throw toml.error_at("calendar", "there is a [calendar] in another file already")
            .hint("one says for all guards on which days exports come");
      }
      guards_.days = read_calendar(reader);
    }
    toml.each_table("guard", [&](const toml::table& table) {
      read_guard(TomlReader(table, file_, fmt::format("guard {}", ++number_), guard_keys()));
    });
  }

 private:
  void read_guard(const TomlReader& toml) {
    Guard common;
    common.subject = subject_of(toml);
    common.column = column_of(toml, common.subject);
    common.tolerance = static_cast<unsigned>(toml.number("tolerance", 100).value_or(common.tolerance));
    if (common.tolerance == 0) throw toml.error_at("tolerance", "with a tolerance of 0 every day is unusual");
    common.meaning = toml.text("meaning").value_or("");
    common.owner = toml.text("owner").value_or("");
    const std::size_t before = guards_.list.size();
    for (const GuardMeasure measure : {GuardMeasure::rows, GuardMeasure::new_rows}) add_range(toml, common, measure);
    for (const GuardMeasure measure : {GuardMeasure::missing, GuardMeasure::sum, GuardMeasure::new_sum}) {
      if (toml.has(to_string(measure)) && common.column.empty()) {
        throw toml
            .error_at(to_string(measure), fmt::format("'{}' is of a column, and there is none", to_string(measure)))
            .hint("add column = \"…\"");
      }
      add_range(toml, common, measure);
    }
    add_age(toml, common);
    add_arrival(toml, common);
    set_alarm(toml, before);
    if (guards_.list.size() == before) {
      throw toml.error_at("table", "this guard asks for nothing")
          .hint("say rows, new_rows, missing, sum, new_sum, max_age or arrives_by");
    }
  }

  std::string subject_of(const TomlReader& toml) const {
    if (toml.has("table") == toml.has("mart")) {
      throw toml.error_at("table", "a guard is of a table or of a mart")
          .hint("say either table = \"…\" or mart = \"…\"");
    }
    if (const auto mart = toml.text("mart")) {
      const auto found = std::find_if(marts_.begin(), marts_.end(),
                                      [&](const std::string& name) { return equals_ignore_case(name, *mart); });
      if (found != marts_.end()) return *found;
      throw toml.error_at("mart", fmt::format("there is no mart '{}'{}", *mart, did_you_mean(*mart, marts_)))
          .hint("a mart is a file marts/NAME.sql");
    }
    const std::string name = toml.required_text("table");
    if (const Table* table = model_.find_table(name)) return table->name;
    std::vector<std::string> names;
    for (const Table& table : model_.tables) names.push_back(table.name);
    throw toml.error_at("table", fmt::format("model.toml has no table '{}'{}", name, did_you_mean(name, names)));
  }

  /// Of a mart nobody knows the columns before it is made.
  std::string column_of(const TomlReader& toml, const std::string& subject) const {
    std::string name = toml.text("column").value_or("");
    const Table* table = toml.has("table") ? model_.find_table(subject) : nullptr;
    if (name.empty() || table == nullptr) return name;
    const std::vector<std::string> columns = table->column_names();
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const std::string& column) { return equals_ignore_case(column, name); });
    if (found != columns.end()) return *found;
    throw toml.error_at("column",
                        fmt::format("table {} has no column '{}'{}", subject, name, did_you_mean(name, columns)));
  }

  void add_range(const TomlReader& toml, const Guard& common, GuardMeasure measure) {
    const auto text = toml.text(to_string(measure));
    if (!text) return;
    Guard guard = common;
    guard.measure = measure;
    if (measure == GuardMeasure::rows || measure == GuardMeasure::new_rows) guard.column.clear();
    if (!read_range(trim(*text), guard)) {
      throw toml
          .error_at(to_string(measure), fmt::format("'{}' says nothing that '{}' could be", *text, to_string(measure)))
          .hint(R"(write "at least 1000", "at most 5000", "1000 to 5000" (shares as "2%") or "as usual")");
    }
    add(toml, std::move(guard));
  }

  void add_age(const TomlReader& toml, const Guard& common) {
    const auto text = toml.text("max_age");
    if (!text) return;
    const auto age = parse_age(trim(*text));
    if (!age) {
      throw toml.error_at("max_age", fmt::format("'{}' is no age", *text))
          .hint(R"(write "26 hours", "2 days" or "2 business days")");
    }
    Guard guard = common;
    guard.measure = common.column.empty() ? GuardMeasure::age : GuardMeasure::newest;
    if (guard.measure == GuardMeasure::age && !toml.has("table")) {
      throw toml.error_at("max_age", "a mart comes from no export, so this is about the newest value of a column")
          .hint("add column = \"…\", with a column of dates");
    }
    guard.max_age = *age;
    add(toml, std::move(guard));
  }

  void add_arrival(const TomlReader& toml, const Guard& common) {
    const auto read = [&](std::string_view key) -> std::optional<std::chrono::minutes> {
      const auto text = toml.text(key);
      if (!text) return std::nullopt;
      if (const auto time = parse_time_of_day(*text)) return time;
      throw toml.error_at(key, fmt::format("'{}' is no time of day", *text)).hint("write it as \"07:30\"");
    };
    const auto by = read("arrives_by");
    const auto after = read("arrives_after");
    if (!by) {
      if (after) throw toml.error_at("arrives_after", "without arrives_by nothing has to arrive");
      return;
    }
    if (!toml.has("table")) {
      throw toml.error_at("arrives_by", "a mart comes from no export").hint("say it of the table that it is made from");
    }
    Guard guard = common;
    guard.column.clear();
    guard.measure = GuardMeasure::arrival;
    guard.arrives_by = *by;
    guard.arrives_after = after.value_or(std::chrono::minutes{0});
    add(toml, std::move(guard));
  }

  void add(const TomlReader& toml, Guard guard) {
    const std::string_view what = guard.measure == GuardMeasure::newest ? "age" : to_string(guard.measure);
    guard.name = guard.column.empty() ? fmt::format("{}.{}", guard.subject, what)
                                      : fmt::format("{}.{}.{}", guard.subject, guard.column, what);
    const bool taken = std::any_of(guards_.list.begin(), guards_.list.end(),
                                   [&](const Guard& other) { return other.name == guard.name; });
    if (taken) throw toml.error_at("table", fmt::format("there is a guard '{}' already", guard.name));
    guards_.list.push_back(std::move(guard));
  }

  /// Of those that the table has brought. Nothing can be held that didn't come.
  void set_alarm(const TomlReader& toml, std::size_t first) {
    const auto alarm = toml.text("alarm");
    if (alarm && *alarm != "hold" && *alarm != "warn") {
      throw toml.error_at("alarm", fmt::format("unknown value '{}'", *alarm))
          .hint("use \"hold\" (the warehouse stays as it is) or \"warn\" (it is published all the same)");
    }
    for (std::size_t i = first; i < guards_.list.size(); ++i) {
      Guard& guard = guards_.list[i];
      // What is old is older still if it is held.
      const bool by_default = guard.measure != GuardMeasure::newest;
      guard.holds = guard.is_about_rows() && (alarm ? *alarm == "hold" : by_default);
    }
  }

  const std::string& file_;
  const std::vector<std::string>& marts_;
  const Model& model_;
  Guards& guards_;
  int number_ = 0;
};

std::vector<std::string> files_in(const fs::path& dir, std::string_view ending) {
  std::vector<std::string> names;
  for (const fs::path& path : entries_of(dir)) {
    if (path.extension() == ending) names.push_back(path.stem().string());
  }
  return names;
}

}  // namespace

Guards parse_guards(std::string_view text, const std::string& file, const std::vector<std::string>& marts,
                    const Model& model) {
  Guards guards;
  Reader(file, marts, model, guards).read(parse_toml(text, file));
  guards.text = text;
  return guards;
}

Guards read_guards(const fs::path& expect_dir, const fs::path& marts_dir, const Model& model) {
  Guards guards;
  const std::vector<std::string> marts = files_in(marts_dir, ".sql");
  for (const std::string& name : files_in(expect_dir, ".toml")) {
    const std::string file = (expect_dir / (name + ".toml")).string();
    const std::string text = read_file(file, kMostText);
    Reader(file, marts, model, guards).read(parse_toml(text, file));
    guards.text += text + '\n';
  }
  return guards;
}

}  // namespace rox
