#include "engine/result/arrow_stream.hpp"

#include <flatbuffers/flatbuffers.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/error.hpp"
#include "base/process.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "engine/result/text_values.hpp"
#include "repository.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

using FlatTable = flatbuffers::Table;
using Tables = flatbuffers::Vector<flatbuffers::Offset<FlatTable>>;

/// Doubles at the ends of what there is, as SQL takes them; without a NaN, which no value equals.
const std::vector<std::string> kExtremes = {"5e-324",
                                            "-5e-324",
                                            "1e-310",
                                            "2.225073858507201e-308",
                                            "2.2250738585072014e-308",
                                            "1.7976931348623157e308",
                                            "-1.7976931348623157e308",
                                            "inf",
                                            "-inf",
                                            "-0.0",
                                            "0.1"};

std::vector<double> extremes() {
  using Double = std::numeric_limits<double>;
  return {Double::denorm_min(),
          -Double::denorm_min(),
          1e-310,
          2.225073858507201e-308,  // the largest subnormal
          Double::min(),
          Double::max(),
          Double::lowest(),
          Double::infinity(),
          -Double::infinity(),
          -0.0,
          0.1};
}

/// One column of these doubles.
std::string doubles(const std::vector<std::string>& values) {
  std::string rows;
  for (const std::string& value : values) rows += fmt::format("{}('{}')", rows.empty() ? "" : ", ", value);
  return fmt::format("SELECT value::DOUBLE AS d FROM (VALUES {}) AS t(value)", rows);
}

std::vector<std::uint64_t> bits_of(const std::vector<double>& values) {
  std::vector<std::uint64_t> bits;
  for (const double value : values) bits.push_back(std::bit_cast<std::uint64_t>(value));
  return bits;
}

template <class Value>
std::vector<Value> values_in(std::string_view bytes) {
  std::vector<Value> values(bytes.size() / sizeof(Value));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(Value));
  return values;
}

/// A field of a flatbuffer's table, by its number in Arrow's format/*.fbs.
template <class Value>
Value field(const FlatTable& table, unsigned number) {
  return table.GetField<Value>(static_cast<flatbuffers::voffset_t>(4 + 2 * number), Value{});
}
template <class Pointed>
const Pointed* pointed(const FlatTable& table, unsigned number) {
  return table.GetPointer<const Pointed*>(static_cast<flatbuffers::voffset_t>(4 + 2 * number));
}

struct Message {
  std::uint8_t kind = 0;  // 1: a schema, 3: a batch of records
  const FlatTable* header = nullptr;
  std::string_view body;
};

/// The messages of a stream, which ends with its mark and nothing after it.
std::vector<Message> messages_of(const std::string& stream) {
  std::vector<Message> messages;
  for (std::size_t at = 0;;) {
    EXPECT_EQ(at % 8, 0U);
    const std::vector<std::uint32_t> prefix = values_in<std::uint32_t>(std::string_view(stream).substr(at, 8));
    EXPECT_THAT(prefix, SizeIs(2));
    EXPECT_EQ(prefix.at(0), 0xFFFFFFFF);
    at += 8;
    if (prefix.at(1) == 0) {
      EXPECT_EQ(at, stream.size());
      return messages;
    }
    const auto* message = flatbuffers::GetRoot<FlatTable>(stream.data() + at);
    const auto body = static_cast<std::size_t>(field<std::int64_t>(*message, 3));
    at += prefix.at(1);
    messages.push_back(
        {field<std::uint8_t>(*message, 1), pointed<FlatTable>(*message, 2), std::string_view(stream).substr(at, body)});
    at += body;
  }
}

struct Buffer {
  std::int64_t offset, length;
};
struct Node {
  std::int64_t rows, nulls;
};

/// The buffers of a batch: of each column which values are there, its values, and for texts their bytes.
std::vector<std::string_view> buffers_of(const Message& batch) {
  std::vector<std::string_view> buffers;
  for (const Buffer* buffer : *pointed<flatbuffers::Vector<const Buffer*>>(*batch.header, 2)) {
    EXPECT_EQ(buffer->offset % 8, 0);
    buffers.push_back(
        batch.body.substr(static_cast<std::size_t>(buffer->offset), static_cast<std::size_t>(buffer->length)));
  }
  return buffers;
}

std::int64_t rows_of(const Message& batch) { return field<std::int64_t>(*batch.header, 0); }

/// The same rows as an engine gives them that sends texts for everything.
class TextsOf : public Result {
 public:
  explicit TextsOf(std::unique_ptr<Result> rows) : rows_(std::move(rows)) {}

  const std::vector<ResultColumn>& columns() const override { return rows_->columns(); }
  bool next() override {
    typed_.clear();
    return rows_->next();
  }
  std::size_t rows() const override { return rows_->rows(); }
  ColumnValues column(std::size_t column) const override { return typed_.column(*this, column); }
  bool is_null(std::size_t column, std::size_t row) const override { return rows_->is_null(column, row); }
  void text(std::size_t column, std::size_t row, std::string& out) const override { rows_->text(column, row, out); }

 private:
  std::unique_ptr<Result> rows_;
  mutable TextColumns typed_;
};

class ArrowStream : public testing::Test {
 protected:
  std::string written(const std::string& sql) {
    std::string out;
    rows_ = write_arrow(*memory_.query(sql), [&](std::string_view bytes) { out += bytes; });
    return out;
  }

  std::string written_from_texts(const std::string& sql) {
    TextsOf texts(memory_.query(sql));
    std::string out;
    write_arrow(texts, [&](std::string_view bytes) { out += bytes; });
    return out;
  }

  /// What isn't written, and why.
  static std::string refused(const std::function<void()>& write) {
    try {
      write();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::data);
      return error.what();
    }
    return "it was written";
  }

  DuckDbConnection memory_ = DuckDbDatabase({}, {}).connect();
  std::uint64_t rows_ = 0;
};

TEST_F(ArrowStream, keeps_every_bit_of_extreme_doubles) {
  const std::string stream = written(doubles(kExtremes));
  const std::vector<Message> messages = messages_of(stream);
  ASSERT_THAT(messages, SizeIs(2));
  const auto buffers = buffers_of(messages[1]);
  ASSERT_THAT(buffers, SizeIs(2));
  EXPECT_EQ(values_in<std::uint64_t>(buffers[1]), bits_of(extremes()));
}

TEST_F(ArrowStream, keeps_what_is_not_a_number) {
  const std::string stream = written(doubles({"nan"}));
  const auto values = values_in<double>(buffers_of(messages_of(stream).at(1)).at(1));
  ASSERT_THAT(values, SizeIs(1));
  EXPECT_TRUE(std::isnan(values[0]));
}

// The numbers are those of `union Type` in format/Schema.fbs.
TEST_F(ArrowStream, begins_with_the_types) {
  const std::string stream = written(
      "SELECT true AS b, 1 AS i, 1::HUGEINT AS h, 1.5::DECIMAL(9,4) AS d, 1e0::DOUBLE AS f, DATE '2011-09-01' AS day, "
      "TIME '08:30' AS clock, TIMESTAMP '2011-09-01' AS moment, 'x' AS text, uuid() AS id WHERE false");
  EXPECT_EQ(rows_, 0U);
  const std::vector<Message> messages = messages_of(stream);
  ASSERT_THAT(messages, SizeIs(1));
  EXPECT_EQ(messages[0].kind, 1);
  std::vector<std::string> names;
  std::vector<int> types;
  const auto* fields = pointed<Tables>(*messages[0].header, 1);
  for (const FlatTable* column : *fields) {
    names.push_back(pointed<flatbuffers::String>(*column, 0)->str());
    types.push_back(field<std::uint8_t>(*column, 2));
    EXPECT_EQ(field<std::uint8_t>(*column, 1), 1) << "not nullable: " << names.back();
  }
  EXPECT_THAT(names, ElementsAre("b", "i", "h", "d", "f", "day", "clock", "moment", "text", "id"));
  EXPECT_THAT(types, ElementsAre(6, 2, 7, 7, 3, 8, 9, 10, 5, 5));
  const FlatTable& decimal = *pointed<FlatTable>(*fields->Get(3), 3);
  EXPECT_EQ(field<std::int32_t>(decimal, 0), 9);
  EXPECT_EQ(field<std::int32_t>(decimal, 1), 4);
}

TEST_F(ArrowStream, has_the_values_of_each_type_and_says_which_are_missing) {
  const std::string stream = written(
      "SELECT * FROM (VALUES (true, (-9223372036854775808)::BIGINT, -0.05::DECIMAL(9,4), DATE '1969-12-30', "
      "TIMESTAMP '1969-12-31 23:59:58.5', 'é'), (NULL, NULL, NULL, NULL, NULL, NULL), "
      "(true, 9223372036854775807, 2.5, DATE '1970-01-02', TIMESTAMP '1970-01-01 00:00:01', ''))");
  EXPECT_EQ(rows_, 3U);
  const std::vector<Message> messages = messages_of(stream);
  ASSERT_THAT(messages, SizeIs(2));
  EXPECT_EQ(messages[1].kind, 3);
  EXPECT_EQ(rows_of(messages[1]), 3);
  for (const Node* node : *pointed<flatbuffers::Vector<const Node*>>(*messages[1].header, 1)) {
    EXPECT_EQ(node->rows, 3);
    EXPECT_EQ(node->nulls, 1);
  }
  const auto buffers = buffers_of(messages[1]);
  ASSERT_THAT(buffers, SizeIs(13));
  for (std::size_t column = 0; column < 6; ++column) EXPECT_EQ(buffers[2 * column], "\x05") << column;
  EXPECT_EQ(buffers[1], "\x05");
  EXPECT_THAT(values_in<std::int64_t>(buffers[3]), ElementsAre(std::numeric_limits<std::int64_t>::min(), testing::_,
                                                               std::numeric_limits<std::int64_t>::max()));
  const auto decimals = values_in<Int128>(buffers[5]);
  ASSERT_THAT(decimals, SizeIs(3));
  EXPECT_EQ(static_cast<std::int64_t>(decimals[0]), -500);
  EXPECT_EQ(static_cast<std::int64_t>(decimals[0] >> 64), -1);
  EXPECT_EQ(static_cast<std::int64_t>(decimals[2]), 25'000);
  EXPECT_THAT(values_in<std::int32_t>(buffers[7]), ElementsAre(-2, testing::_, 1));
  EXPECT_THAT(values_in<std::int64_t>(buffers[9]), ElementsAre(-1'500'000, testing::_, 1'000'000));
  EXPECT_THAT(values_in<std::int32_t>(buffers[11]), ElementsAre(0, 2, 2, 2));
  EXPECT_EQ(buffers[12], "é");
}

TEST_F(ArrowStream, cuts_many_rows_into_batches) {
  const std::string stream = written("SELECT i FROM range(100000) AS t(i)");
  EXPECT_EQ(rows_, 100'000U);
  const std::vector<Message> messages = messages_of(stream);
  ASSERT_THAT(messages, SizeIs(3));
  EXPECT_EQ(rows_of(messages[1]) + rows_of(messages[2]), 100'000);
  EXPECT_EQ(values_in<std::int64_t>(buffers_of(messages[2]).at(1)).back(), 99'999);
}

TEST_F(ArrowStream, refuses_what_has_no_place_in_it) {
  for (const auto& [value, text] : std::vector<std::pair<std::string, std::string>>{
           {"DATE 'infinity'", "infinity"},
           {"TIMESTAMP '-infinity'", "-infinity"},
           {"TIME '24:00:00'", "24:00:00"},
           {"DATE '0044-03-15 (BC)'", "0044-03-15 (BC)"},
           {"TIMESTAMP '0001-12-31 (BC) 23:59:59'", "0001-12-31 (BC) 23:59:59"},
           {"340282366920938463463374607431768211455::UHUGEINT", "340282366920938463463374607431768211455"}}) {
    const std::string sql = "SELECT * FROM (VALUES (NULL), (" + value + "))";
    const std::string why = "Arrow has no place for the value " + text;
    EXPECT_EQ(refused([&] { written(sql); }), why);
    EXPECT_EQ(refused([&] { written_from_texts(sql); }), why);
  }
}

TEST_F(ArrowStream, is_the_same_from_an_engine_that_sends_texts) {
  const std::string each = "CASE WHEN i % 3 = 1 THEN NULL ELSE ";
  std::string columns;
  for (const char* value : {"i % 2 = 0",
                            "CAST(i % 100 AS TINYINT)",
                            "CAST(i % 100 AS UTINYINT)",
                            "CAST(-i % 30000 AS SMALLINT)",
                            "CAST(-i AS INTEGER)",
                            "i * 100000000000000",
                            "CAST(18446744073709551615 - i AS UBIGINT)",
                            "CAST(170141183460469231731687303715884105727 - i AS HUGEINT)",
                            "CAST(i AS UHUGEINT)",
                            "CAST(-i / 8.0 AS DECIMAL(9, 3))",
                            "CAST(-i / 8.0 AS DECIMAL(18, 4))",
                            "CAST(i AS DECIMAL(4, 0))",
                            "CAST(-12345678901234567890123456.78 - i AS DECIMAL(38, 10))",
                            "CAST(i / 3.0 AS FLOAT)",
                            "CAST(i / 3.0 AS DOUBLE)",
                            "CAST('5e-324' AS DOUBLE) * i",
                            "DATE '0001-01-01' + CAST(i AS INTEGER)",
                            "DATE '9999-12-31' - CAST(i AS INTEGER)",
                            "TIME '00:00:00' + to_microseconds(i * 1234567)",
                            "make_timestamp(-i * 1234567)",
                            "TIMESTAMP_S '2013-09-30 10:01:36'",
                            "TIMESTAMP_MS '1969-12-31 23:59:59.999'",
                            "'é ' || i",
                            "''",
                            "uuid '12345678-9abc-def0-1234-56789abcdef0'",
                            "[i]",
                            "INTERVAL 1 DAY",
                            "TIME '10:01:36'",
                            "NULL"}) {
    columns += fmt::format("{}{}{} END AS c{}", columns.empty() ? "" : ", ", each, value, columns.size());
  }
  for (const std::string rows : {"0", "1", "2", "9999"}) {
    const std::string sql = fmt::format("SELECT {} FROM range({}) AS r(i)", columns, rows);
    EXPECT_EQ(written(sql), written_from_texts(sql)) << rows;
    EXPECT_EQ(std::to_string(rows_), rows);
  }
}

TEST_F(ArrowStream, is_read_by_arrows_own_library) {
  const std::filesystem::path tools = test::repository() / "build/deps/test-tools/node_modules/apache-arrow";
  const std::filesystem::path own = test::repository() / "build/deps/venv/bin/node";  // where the system has none
  const std::string node = std::filesystem::exists(own) ? own.string() : "node";
  Command look;
  look.arguments = {"sh", "-c", "command -v \"$0\"", node};
  if (!std::filesystem::exists(tools) || run_process(look).exit_code != 0) {
    GTEST_SKIP() << "no Arrow library or no Node here (scripts/setup installs them)";
  }
  const std::string stream = written("SELECT d, d::VARCHAR AS word FROM (" + doubles(kExtremes) + ")");
  Command command;
  command.arguments = {node, (test::repository() / "tests/engine/result/read_arrow.mjs").string()};
  command.input = stream;
  const nlohmann::json read = nlohmann::json::parse(output_of(command));
  EXPECT_EQ(read.at("types"), nlohmann::json({"Float64", "Utf8"}));
  std::vector<std::string> bits;
  for (const std::uint64_t one : bits_of(extremes())) bits.push_back(fmt::format("{:016x}", one));
  EXPECT_EQ(read.at("columns").at(0), nlohmann::json(bits));
  EXPECT_EQ(read.at("columns").at(1).size(), bits.size());
}

}  // namespace
}  // namespace rox
