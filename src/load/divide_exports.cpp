#include "load/divide_exports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "base/json.hpp"
#include "source/locate_mends.hpp"
#include "source/record_stream.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRange = "range.json";
/// However small they are: more names than this are too many for a command line.
constexpr std::size_t kMostFiles = 500;

nlohmann::json json_of(const BlockBegin& place) { return {{"offset", place.offset}, {"line", place.line}}; }

BlockBegin place_of(const JsonValue& json) { return {json.member("offset").count(), json.member("line").count()}; }

ReadRange read_range_of(const ExportPart& part) {
  const JsonValue json = read_json(part.folder / kRange);
  return {{part.range->first, part.range->last, place_of(json.member("begin"))},
          place_of(json.member("end")),
          json.member("guessed").flag()};
}

const ExportFile& file_of(const TableExports& exports, const ExportPart& part) {
  return *std::find_if(exports.files.begin(), exports.files.end(),
                       [&](const ExportFile& file) { return file.name == part.files.front(); });
}

/// Settles the ranges of one file.
class FileParts {
 public:
  FileParts(const ExportFile& file, const Dialect& dialect, const MendSet& mends)
      : file_(file), dialect_(dialect), mends_(mends) {}

  /// Appends the parts that stay to `kept`, and those of them that have to be read again to `again`.
  void settle(const std::vector<ExportPart>& parts, std::vector<ExportPart>& kept, std::vector<ExportPart>& again) {
    std::vector<ReadRange> read;
    for (const ExportPart& part : parts) read.push_back(read_range_of(part));
    const std::vector<SettledRange> settled = rox::settle(file_, dialect_, read);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const SettledRange& range = settled[i];
      if (range.verdict == SettledRange::Verdict::empty) continue;
      kept.push_back(parts[i]);
      kept.back().lines_before = range.lines_before;
      if (range.verdict == SettledRange::Verdict::right && !(read[i].guessed && has_mends(range))) continue;
      kept.back().range->begin = range.begin;
      kept.back().folder += "_again";  // the first try may not be over everywhere
      again.push_back(kept.back());
    }
  }

 private:
  bool has_mends(const SettledRange& range) const {
    return !mends_.in_lines(file_.name, range.begin.line, range.end.line).empty();
  }

  const ExportFile& file_;
  const Dialect& dialect_;
  const MendSet& mends_;
};

}  // namespace

std::vector<ExportPart> divide_exports(const TableExports& exports, const Dialect& dialect, std::uint64_t bytes,
                                       const fs::path& folder) {
  const Dialect own = exports.table->dialect.over(dialect);
  std::vector<ExportPart> parts;
  std::uint64_t gathered = bytes;  // in the last part; it is full
  const auto add = [&](const ExportFile& file, std::optional<RangeToRead> range) {
    parts.push_back({{file.name}, range, folder / fmt::format("{:06}", parts.size() + 1), 0});
  };
  for (const ExportFile& file : exports.files) {
    if (file.bytes > bytes && !is_streamed(file, own)) {
      for (const RangeToRead& range : divide(file, bytes)) add(file, range);
      gathered = bytes;
    } else if (gathered >= bytes || parts.back().files.size() == kMostFiles) {
      add(file, std::nullopt);
      gathered = file.bytes;
    } else {
      parts.back().files.push_back(file.name);
      gathered += file.bytes;
    }
  }
  return parts;
}

std::vector<std::string> undivided(const TableExports& exports, const Dialect& dialect, std::uint64_t bytes) {
  const Dialect own = exports.table->dialect.over(dialect);
  std::vector<std::string> names;
  for (const ExportFile& file : exports.files) {
    if (file.bytes > bytes && is_streamed(file, own)) names.push_back(file.name);
  }
  return names;
}

std::vector<ExportPart> settle_parts(const TableExports& exports, const LoadInputs& inputs, const Dialect& dialect,
                                     std::vector<ExportPart>& parts) {
  const Dialect own = exports.table->dialect.over(dialect);
  const auto mends = inputs.mends.find(exports.table->name);
  const MendSet located = mends == inputs.mends.end() ? MendSet() : locate_mends(mends->second, exports.files, own);
  std::vector<ExportPart> kept;
  std::vector<ExportPart> again;
  for (auto begin = parts.begin(); begin != parts.end();) {
    if (!begin->range) {
      kept.push_back(*begin++);
      continue;
    }
    const auto end = std::find_if(begin, parts.end(), [&](const ExportPart& part) {
      return !part.range || part.files.front() != begin->files.front();
    });
    FileParts(file_of(exports, *begin), own, located).settle({begin, end}, kept, again);
    begin = end;
  }
  parts = std::move(kept);
  return again;
}

void write_read_range(const fs::path& folder, const ReadRange& read) {
  const nlohmann::json json = {
      {"begin", json_of(read.range.begin)}, {"end", json_of(read.end)}, {"guessed", read.guessed}};
  write_file(folder / kRange, json_text(json));
}

}  // namespace rox
