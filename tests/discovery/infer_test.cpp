#include "discovery/infer.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <random>

#include "base/error.hpp"
#include "model/model_file.hpp"
#include "rounds.hpp"
#include "source/export_folder.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

using test::ExportDir;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Inference infer(const ExportDir& dir, const Dialect& dialect, unsigned threads = 1, bool find_conventions = false) {
  InferOptions options;
  options.threads = threads;
  options.find_conventions = find_conventions;
  return infer_model(list_exports(dir.path(), {}), dialect, options);
}

std::vector<std::string> types(const Inference& inference, std::size_t table = 0) {
  std::vector<std::string> out;
  for (const Column& column : inference.model.tables[table].columns) {
    out.push_back(to_string(column.type) + (column.nullable ? " null" : ""));
  }
  return out;
}

TEST(Infer, StatedNullWordsAreMissingAndOthersAreTexts) {
  const ExportDir dir;
  dir.write("t.csv", "a,b,c,d\n1,x,NULL,\n2,\"NULL\",N/A,5\n\"NULL\",y,7,6\n");
  const Inference inference = infer(
      dir, {.delimiter = ",", .header = true, .decimal = '.', .null_words = {"NULL"}, .encoding = Encoding::utf8});
  EXPECT_THAT(types(inference), ElementsAre("INTEGER null", "VARCHAR null", "VARCHAR null", "VARCHAR null"));
  EXPECT_THAT(inference.warnings,
              ElementsAre(HasSubstr("t.c: text, because 'N/A' stands 1 times in it, first at t.csv:3"),
                          HasSubstr("t.d: text, because '' stands 1 times in it")));
}

TEST(Infer, NullIsMissingAmongShortTextsToo) {
  const ExportDir dir;
  dir.write("t.csv", "id,title\n1,Mr.\n2,NULL\n3,Ms.\n4,NULL\n");
  const Inference inference = infer(dir, {}, 1, true);
  EXPECT_THAT(inference.warnings, IsEmpty());
  EXPECT_EQ(inference.model.tables[0].columns[1].missing, 2u);
}

TEST(Infer, FindsTheWordsForMissing) {
  const auto words = [](std::string_view text) {
    const ExportDir dir;
    dir.write("t.csv", text);
    return infer(dir, {}, 1, true).dialect.null_words;
  };
  EXPECT_THAT(words("a,b\n1,x\n,y\n3,\n"), ElementsAre(""));
  EXPECT_THAT(words("a,b\n1,x\nNULL,y\n"), ElementsAre("NULL", ""));
  EXPECT_THAT(words("a,b\n1,x\n-,y\n-,z\n"), ElementsAre("", "-"));
  EXPECT_THAT(words("a,b\n1,NA\n2,BR\n3,NA\n"), ElementsAre(""));  // Namibia
  EXPECT_THAT(words("a,b\n1,x\n2,\\N\n"), ElementsAre("\\N", ""));
  EXPECT_THAT(words("a,b\n1,x\nNULL,y\n,z\n"), ElementsAre("NULL", ""));
}

TEST(Infer, OffsetsAreSeenInDatesOfEveryWriting) {
  const ExportDir dir;
  dir.write("t.csv",
            "a,b\n\"Wed, 31 Jan 2024 10:30:00 +0000\",31/Jan/2024:10:30:00 -0300\n"
            "\"Thu, 01 Feb 2024 11:30:00 +0000\",01/Feb/2024:11:30:00 -0300\n");
  const Inference inference = infer(dir, {});
  for (const Column& column : inference.model.tables[0].columns) {
    EXPECT_EQ(column.type.kind, TypeKind::timestamp);
    EXPECT_TRUE(column.format.offset) << column.name;
  }
}

TEST(Infer, TimesPastADayAreTextsAndSaid) {
  const ExportDir dir;
  dir.write("t.csv", "start,b,c\n08:01,25:10:00,10:75\n17:30,1:00:00.5,11:00\n");
  const Inference inference = infer(dir, {});
  EXPECT_THAT(types(inference), ElementsAre("TIME null", "VARCHAR null", "VARCHAR null"));
  EXPECT_THAT(inference.warnings, ElementsAre(HasSubstr("t.b: times past 24 hours, kept as text")));
}

TEST(Infer, RecordsThatAreNotWholeProveNothing) {
  const ExportDir dir;
  dir.write("t.csv", "a,b\n1,2\n3\nx,y,z\n\"a\"b,1\n\xFF,\xFF\n\n4,5\n");
  const Inference inference = infer(dir, {});
  EXPECT_THAT(types(inference), ElementsAre("INTEGER null", "INTEGER null"));
  EXPECT_EQ(inference.stories[0].rows, 2U);
  EXPECT_THAT(inference.warnings,
              ElementsAre(HasSubstr("t: 4 records aren't whole and were left out, first '3' at t.csv:3")));
}

TEST(Infer, ABlankLineIsAValueWhereThereIsOneColumn) {
  const ExportDir dir;
  dir.write("t.csv", "a\n1\n\n2\n");
  const Inference inference = infer(dir, {});
  EXPECT_THAT(types(inference), ElementsAre("INTEGER null"));
  EXPECT_EQ(inference.stories[0].rows, 3U);
}

TEST(Infer, AnEmptyFileIsAnErrorAndAHeaderAloneIsNot) {
  const ExportDir dir;
  dir.write("t.csv", "a,b\n");
  EXPECT_THAT(types(infer(dir, {})), ElementsAre("VARCHAR null", "VARCHAR null"));
  dir.write("u.csv", "");
  EXPECT_THROW(infer(dir, {}), Error);
}

TEST(Infer, OtherColumnsSettleWhichPartIsTheDay) {
  const ExportDir dir;
  dir.write("t.csv", "a,b\n01/02/2023,31/01/2023\n");
  EXPECT_THAT(types(infer(dir, {})), ElementsAre("DATE null", "DATE null"));
}

// ---- What is inferred loads: whole files of random columns, through the scanner.

using Random = std::mt19937;

int pick(Random& random, int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); }

std::string random_field(Random& random, int kind) {
  if (pick(random, 0, 15) == 0) return "NULL";
  switch (kind) {
    case 0: return std::to_string(pick(random, -40000, 40000));
    case 1: return fmt::format("{},{:04}", pick(random, -9999, 9999), pick(random, 0, 9999));
    case 2: return fmt::format("{}.{:06}", pick(random, 0, 9999), pick(random, 0, 999999));
    case 3:
      return fmt::format("{:04}-{:02}-{:02} 00:00:00.000", pick(random, 1900, 2100), pick(random, 1, 12),
                         pick(random, 1, 28));
    case 4:
      return fmt::format("{:02}/{:02}/{:04} {}:{:02}", pick(random, 1, 28), pick(random, 1, 12),
                         pick(random, 1900, 2100), pick(random, 0, 23), pick(random, 0, 59));
    case 5: return fmt::format("{:08X}-0000-4000-8000-{:012x}", random(), random());
    case 6: return pick(random, 0, 1) ? "true" : "false";
    case 7:
      return fmt::format("\"R$ {}.{:03},{:02}\"", pick(random, 1, 999), pick(random, 0, 999), pick(random, 0, 99));
    case 8: return fmt::format("{}{:030}", pick(random, 1, 9), random());
    default: return fmt::format("\"é;{}\"\"\n{}\"", random() % 1000, std::string(random() % 20, 'x'));
  }
}
constexpr int kKinds = 10;

std::string random_export(Random& random, int rows) {
  std::vector<int> kinds;
  for (int c = pick(random, 2, 8); c > 0; --c) kinds.push_back(pick(random, 0, kKinds - 1));
  std::string text;
  for (std::size_t c = 0; c < kinds.size(); ++c) text += fmt::format("{}c{}", c > 0 ? ";" : "", c);
  for (int r = 0; r < rows; ++r) {
    text += "\r\n";
    for (std::size_t c = 0; c < kinds.size(); ++c) {
      if (c > 0) text += ';';
      text += random_field(random, kinds[c]);
    }
  }
  return text;
}

/// Reads all columns through the scanner, values thrown away; returns the rejects.
std::vector<Reject> scan_all(const Table& table, const ExportFile& file, const Dialect& dialect, std::uint64_t& rows) {
  constexpr std::size_t kBatch = 512;
  test::CollectedRejects rejects;
  const ScanOptions options = test::all_columns(table);
  TableScan scan(table, {file}, dialect, options, rejects);
  std::vector<std::vector<std::array<std::uint64_t, 2>>> data(table.columns.size(),
                                                              std::vector<std::array<std::uint64_t, 2>>(kBatch));
  std::vector<std::vector<std::uint64_t>> validity(table.columns.size(), std::vector<std::uint64_t>(kBatch / 64));
  std::vector<ColumnSink> sinks;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    sinks.push_back(
        {data[c].data(), validity[c].data(), nullptr, [](void*, std::uint64_t, const char*, std::size_t) {}});
  }
  const auto worker = scan.worker();
  rows = 0;
  while (const std::size_t n = worker->next(sinks, kBatch)) rows += n;
  scan.finish();
  return rejects.rejects;
}

TEST(InferProperty, WhatIsInferredLoadsWithoutRejects) {
  Random random(3);
  for (unsigned round = 0; round < test::rounds(40, 150); ++round) {
    const ExportDir dir;
    const int rows = pick(random, 1, 60);
    const ExportFile file = dir.write("t.csv", random_export(random, rows));
    const Dialect dialect{
        .delimiter = ";", .header = true, .decimal = ',', .null_words = {"NULL"}, .encoding = Encoding::utf8};
    const Inference inference = infer(dir, dialect);
    std::uint64_t loaded = 0;
    const auto rejects = scan_all(inference.model.tables[0], file, dialect, loaded);
    EXPECT_EQ(loaded, static_cast<std::uint64_t>(rows));
    EXPECT_EQ(inference.stories[0].rows, loaded);
    for (const Reject& reject : rejects)
      ADD_FAILURE() << reject.value << ": " << reject.reason << "\n" << model_text(inference.model);
  }
}

TEST(InferProperty, ThreadsMakeNoDifference) {
  Random random(5);
  const ExportDir dir;
  for (const char* name : {"t_1.csv", "u.csv", "v.csv"}) dir.write(name, random_export(random, 30000));
  const Dialect dialect{
      .delimiter = ";", .header = true, .decimal = ',', .null_words = {"NULL"}, .encoding = Encoding::utf8};
  const Inference one = infer(dir, dialect, 1);
  const Inference four = infer(dir, dialect, 4);
  EXPECT_EQ(model_text(one.model), model_text(four.model));
  EXPECT_EQ(one.warnings, four.warnings);
  for (std::size_t t = 0; t < one.stories.size(); ++t) {
    EXPECT_EQ(one.stories[t].rows, 30000U);
    for (std::size_t c = 0; c < one.stories[t].columns.size(); ++c) {
      EXPECT_EQ(one.stories[t].columns[c].reasons, four.stories[t].columns[c].reasons);
    }
  }
}

}  // namespace
}  // namespace rox
