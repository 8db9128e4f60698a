// rox sample: a bicycle company of any size, to try things out.
#include "sample/sample.hpp"
#include "base/json.hpp"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "base/clock.hpp"
#include "base/terminal.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"

namespace rox {
namespace {

struct SampleArguments {
  SampleOptions options;
  std::string scale = "1";
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

void print_files(const std::vector<SampleFile>& files, double seconds) {
  TextTable table({{"file"}, {"rows", TextTable::Align::right}, {"bytes", TextTable::Align::right}});
  std::uint64_t rows = 0, bytes = 0;
  for (const SampleFile& f : files) {
    table.add_row({f.file, f.table.empty() ? "" : human_count(f.rows), human_count(f.bytes)});
    rows += f.rows;
    bytes += f.bytes;
  }
  print(table.text(terminal_width()));
  print(fmt::format("{} rows, {} in {}\n", human_count(rows), human_bytes(bytes), human_seconds(seconds)));
}

ExitCode sample(const SampleArguments& arguments, const GlobalOptions& globals) {
  SampleOptions options = arguments.options;
  options.scale = Scale::parse(arguments.scale);
  ProgressBar bar(globals.show_progress());
  options.progress = [&bar](const SampleProgress& p) {
    bar.update(p.file, static_cast<double>(p.rows) / static_cast<double>(p.rows_total), p.rows);
  };
  Stopwatch seconds;
  std::vector<SampleFile> files = globals.dry_run ? plan_sample(options) : write_sample(options);
  bar.clear();
  if (globals.json) {
    print_json(files, seconds());
  } else if (globals.dry_run) {
    print_plan(files);
  } else {
    print_files(files, seconds());
  }
  return ExitCode::done;
}

}  // namespace

Action sample_verb(Options& verb, const GlobalOptions& globals) {
  auto arguments = std::make_shared<SampleArguments>();
  SampleOptions& options = arguments->options;
  verb.add("DIR", options.dir, "Where to write the six exports; made if it isn't there").required();
  verb.add("--scale", arguments->scale, "Size: 1 is the real company's; 0.001 to 5000").shows_default();
  verb.add("--seed", options.seed, "The same seed and scale give the same bytes").shows_default();
  verb.add_flag("--dirty", options.defects, "Plant known defects and list them in defects.json");
  verb.add_flag("--force", options.force, "Overwrite files with the same names, even if rox didn't write them");
  verb.add("--threads", options.threads, "0: as many as there are cores").shows_default();
  return [arguments, &globals] { return sample(*arguments, globals); };
}

}  // namespace rox
