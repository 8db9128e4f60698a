// rox sample: a bicycle company of any size, to try things out, on one day or on many.
#include "sample/sample.hpp"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/terminal.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "sample/days.hpp"

namespace rox {
namespace {

struct SampleArguments {
  SampleOptions options;
  std::string scale = "1";
  std::optional<std::uint32_t> days;
  std::optional<std::uint32_t> day;

  bool daily() const { return days || day; }
  std::vector<PlantedEvent> events() const {
    return day ? plan_days(options, *day, *day) : plan_days(options, 0, days.value_or(0));
  }
};

void print_json(const std::vector<SampleFile>& files, double seconds) {
  nlohmann::ordered_json result = {{"files", nlohmann::ordered_json::array()}, {"seconds", seconds}};
  for (const SampleFile& f : files) {
    nlohmann::ordered_json entry = {{"file", f.file}, {"table", nullptr}, {"rows", f.rows}, {"bytes", f.bytes}};
    if (!f.table.empty()) entry["table"] = f.table;
    result["files"].push_back(std::move(entry));
  }
  print(json_text(result) + "\n");
}

void print_plan(const std::vector<SampleFile>& files) {
  TextTable table({{"file"}, {"rows", TextTable::Align::right}});
  for (const SampleFile& f : files) table.add_row({f.file, human_count(f.rows)});
  print(table.text(terminal_width()));
  print("nothing was written; this is what would be written\n");
}

void print_total(const std::vector<SampleFile>& files, double seconds) {
  std::uint64_t rows = 0, bytes = 0;
  for (const SampleFile& f : files) {
    rows += f.rows;
    bytes += f.bytes;
  }
  print(fmt::format("{} rows, {} in {}\n", human_count(rows), human_bytes(bytes), human_seconds(seconds)));
}

void print_files(const std::vector<SampleFile>& files) {
  TextTable table({{"file"}, {"rows", TextTable::Align::right}, {"bytes", TextTable::Align::right}});
  for (const SampleFile& f : files) {
    table.add_row({f.file, f.table.empty() ? "" : human_count(f.rows), human_count(f.bytes)});
  }
  print(table.text(terminal_width()));
}

void print_events(const std::vector<PlantedEvent>& events) {
  if (events.empty()) return;
  TextTable table({{"day", TextTable::Align::right}, {"what happens"}, {"table"}, {"rox should"}});
  for (const PlantedEvent& e : events) {
    table.add_row({std::to_string(e.day), std::string(e.kind), std::string(e.table), std::string(to_string(e.rox))});
  }
  print(table.text(terminal_width()));
}

void print_events_json(const std::vector<PlantedEvent>& events) {
  nlohmann::ordered_json result = {{"dry_run", true}, {"events", nlohmann::ordered_json::array()}};
  for (const PlantedEvent& e : events) {
    result["events"].push_back(
        {{"day", e.day}, {"kind", e.kind}, {"table", e.table}, {"what", e.what}, {"rox", to_string(e.rox)}});
  }
  print(json_text(result) + "\n");
}

void plan(const SampleArguments& arguments, const GlobalOptions& globals) {
  if (!arguments.daily()) {
    std::vector<SampleFile> files = plan_sample(arguments.options);
    globals.json ? print_json(files, 0) : print_plan(files);
    return;
  }
  std::vector<PlantedEvent> events = arguments.events();
  if (globals.json) {
    print_events_json(events);
  } else {
    print_events(events);
    print("nothing was written; this is what would happen on these days\n");
  }
}

std::vector<SampleFile> write(const SampleArguments& arguments) {
  if (arguments.day) return write_day(arguments.options, *arguments.day);
  if (arguments.days) return write_days(arguments.options, *arguments.days);
  return write_sample(arguments.options);
}

ExitCode sample(SampleArguments arguments, const GlobalOptions& globals) {
  arguments.options.scale = Scale::parse(arguments.scale);
  if (globals.dry_run) {
    plan(arguments, globals);
    return ExitCode::done;
  }
  ProgressBar bar(globals.show_progress());
  arguments.options.progress = [&bar](const SampleProgress& p) {
    bar.update(p.file, static_cast<double>(p.rows) / static_cast<double>(p.rows_total), p.rows);
  };
  Stopwatch seconds;
  std::vector<SampleFile> files = write(arguments);
  bar.clear();
  if (globals.json) {
    print_json(files, seconds());
    return ExitCode::done;
  }
  if (!arguments.days) print_files(files);
  if (arguments.daily()) print_events(arguments.events());
  print_total(files, seconds());
  return ExitCode::done;
}

}  // namespace

Action sample_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<SampleArguments>();
  SampleOptions& options = arguments->options;
  verb.add("DIR", options.dir, "Where to write the six exports; made if it isn't there").required();
  verb.add("--scale", arguments->scale, "Size: 1 is the real company's; 0.001 to 5000").shows_default();
  verb.add("--seed", options.seed, "The same seed and scale give the same bytes").shows_default();
  Option dirty = verb.add_flag("--dirty", options.defects, "Plant known defects and list them in defects.json");
  Option days = verb.add("--days", arguments->days,
                         "The exports of each day from 0 to N, in DIR/day-000 and so on; days.json says what happens")
                    .value_name("N")
                    .excludes(dirty);
  verb.add("--day", arguments->day, "The exports of day K alone, in DIR, over those of another day")
      .value_name("K")
      .excludes(dirty)
      .excludes(days);
  verb.add_flag("--force", options.force, "Overwrite files with the same names, even if rox didn't write them");
  verb.add("--threads", options.threads, "0: as many as there are cores").shows_default();
  return [arguments, &globals] { return sample(*arguments, globals); };
}

}  // namespace rox
