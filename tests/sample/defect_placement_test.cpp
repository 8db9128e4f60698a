// What --dirty plants is where defects.json says, and nothing else changes. The files are read here by a
// reader of the grammar of its own, then by the scanner with the shipped model.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "base/text.hpp"
#include "model/model_file.hpp"
#include "repository.hpp"
#include "sample/exports.hpp"
#include "sample/sample.hpp"
#include "source/export_folder.hpp"
#include "source/scan.hpp"
#include "source/scan_support.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::TempDir;

struct PhysicalRecord {
  std::string bytes;  // with its line end
  std::string state;  // "good", "unterminated_quote", "malformed_quote"
  std::vector<std::string> fields;
};

// One record at `at`, as the grammar of the exports says: a quoted field ends at the first quote that is not
// doubled, if a delimiter, a line end or the end of the file follows; else its record is cut at its line's end.
PhysicalRecord read_record(std::string_view text, std::size_t& at) {
  PhysicalRecord record;
  record.state = "good";
  std::size_t begin = at;
  auto line_end = [&](std::size_t from) { return std::min(text.find('\n', from), text.size() - 1) + 1; };
  auto finish = [&](std::size_t end) {
    record.bytes = text.substr(begin, end - begin);
    at = end;
    return record;
  };
  for (;;) {
    std::string field;
    if (at < text.size() && text[at] == '"') {
      std::size_t open = at++;
      while (at < text.size() && (text[at] != '"' || text.substr(at, 2) == "\"\"")) {
        at += text[at] == '"' ? 2 : 1;
      }
      std::string_view after = at < text.size() ? text.substr(at + 1, 2) : "";
      bool closed = at < text.size() && (after.empty() || after[0] == ';' || after[0] == '\n' || after == "\r\n");
      if (!closed) {
        record.state = at < line_end(open) && at < text.size() ? "malformed_quote" : "unterminated_quote";
        return finish(line_end(open));
      }
      field = text.substr(open + 1, at - open - 1);
      ++at;
    } else {
      while (at < text.size() && text[at] != ';' && text[at] != '\n') field += text[at++];
      if (field.ends_with('\r')) field.pop_back();
    }
    record.fields.push_back(field);
    if (at >= text.size() || text[at] != ';') return finish(line_end(std::min(at, text.size() - 1)));
    ++at;
  }
}

// The physical line of each record of a file, the header being line 1.
std::map<std::uint64_t, PhysicalRecord> records_by_line(const std::string& text) {
  std::map<std::uint64_t, PhysicalRecord> records;
  std::uint64_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    PhysicalRecord record = read_record(text, at);
    auto lines = static_cast<std::uint64_t>(std::count(record.bytes.begin(), record.bytes.end(), '\n'));
    records.emplace(line, std::move(record));
    line += lines;
  }
  return records;
}

// A company with defects beside the clean one of the same scale and seed.
struct CompanyWithDefects {
  explicit CompanyWithDefects(std::string_view scale) {
    SampleOptions options;
    options.scale = Scale::parse(scale);
    options.dir = folder.path() / "clean";
    write_sample(options);
    options.dir = folder.path() / "dirty";
    options.defects = true;
    write_sample(options);
    defects = json::parse(read_file(options.dir / "defects.json"));
  }
  std::string clean_text(const std::string& file) const { return read_file(folder.path() / "clean" / file); }
  std::string text_with_defects(const std::string& file) const { return read_file(folder.path() / "dirty" / file); }

  TempDir folder;
  json defects;
};

const CompanyWithDefects& company(const std::string& scale) {
  static std::map<std::string, CompanyWithDefects> companies;
  return companies.try_emplace(scale, scale).first->second;
}

// The scales: smaller than a block, and with every block edge.
class Defects : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(AtScale, Defects, testing::Values("0.001", "0.05", "1"));

TEST_P(Defects, TakenAwayLeavesTheCleanSample) {
  const CompanyWithDefects& c = company(GetParam());
  for (const json& entry : c.defects["files"]) {
    std::string file = entry["file"];
    auto records = records_by_line(c.text_with_defects(file));
    for (std::string_view list : {"defects", "harmless"}) {
      for (const json& defect : c.defects[list]) {
        if (defect["file"] != file) continue;
        ASSERT_EQ(records.erase(defect["line"].get<std::uint64_t>()), 1u) << defect.dump();
      }
    }
    std::string rest;
    for (const auto& [line, record] : records) rest += record.bytes;
    EXPECT_TRUE(rest == c.clean_text(file)) << file;
  }
}

TEST_P(Defects, HasEveryKindOfDefect) {
  std::map<std::string, int> kinds;
  for (const json& defect : company(GetParam()).defects["defects"]) ++kinds[defect["kind"]];
  for (std::string_view kind :
       {"field_count", "unparsable", "out_of_range", "too_long", "invalid_utf8", "missing_value", "unterminated_quote",
        "malformed_quote", "duplicate_key", "orphan_key"}) {
    EXPECT_GE(kinds[std::string(kind)], 5) << kind;
  }
  EXPECT_EQ(kinds.size(), 10u);
}

TEST_P(Defects, StandsWhereDefectsJsonSays) {
  const CompanyWithDefects& c = company(GetParam());
  std::map<std::string, std::map<std::uint64_t, PhysicalRecord>> records;
  for (const json& entry : c.defects["files"]) {
    std::string file = entry["file"];
    records[file] = records_by_line(c.text_with_defects(file));
  }
  std::size_t shape_defects = 0;
  for (const json& defect : c.defects["defects"]) {
    SCOPED_TRACE(defect.dump());
    auto& of_file = records[defect["file"]];
    const PhysicalRecord& record = of_file.at(defect["line"]);
    std::size_t columns = of_file.at(1).fields.size();
    std::string kind = defect["kind"];
    std::size_t field = defect["field"];
    if (kind.ends_with("_quote")) {
      EXPECT_EQ(record.state, kind);
      ++shape_defects;
      continue;
    }
    EXPECT_EQ(record.state, "good");
    EXPECT_EQ(record.fields.size() != columns, kind == "field_count");
    if (kind == "field_count") continue;
    EXPECT_EQ(!valid_utf8(record.bytes) || record.bytes.find('\0') != std::string::npos, kind == "invalid_utf8");
    if (kind == "missing_value") {
      EXPECT_EQ(record.fields.at(field - 1), "NULL");
    }
    if (kind == "too_long") {
      EXPECT_GT(utf8_length(record.fields.at(field - 1)), 2u);
    }
    if (field > 0) {
      EXPECT_EQ(of_file.at(1).fields.at(field - 1).ends_with(std::string(defect["column"])), true);
    }
  }
  // No other record has a broken shape.
  std::size_t broken = 0;
  for (const auto& [file, of_file] : records) {
    for (const auto& [line, record] : of_file) broken += record.state != "good";
  }
  EXPECT_EQ(broken, shape_defects);
}

TEST_P(Defects, CountsRecordsRowsAndRejects) {
  const CompanyWithDefects& c = company(GetParam());
  for (const json& entry : c.defects["files"]) {
    SCOPED_TRACE(entry.dump());
    std::uint64_t rejected = 0;
    for (const json& d : c.defects["defects"]) rejected += d["file"] == entry["file"] && d["rejected"];
    std::uint64_t blank = 0;
    for (const json& h : c.defects["harmless"]) blank += h["file"] == entry["file"] && h["rows"] == 0;
    auto records = records_by_line(c.text_with_defects(entry["file"]));
    EXPECT_EQ(entry["rejects"], rejected);
    EXPECT_EQ(entry["records"], records.size() - 1 - blank);
    EXPECT_EQ(entry["rows"], entry["records"].get<std::uint64_t>() - rejected);
  }
}

TEST(DefectsAtFullSize, StandsOnBlockEdges) {
  const CompanyWithDefects& c = company("1");
  std::set<std::uint64_t> edges;
  for (std::string_view list : {"defects", "harmless"}) {
    for (const json& defect : c.defects[list]) {
      std::string detail = defect["detail"];
      std::size_t mark = detail.find("(byte ");
      if (mark == std::string::npos) continue;
      std::uint64_t edge = std::stoull(detail.substr(mark + 6));
      std::uint64_t begin = 0, line = 1;
      std::string text = c.text_with_defects(defect["file"]);
      for (; line < defect["line"]; ++line) begin = text.find('\n', begin) + 1;
      std::string bytes = records_by_line(text).at(line).bytes;
      EXPECT_EQ(edge % (1u << 20), 0u);
      EXPECT_LT(begin, edge) << defect.dump();
      EXPECT_LT(edge, begin + bytes.size()) << defect.dump();
      edges.insert(edge);
    }
  }
  EXPECT_GE(edges.size(), 7u);
}

// What a scan of one export with defects with the shipped model rejects.
std::vector<Reject> scan_rejects(const fs::path& dir, const Table& table, std::vector<FileCounts>& counts) {
  test::CollectedRejects rejects;
  ScanOptions options = test::all_columns(table);
  options.block_bytes = std::size_t{1} << 16;
  std::vector<ExportFile> files;
  for (const ExportFile& file : list_exports(dir, {})) {
    if (file.name == table.file) files.push_back(file);
  }
  Dialect dialect;
  dialect.delimiter = ';';
  dialect.decimal = ',';
  dialect.null_words = {"NULL"};
  TableScan scan(table, files, dialect, options, rejects);
  constexpr std::size_t kRows = 2048;
  std::vector<std::vector<std::uint64_t>> data(table.columns.size()), validity(table.columns.size());
  std::vector<ColumnSink> sinks;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    data[i].resize(kRows * 2);
    validity[i].resize(kRows / 64);
    sinks.push_back(
        {data[i].data(), validity[i].data(), nullptr, [](void*, std::uint64_t, const char*, std::size_t) {}});
  }
  auto worker = scan.worker();
  while (worker->next(sinks, kRows) > 0) {
  }
  counts = scan.finish();
  return std::move(rejects.rejects);
}

TEST_P(Defects, IsWhatTheScannerRejectsAndNothingElse) {
  const CompanyWithDefects& c = company(GetParam());
  Model model = read_model(test::repository() / "projects/rox-bikes/model.toml");
  using Place = std::tuple<std::string, std::uint64_t, std::string, std::string>;
  for (const Table& table : model.tables) {
    std::vector<FileCounts> counts;
    std::set<Place> found, expected;
    for (const Reject& r : scan_rejects(c.folder.path() / "dirty", table, counts)) {
      found.emplace(r.file, r.line, std::string(to_string(r.code)), r.column);
    }
    for (const json& d : c.defects["defects"]) {
      // Keys are the load's business, not the scanner's.
      if (d["table"] == table.name && d["rejected"] && d["kind"] != "duplicate_key") {
        expected.emplace(d["file"], d["line"], d["kind"], d["column"]);
      }
    }
    EXPECT_EQ(found, expected) << table.name;
    for (const json& entry : c.defects["files"]) {
      if (entry["table"] == table.name) {
        EXPECT_EQ(counts.at(0).records, entry["records"]) << table.name;
      }
    }
  }
}

}  // namespace
}  // namespace rox
