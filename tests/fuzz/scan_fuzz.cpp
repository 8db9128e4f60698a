// Any bytes as an export: nothing crashes, and every byte of the file is accounted for.
//
// The first four bytes of an input choose the dialect, the table, which field is which column, the size of the blocks
// and the limit of a record; the rest is the file. What must hold:
//  - records = rows + rejects;
//  - rows and rejects stand in the file where they say, in rising lines and offsets, and between the end of one
//    and the start of the next there is nothing but line ends;
//  - the size of the blocks doesn't show, nor whether records are read one by one or in batches.
// A record near the limit may be cut in another place by another block size, so with a small limit only the first
// is asked for.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/error.hpp"
#include "base/file.hpp"
#include "require.hpp"
#include "source/encoding.hpp"
#include "source/scan.hpp"

namespace rox {
namespace {

// A file that never touches a disk.
class MemoryFile {
 public:
  MemoryFile() : fd_(::memfd_create("export", MFD_CLOEXEC)) { REQUIRE(static_cast<bool>(fd_)); }

  ExportFile write(std::string_view bytes) {
    REQUIRE(::ftruncate(fd_.get(), 0) == 0);
    REQUIRE(::pwrite(fd_.get(), bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()));
    struct stat info {};
    REQUIRE(::fstat(fd_.get(), &info) == 0);
    std::int64_t modified = std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec;
    return {fmt::format("/proc/self/fd/{}", fd_.get()), "export.csv", bytes.size(), modified, info.st_ino};
  }

 private:
  UniqueFd fd_;
};

class Rejects final : public RejectSink {
 public:
  void add(Reject reject) override { all.push_back(std::move(reject)); }
  std::vector<Reject> all;
};

struct Case {
  Table table;
  Dialect dialect;
  std::vector<FieldMap> maps;
  std::size_t max_record = std::size_t{1} << 20;
  std::size_t block = 2;
  std::string_view bytes;
};

constexpr std::size_t kHead = 4;

// Fields in the opposite order; one that no column reads in front of them, for the last column if that may be missing.
std::vector<FieldMap> make_maps(const Table& table, bool reversed, bool shifted) {
  if (!reversed && !shifted) return {};
  std::size_t columns = table.columns.size();
  FieldMap map;
  map.field_of.resize(columns);
  if (shifted) map.column_of.emplace_back();
  for (std::size_t i = 0; i < columns; ++i) {
    std::size_t column = reversed ? columns - 1 - i : i;
    if (shifted && column + 1 == columns && table.columns[column].nullable) continue;
    map.field_of[column] = map.fields();
    map.column_of.emplace_back(column);
  }
  return {map};
}

Case make_case(std::string_view input) {
  auto choice = [&](std::size_t i) { return static_cast<unsigned char>(input[i]); };
  constexpr std::array<char, 4> kDelimiters = {';', ',', '\t', '|'};
  constexpr std::array<Encoding, 8> kEncodings = {Encoding::utf8,    Encoding::utf8,   Encoding::utf8,
                                                  Encoding::utf8,    Encoding::latin1, Encoding::windows1252,
                                                  Encoding::utf16le, Encoding::utf16be};
  constexpr std::array<Type, 8> kTypes = {{{TypeKind::varchar, 0, 0, 3},
                                           {TypeKind::integer, 0, 0, 0},
                                           {TypeKind::decimal, 9, 2, 0},
                                           {TypeKind::decimal, 38, 6, 0},
                                           {TypeKind::date, 0, 0, 0},
                                           {TypeKind::timestamp, 0, 0, 0},
                                           {TypeKind::uuid, 0, 0, 0},
                                           {TypeKind::boolean, 0, 0, 0}}};
  Case c;
  c.dialect.delimiter = kDelimiters[choice(0) & 3];
  c.dialect.decimal = (choice(0) & 4) != 0 ? ',' : '.';
  c.dialect.encoding = kEncodings[choice(0) >> 3 & 7];
  c.dialect.header = (choice(0) & 64) != 0;
  c.dialect.null_words =
      (choice(0) & 128) != 0 ? std::vector<std::string>{"NULL"} : std::vector<std::string>{"", "NULL"};
  c.table.name = "T";
  std::size_t columns = 1 + (choice(1) & 3);
  // The first column takes any text; the others are of one other type.
  for (std::size_t i = 0; i < columns; ++i) {
    Type type = i == 0 ? Type{} : (choice(3) >> 3) == 0x1F ? Type{TypeKind::time, 0, 0, 0} : kTypes[choice(1) >> 2 & 7];
    Column column;
    column.name = fmt::format("c{}", i);
    column.type = type;
    column.nullable = (choice(1) & 32) != 0;
    c.table.columns.push_back(std::move(column));
  }
  c.maps = make_maps(c.table, (choice(1) & 64) != 0, (choice(1) & 128) != 0);
  c.block = 2 + choice(2);
  if ((choice(3) & 7) == 7) c.max_record = 1 + choice(3);
  c.bytes = input.substr(kHead);
  return c;
}

struct Row {
  std::uint64_t line = 0;
  std::uint64_t offset = 0;
  std::string raw;
  std::string values;

  bool operator==(const Row&) const = default;
};

struct Outcome {
  std::vector<Row> rows;
  std::vector<Reject> rejects;
  FileCounts counts;
};

// One column's values of a batch, as bytes.
struct ColumnBuffer {
  static constexpr std::size_t kRows = 5;
  alignas(16) std::array<char, 16 * kRows> data{};
  std::array<std::string, kRows> texts;
  std::uint64_t validity = 0;

  static void store(void* target, std::uint64_t row, const char* text, std::size_t size) {
    static_cast<ColumnBuffer*>(target)->texts[row].assign(text, size);
  }
  ColumnSink sink() { return {data.data(), &validity, this, store}; }
  std::uint64_t number(std::size_t row) const {
    std::uint64_t value;
    std::memcpy(&value, data.data() + 8 * row, 8);
    return value;
  }
};

// With `origins`, rows say where they came from; without, ordinary records take the scanner's fast lane.
ScanOptions options_of(const Case& c, std::size_t block, bool origins) {
  ScanOptions options;
  for (std::size_t i = 0; i < c.table.columns.size(); ++i) options.columns.push_back({i, Origin::file});
  for (Origin origin : {Origin::line, Origin::offset, Origin::raw}) {
    if (origins) options.columns.push_back({std::nullopt, origin});
  }
  options.maps = c.maps;
  options.block_bytes = block;
  options.max_record_bytes = c.max_record;
  return options;
}

Row take_row(const Case& c, const std::vector<ColumnBuffer>& buffers, std::size_t r) {
  std::size_t own = c.table.columns.size();
  Row row;
  if (buffers.size() > own) row = {buffers[own].number(r), buffers[own + 1].number(r), buffers[own + 2].texts[r], {}};
  for (std::size_t i = 0; i < own; ++i) {
    std::size_t width = value_width(c.table.columns[i].type);
    if ((buffers[i].validity >> r & 1) == 0) {
      row.values += "NULL;";
    } else if (c.table.columns[i].type.kind == TypeKind::varchar) {
      row.values += buffers[i].texts[r] + ';';
    } else {
      row.values.append(buffers[i].data.data() + width * r, width) += ';';
    }
  }
  return row;
}

Outcome scan(const Case& c, const ExportFile& file, std::size_t block, bool origins = true) {
  ScanOptions options = options_of(c, block, origins);
  Rejects rejects;
  TableScan scan(c.table, {file}, c.dialect, options, rejects);
  std::vector<ColumnBuffer> buffers(options.columns.size());
  std::vector<ColumnSink> sinks;
  for (ColumnBuffer& buffer : buffers) sinks.push_back(buffer.sink());
  Outcome outcome;
  auto worker = scan.worker();
  while (std::size_t n = worker->next(sinks, ColumnBuffer::kRows)) {
    for (std::size_t r = 0; r < n; ++r) outcome.rows.push_back(take_row(c, buffers, r));
  }
  outcome.counts = scan.finish().at(0);
  outcome.rejects = std::move(rejects.all);
  return outcome;
}

void require_counts(const Outcome& o) {
  REQUIRE(o.counts.records == o.counts.rows + o.counts.rejects);
  REQUIRE(o.counts.rows == o.rows.size());
  REQUIRE(o.counts.rejects == o.rejects.size());
}

struct Place {
  std::uint64_t line;
  std::uint64_t offset;
  std::string raw;  // printable
};

std::string decoded(std::string_view bytes, Encoding encoding) {
  std::string text;
  if (append_as_utf8(bytes, encoding, text) < bytes.size()) text += '\xFF';
  return text;
}

// "c0;c1", quoted or not: the header once more, in the order of the file.
bool is_header_line(const Case& c, std::string_view line) {
  std::string names;
  for (const char sign : line) {
    if (sign != '"') names += sign;
  }
  std::string expected;
  const std::size_t columns = c.table.columns.size();
  const FieldMap map = c.maps.empty() ? FieldMap{} : c.maps[0];
  for (std::size_t field = 0; field < (c.maps.empty() ? columns : map.fields()); ++field) {
    const std::optional<std::size_t> column = c.maps.empty() ? field : map.column_of[field];
    if (field > 0) expected += c.dialect.delimiter;
    if (column) expected += c.table.columns[*column].name;
  }
  return names.ends_with(expected);  // what no column reads comes first, and may be anything
}

// Takes out what is left out between records on purpose. Returns how many headers that were.
std::uint64_t take_headers_out(const Case& c, std::string& text) {
  std::uint64_t headers = 0;
  std::string left;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    const std::string_view line = std::string_view(text).substr(begin, end - begin);
    const std::string_view content = line.substr(0, line.find_last_not_of("\r\n") + 1);
    const bool header = !content.empty() && is_header_line(c, content);
    headers += header ? 1 : 0;
    left += header ? line.substr(content.size()) : line;
    begin = end;
  }
  text = std::move(left);
  return headers;
}

// Records stand where they say, and nothing but line ends and repeated headers is between them.
void require_places(const Case& c, const Outcome& o) {
  std::vector<Place> places;
  for (const Row& row : o.rows) places.push_back({row.line, row.offset, printable_utf8(row.raw)});
  for (const Reject& reject : o.rejects) places.push_back({reject.line, reject.offset, reject.raw});
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.offset < b.offset; });
  if (!c.dialect.header && !places.empty()) {
    std::string head = decoded(c.bytes.substr(0, places[0].offset), c.dialect.encoding);
    REQUIRE(head.find_first_not_of("\xEF\xBB\xBF\r\n") == std::string::npos);
  }
  std::uint64_t headers = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    bool last = i + 1 == places.size();
    std::uint64_t end = last ? c.bytes.size() : places[i + 1].offset;
    REQUIRE(places[i].offset < end);
    std::string text = decoded(c.bytes.substr(places[i].offset, end - places[i].offset), c.dialect.encoding);
    std::string shown = printable_utf8(text);
    REQUIRE(shown.starts_with(places[i].raw));
    std::string behind = shown.substr(places[i].raw.size());
    if (o.counts.repeated_headers > 0) headers += take_headers_out(c, behind);
    REQUIRE(behind.find_first_not_of("\r\n") == std::string::npos);
    if (last) continue;
    REQUIRE(behind.ends_with('\n'));
    REQUIRE(places[i + 1].line ==
            places[i].line + static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')));
    std::size_t fields = c.maps.empty() ? c.table.columns.size() : c.maps[0].fields();
    if (fields == 1) REQUIRE(behind == "\n" || behind == "\r\n");
  }
  REQUIRE(headers <= o.counts.repeated_headers);
}

void require_same(const Outcome& a, const Outcome& b) {
  REQUIRE(a.rows.size() == b.rows.size());
  for (std::size_t i = 0; i < a.rows.size(); ++i) {
    if (b.rows[i].line != 0) REQUIRE(a.rows[i] == b.rows[i]);
    REQUIRE(a.rows[i].values == b.rows[i].values);
  }
  REQUIRE(a.counts.blank_lines == b.counts.blank_lines);
  REQUIRE(a.rejects.size() == b.rejects.size());
  for (std::size_t i = 0; i < a.rejects.size(); ++i) {
    const Reject &x = a.rejects[i], &y = b.rejects[i];
    REQUIRE(x.code == y.code && x.line == y.line && x.offset == y.offset && x.field == y.field);
    REQUIRE(x.reason == y.reason && x.value == y.value && x.raw == y.raw);
  }
}

}  // namespace
}  // namespace rox

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rox;
  if (size < kHead || size > 4096) return 0;
  static MemoryFile memory;
  Case c = make_case({reinterpret_cast<const char*>(data), size});
  ExportFile file = memory.write(c.bytes);
  bool limited = c.max_record < (std::size_t{1} << 20);
  Outcome small;
  try {
    small = scan(c, file, c.block);
  } catch (const Error&) {
    REQUIRE(limited && c.dialect.header);  // a header that is longer than the limit
    return 0;
  }
  require_counts(small);
  if (limited) return 0;
  require_places(c, small);
  require_same(small, scan(c, file, std::size_t{1} << 20));
  require_same(small, scan(c, file, std::size_t{1} << 20, false));
  require_same(small, scan(c, file, 2 * c.block, false));
  return 0;
}
