// rox read-part: a part of one table's exports as Parquet with its accounts; what Spark's tasks run (docs/lake.md).
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "base/error.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "load/parts.hpp"
#include "model/model_file.hpp"

namespace rox {
namespace {

struct PartArguments {
  std::string table;
  ExportPart part;
  std::string bytes;
  std::string begin;
};

std::uint64_t number_in(std::string_view text, std::string_view all, const char* option) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (!text.empty() && error == std::errc() && end == text.data() + text.size()) return number;
  throw usage_error(fmt::format("{} takes two whole numbers, not '{}'", option, all));
}

std::pair<std::uint64_t, std::uint64_t> two_numbers(const std::string& text, char separator, const char* option) {
  const std::string_view all = text;
  const std::size_t middle = std::min(all.find(separator), all.size());
  const std::string_view second = all.substr(std::min(middle + 1, all.size()));
  return {number_in(all.substr(0, middle), all, option), number_in(second, all, option)};
}

/// Nothing: whole files.
std::optional<RangeToRead> asked_range(const PartArguments& arguments) {
  if (arguments.bytes.empty()) {
    if (!arguments.begin.empty()) throw usage_error("--begin is of the records of --bytes");
    return std::nullopt;
  }
  RangeToRead range;
  std::tie(range.first, range.last) = two_numbers(arguments.bytes, '-', "--bytes");
  if (range.first >= range.last) throw usage_error(fmt::format("there is nothing in --bytes {}", arguments.bytes));
  if (arguments.begin.empty()) return range;
  const auto [offset, line] = two_numbers(arguments.begin, ':', "--begin");
  if (offset < range.first || offset >= range.last || line == 0) {
    throw usage_error(fmt::format("--begin {} is no place in --bytes {}", arguments.begin, arguments.bytes));
  }
  range.begin = BlockBegin{offset, line};
  return range;
}

ExitCode read(PartArguments& arguments, const GlobalOptions& globals) {
  arguments.part.range = asked_range(arguments);
  Project project = open_project(globals);
  project.run.threads = 1;  // a task has one core
  read_part(project, read_model(project.model_file()), arguments.table, arguments.part);
  return ExitCode::done;
}

}  // namespace

Action read_part_verb(Options& verb, const GlobalOptions& globals) {
  const auto arguments = std::make_shared<PartArguments>();
  verb.add("TABLE", arguments->table, "The table of the model").required();
  verb.add("FILES", arguments->part.files, "The exports to read, by their names").required();
  verb.add("--out", arguments->part.folder, "Where the rows and their accounts go; must not be there").required();
  verb.add("--bytes", arguments->bytes,
           "Of a single file of plain text, the records that begin in these bytes (from the "
           "first to before the second)")
      .value_name("FIRST-LAST");
  verb.add("--begin", arguments->begin,
           "Where the first of them begins, and on which line; otherwise it is guessed, and lines count from it")
      .value_name("OFFSET:LINE");
  return [arguments, &globals] { return read(*arguments, globals); };
}

}  // namespace rox
