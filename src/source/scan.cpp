#include "source/scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/batch.hpp"
#include "source/blocks.hpp"
#include "source/column_reader.hpp"
#include "source/encoding.hpp"
#include "source/json_records.hpp"
#include "source/records.hpp"
#include "source/repeated_head.hpp"
#include "source/workbook/sheet_records.hpp"

namespace rox {
namespace {

constexpr std::size_t kMaxKeyColumns = 4;
// Rows of a megabyte each come in small batches: whoever takes them has to hold a batch in memory.
constexpr std::size_t kMostBytesAtOnce = std::size_t{8} << 20;
constexpr std::size_t kFastLaneBytes = std::size_t{1} << 30;  // see Cell

// The values of a primary key as numbers that order like them.
struct KeyTuple {
  std::array<std::int64_t, kMaxKeyColumns> value{};

  bool operator<(const KeyTuple& other) const {
    return std::lexicographical_compare(value.begin(), value.end(), other.value.begin(), other.value.end());
  }
};

// What one block says about the order of its keys.
struct KeyRun {
  bool any = false;
  bool increasing = true;
  KeyTuple first, last;

  void add(const KeyTuple& key) {
    if (!any) {
      any = true;
      first = last = key;
      return;
    }
    increasing = increasing && last < key;
    last = key;
  }
};

struct KeyColumn {
  std::size_t sink = 0;
  std::size_t width = 0;
};

std::int64_t load_integer(const void* data, std::size_t row, std::size_t width) {
  switch (width) {
    case 1: return static_cast<const std::uint8_t*>(data)[row];
    case 2: return static_cast<const std::int16_t*>(data)[row];
    case 4: return static_cast<const std::int32_t*>(data)[row];
    default: return static_cast<const std::int64_t*>(data)[row];
  }
}

// The key's columns among those scanned; empty if their order can't be watched (missing or wide ones).
std::vector<KeyColumn> key_columns(const Table& table, const ScanOptions& options) {
  std::vector<KeyColumn> keys;
  if (table.primary_key.size() > kMaxKeyColumns) return {};
  for (const std::string& name : table.primary_key) {
    auto column = table.find_column(name);
    auto sink = std::find_if(options.columns.begin(), options.columns.end(),
                             [&](const ScanColumn& c) { return column && c.column == column; });
    if (sink == options.columns.end()) return {};
    const Column& key = table.columns[*column];
    std::size_t width = value_width(key.type);
    if (key.type.kind == TypeKind::varchar || width > 8) return {};
    keys.push_back({static_cast<std::size_t>(sink - options.columns.begin()), width});
  }
  return keys;
}

}  // namespace

FileCounts& FileCounts::operator+=(const FileCounts& more) {
  records += more.records;
  rows += more.rows;
  rejects += more.rejects;
  mended += more.mended;
  blank_lines += more.blank_lines;
  repeated_headers += more.repeated_headers;
  repeated_units += more.repeated_units;
  return *this;
}

struct TableScan::State {
  const Table& table;
  Dialect dialect;
  ScanOptions options;
  RejectSink& rejects;
  const MendSet* mends;
  BlockSource blocks;
  std::vector<KeyColumn> keys;
  FieldMap identity;

  std::atomic<std::uint64_t> bytes{0};
  std::atomic<std::uint64_t> rows{0};
  std::atomic<bool> key_order_is_broken{false};
  std::mutex mutex;  // guards what follows
  std::vector<FileCounts> counts;
  std::vector<std::vector<KeyRun>> key_runs;              // one a block, by file
  std::map<std::size_t, std::vector<std::string>> units;  // by file: the line below the header that is no record

  State(const Table& t, std::vector<ExportFile> files, const Dialect& d, ScanOptions o, RejectSink& r, const MendSet* m)
      : table(t),
        dialect(d),
        options(std::move(o)),
        rejects(r),
        mends(m != nullptr && !m->empty() ? m : nullptr),
        blocks(std::move(files), d,
               {options.block_bytes, options.max_record_bytes, true, options.only ? &options.only->blocks : nullptr,
                nullptr, &options.ranges}),
        identity(identity_map(t.columns.size())) {
    if (options.take_marks && options.maps.empty()) options.maps.assign(blocks.files().size(), identity);
    for (const ExportFile& file : blocks.files()) counts.push_back({file.name, file.bytes, 0, 0, 0, 0, 0, 0, 0});
    if (options.watch_key_order) {
      keys = key_columns(table, options);
      key_order_is_broken = keys.empty();
    }
    key_runs.resize(blocks.files().size());
  }

  const FieldMap& map(std::size_t file) const { return options.maps.empty() ? identity : options.maps[file]; }

  const std::vector<std::string>* units_of(std::size_t file) {
    if (!dialect.units) return nullptr;
    std::lock_guard lock(mutex);
    const auto found = units.find(file);
    return &(found != units.end() ? found : units.emplace(file, read_units(blocks.files()[file], dialect)).first)
                ->second;
  }

  void add(std::size_t file, const FileCounts& more) {
    std::lock_guard lock(mutex);
    counts[file] += more;
  }
};

namespace {

// One record, wherever it came from: the export, or a mend.
struct Record {
  const std::vector<Field>* fields = nullptr;
  std::size_t field_count = 0;
  std::uint64_t line = 0;
  std::uint64_t offset = 0;
  std::string_view raw;
};

}  // namespace

class ScanWorker final : public TableScan::Worker {
 public:
  explicit ScanWorker(TableScan::State& state) : state_(state), reader_(state.blocks) {
    for (const ScanColumn& column : state.options.columns) {
      columns_.push_back(
          column.column ? std::make_unique<ColumnReader>(state.table.columns[*column.column], state.dialect) : nullptr);
      has_own_columns_only_ = has_own_columns_only_ && column.column.has_value();
    }
    if (state.options.take_marks) marker_.emplace(state.table, state.dialect.field_delimiter(), state.options.maps);
  }

  std::size_t next(std::span<const ColumnSink> sinks, std::size_t capacity) override {
    std::size_t row = 0;
    std::size_t bytes = 0;
    for (const ColumnSink& sink : sinks) {
      if (sink.validity != nullptr) std::fill_n(sink.validity, (capacity + 63) / 64, ~std::uint64_t{0});
    }
    while (row < capacity) {
      if (!open_ && ((row > 0 && state_.options.block_by_block) || !open_block())) break;
      if (cursor_.offset == block_.bytes.size()) {
        bytes += block_.bytes.size();
        close_block();
        if (row > 0 && bytes >= kMostBytesAtOnce) break;
      } else if (std::size_t rows = fast_lane_ ? read_batch(sinks, row, capacity - row) : 0; rows > 0) {
        row += rows;
      } else if (next_record() && is_wanted() && read_record(sinks, row)) {
        ++row;
      }
    }
    if (row > 0) state_.rows.fetch_add(row, std::memory_order_relaxed);
    return row;
  }

  BlockPlace place() const override { return {block_.file, block_.index}; }

 private:
  bool open_block() {
    if (!reader_.next(block_)) return false;
    open_ = true;
    cursor_ = {0, block_.line};
    if (marker_) marker_->mark(block_, state_.options.take_marks);
    select_records();
    map_ = &state_.map(block_.file);
    counts_ = {};
    key_run_ = {};
    mends_.clear();
    if (state_.mends != nullptr) {
      const std::string& name = state_.blocks.files()[block_.file].name;
      auto lines = static_cast<std::uint64_t>(std::count(block_.bytes.begin(), block_.bytes.end(), '\n'));
      mends_ = state_.mends->in_lines(name, block_.line, block_.line + lines + 1);
    }
    next_mend_ = 0;
    repeated_units_.begin(state_.units_of(block_.file));
    looks_for_headers_ = may_have_header();
    fast_lane_ = wanted_ == nullptr && !looks_for_headers_ && block_.clean && !block_.oversized && mends_.empty() &&
                 has_own_columns_only_ &&
                 block_.bytes.size() <= std::min(state_.options.max_record_bytes, kFastLaneBytes);
    return true;
  }

  void select_records() {
    wanted_ = nullptr;
    if (state_.options.only == nullptr) return;
    static const std::vector<std::uint32_t> none;
    const auto found = state_.options.only->records.find({block_.file, block_.index});
    wanted_ = found == state_.options.only->records.end() ? &none : &found->second;
    next_wanted_ = 0;
    record_number_ = 0;
    if (wanted_->empty()) cursor_.offset = block_.bytes.size();
  }

  // Whether the current record is one of those to read; blank lines aren't counted.
  bool is_wanted() {
    if (wanted_ == nullptr) return true;
    if (records_.state() == RecordState::blank && map_->fields() > 1) return false;
    if (record_number_++ != (*wanted_)[next_wanted_]) return false;
    if (++next_wanted_ == wanted_->size()) cursor_.offset = block_.bytes.size();
    return true;
  }

  // Reads as many ordinary records as come next, at most `most`. 0 if the next one isn't, or holds a value that can't
  // be stored: then it has to go the plain way, and tells there what's wrong with it.
  std::size_t read_batch(std::span<const ColumnSink> sinks, std::size_t row, std::size_t most) {
    if (plain_records_ > 0) return 0;
    const BatchCursor before = cursor_;
    cut_records(block_.bytes, state_.dialect.field_delimiter(), map_->fields(), most, cursor_, batch_);
    if (has_nameless_values()) {
      plain_records_ = batch_.size;
      cursor_ = before;
      return 0;
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::optional<std::size_t> field = map_->field_of[*state_.options.columns[i].column];
      if (!field) {
        mark_missing(sinks[i], row, batch_.size);
        continue;
      }
      if (columns_[i]->read_batch(batch_, *field, block_.bytes.data(), sinks[i], row)) continue;
      mark_present(sinks, row, batch_.size);
      plain_records_ = batch_.size;
      cursor_ = before;
      return 0;
    }
    counts_.records += batch_.size;
    counts_.rows += batch_.size;
    repeated_units_.note_row();
    if (!state_.keys.empty()) {
      for (std::size_t r = 0; r < batch_.size; ++r) watch_key(sinks, row + r);
    }
    return batch_.size;
  }

  // Whether something is in a field of the batch that has no name and should be empty.
  bool has_nameless_values() const {
    for (const std::size_t field : map_->nameless) {
      for (std::size_t r = 0; r < batch_.size; ++r) {
        if (!trim(batch_.cells[r * batch_.columns + field].text(block_.bytes.data())).empty()) return true;
      }
    }
    return false;
  }

  // Moves to the next record on the plain way.
  bool next_record() {
    if (plain_records_ > 0) --plain_records_;
    records_.seek(block_.bytes, state_.dialect.field_delimiter(), cursor_.offset, cursor_.line);
    bool any = records_.next();
    cursor_ = {records_.end_offset(), records_.end_line()};
    return any;
  }

  static void mark_present(std::span<const ColumnSink> sinks, std::size_t row, std::size_t rows) {
    for (const ColumnSink& sink : sinks) {
      if (sink.validity == nullptr) continue;
      for (std::size_t r = row; r < row + rows; ++r) sink.validity[r / 64] |= std::uint64_t{1} << (r % 64);
    }
  }

  // Of a column that the file lacks.
  static void mark_missing(const ColumnSink& sink, std::size_t row, std::size_t rows) {
    for (std::size_t r = row; r < row + rows; ++r) sink.validity[r / 64] &= ~(std::uint64_t{1} << (r % 64));
  }

  void close_block() {
    open_ = false;
    state_.bytes.fetch_add(block_.disk_bytes, std::memory_order_relaxed);
    state_.add(block_.file, counts_);
    if (!state_.keys.empty()) {
      if (!key_run_.increasing) state_.key_order_is_broken.store(true, std::memory_order_relaxed);
      std::lock_guard lock(state_.mutex);
      std::vector<KeyRun>& runs = state_.key_runs[block_.file];
      if (runs.size() <= block_.index) runs.resize(block_.index + 1);
      runs[block_.index] = key_run_;
    }
  }

  // Puts the current record into `row`; false if it became a reject or is none.
  bool read_record(std::span<const ColumnSink> sinks, std::size_t row) {
    if (records_.state() == RecordState::blank && map_->fields() > 1) {
      ++counts_.blank_lines;
      return false;
    }
    ++counts_.records;
    const std::optional<BrokenObject> broken = find_broken_object();
    if (const Mend* mend = find_mend(broken ? broken->text : records_.raw())) return read_mended(*mend, sinks, row);
    Record record{&records_.fields(), records_.field_count(), records_.line(), 0, records_.raw()};
    if (broken) {
      record.raw = broken->text;
      return reject_whole(record, RejectCode::no_object, "no JSON object: " + broken->why, sinks, row);
    }
    bool last_of_block = block_.oversized && records_.offset() + record.raw.size() == block_.bytes.size();
    if (last_of_block || record.raw.size() > state_.options.max_record_bytes) {
      return reject_whole(record, RejectCode::too_long,
                          fmt::format("the record is longer than {} bytes", state_.options.max_record_bytes), sinks,
                          row);
    }
    if (!block_.clean && !check_encoding(record, sinks, row)) return false;
    return read_fields(record, records_.state(), sinks, row);
  }

  /// What stands in a file of JSON in place of an object.
  std::optional<BrokenObject> find_broken_object() const {
    const bool json = state_.blocks.files()[block_.file].format == ExportFormat::json;
    return json && records_.state() == RecordState::malformed_quote ? broken_object(records_.raw()) : std::nullopt;
  }

  const Mend* find_mend(std::string_view raw) {
    while (next_mend_ < mends_.size() && mends_[next_mend_]->line < records_.line()) ++next_mend_;
    if (next_mend_ == mends_.size() || mends_[next_mend_]->line != records_.line()) return nullptr;
    const Mend* mend = mends_[next_mend_];
    return mend->raw == printable_utf8(raw.substr(0, kRejectRaw)) ? mend : nullptr;
  }

  bool read_mended(const Mend& mend, std::span<const ColumnSink> sinks, std::size_t row) {
    std::string text = mend.mended + std::string(kStructuralPadding, '\0');
    RecordReader reader({text.data(), mend.mended.size()}, state_.dialect.field_delimiter(), mend.line);
    Record record{nullptr, 0, mend.line, 0, mend.mended};
    if (!reader.next()) {
      return reject_whole(record, RejectCode::field_count, "the mended record is empty", sinks, row);
    }
    if (reader.end_offset() < mend.mended.size()) {
      return reject_whole(record, RejectCode::field_count, "a mend takes the place of one record, this one is several",
                          sinks, row);
    }
    record.fields = &reader.fields();
    record.field_count = reader.field_count();
    if (!check_encoding(record, sinks, row) || !read_fields(record, reader.state(), sinks, row)) return false;
    ++counts_.mended;
    return true;
  }

  bool check_encoding(const Record& record, std::span<const ColumnSink> sinks, std::size_t row) {
    std::size_t bad = clean_utf8_prefix(record.raw);
    if (bad == record.raw.size()) return true;
    const char* at = record.raw.data() + bad;
    std::size_t f = 0;
    while (f + 1 < record.fields->size() && at >= (*record.fields)[f].data + (*record.fields)[f].size) ++f;
    std::string reason = *at == '\0' ? "a NUL byte is no text"
                                     : fmt::format("the byte 0x{:02X} is no text in {}",
                                                   static_cast<unsigned char>(*at), to_string(state_.dialect.encoding));
    return reject(record, f, {RejectCode::invalid_utf8, std::move(reason)}, sinks, row);
  }

  bool read_fields(const Record& record, RecordState shape, std::span<const ColumnSink> sinks, std::size_t row) {
    const std::vector<Field>& fields = *record.fields;
    if (shape == RecordState::malformed_quote || shape == RecordState::unterminated_quote) {
      return reject_quote(record, shape, sinks, row);
    }
    std::size_t expected = map_->fields();
    if (!has_width(fields, record.field_count, expected)) {
      std::string reason = fmt::format("{} fields instead of {}", record.field_count, expected);
      return reject(record, std::min(record.field_count, expected), {RejectCode::field_count, std::move(reason)}, sinks,
                    row);
    }
    for (const std::size_t field : map_->nameless) {
      if (field >= fields.size() || trim(fields[field].text()).empty()) continue;
      if (is_header(record)) return pass_over_header(sinks, row);
      return reject(record, field,
                    {RejectCode::field_count, fmt::format("field {} has a value, and no name in the header: `rox model "
                                                          "infer` makes a column of it",
                                                          field + 1)},
                    sinks, row);
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i] == nullptr) {
        write_origin(state_.options.columns[i].origin, record, sinks[i], row);
        continue;
      }
      const std::optional<std::size_t> field = map_->field_of[*state_.options.columns[i].column];
      if (!field) {
        mark_missing(sinks[i], row, 1);
      } else if (!columns_[i]->read(fields[*field], sinks[i], row)) {
        if (is_header(record)) return pass_over_header(sinks, row);
        if (repeated_units_.is(fields)) return pass_over(counts_.repeated_units, sinks, row);
        return reject(record, field, columns_[i]->explain(fields[*field]), sinks, row);
      }
    }
    if (looks_for_headers_ && is_header(record)) return pass_over_header(sinks, row);
    if (repeated_units_.is(fields)) return pass_over(counts_.repeated_units, sinks, row);
    ++counts_.rows;
    if (!state_.keys.empty()) watch_key(sinks, row);
    return true;
  }

  /// Whether the record is the header once more, as where files were put together.
  bool is_header(const Record& record) {
    if (!state_.dialect.header || map_->fields() < 2) return false;
    for (std::size_t c = 0; c < state_.table.columns.size(); ++c) {
      const std::optional<std::size_t>& field = map_->field_of[c];
      if (!field || *field >= record.fields->size()) continue;
      std::string_view text = unescape((*record.fields)[*field], header_scratch_);
      if (*field == 0) text.remove_prefix(bom_size(text, Encoding::utf8));
      if (text != state_.table.columns[c].header_name()) return false;
    }
    return true;
  }

  bool pass_over_header(std::span<const ColumnSink> sinks, std::size_t row) {
    repeated_units_.note_header();
    return pass_over(counts_.repeated_headers, sinks, row);
  }

  /// Always false, as reject() is.
  bool pass_over(std::uint64_t& count, std::span<const ColumnSink> sinks, std::size_t row) {
    mark_present(sinks, row, 1);
    --counts_.records;
    ++count;
    return false;
  }

  /// Where all columns are texts, a header can be read like a row, and so can the rule below it: then blocks that may
  /// have one are read one by one.
  bool may_have_header() const {
    const auto is_text = [](const Column& column) { return column.type.kind == TypeKind::varchar; };
    const std::vector<Column>& columns = state_.table.columns;
    if (!state_.dialect.header || columns.size() < 2 || !std::all_of(columns.begin(), columns.end(), is_text)) {
      return false;
    }
    const std::string name = columns.front().header_name() + state_.dialect.field_delimiter();
    return block_.bytes.find(name) != std::string_view::npos ||
           (state_.dialect.units && block_.bytes.find("--") != std::string_view::npos);
  }

  void watch_key(std::span<const ColumnSink> sinks, std::size_t row) {
    KeyTuple key;
    for (std::size_t k = 0; k < state_.keys.size(); ++k) {
      const ColumnSink& sink = sinks[state_.keys[k].sink];
      if (sink.validity != nullptr && (sink.validity[row / 64] >> (row % 64) & 1) == 0) {
        key_run_.increasing = false;  // a key that lacks a part is none
        return;
      }
      key.value[k] = load_integer(sink.data, row, state_.keys[k].width);
    }
    key_run_.add(key);
  }

  void write_origin(Origin origin, const Record& record, const ColumnSink& sink, std::size_t row) {
    switch (origin) {
      case Origin::file: {
        const std::string& name = state_.blocks.files()[block_.file].name;
        sink.store(sink.target, row, name.data(), name.size());
        break;
      }
      case Origin::line: static_cast<std::int64_t*>(sink.data)[row] = static_cast<std::int64_t>(record.line); break;
      case Origin::offset: static_cast<std::int64_t*>(sink.data)[row] = static_cast<std::int64_t>(file_offset()); break;
      case Origin::raw: sink.store(sink.target, row, record.raw.data(), record.raw.size()); break;
    }
  }

  // Of the current record, on disk.
  std::uint64_t file_offset() const {
    return block_.offset + encoded_size(block_.bytes.substr(0, records_.offset()), state_.dialect.encoding);
  }

  bool reject_quote(const Record& record, RecordState shape, std::span<const ColumnSink> sinks, std::size_t row) {
    bool malformed = shape == RecordState::malformed_quote;
    FieldProblem problem{malformed ? RejectCode::malformed_quote : RejectCode::unterminated_quote,
                         malformed ? "text after the closing quote; double a quote that belongs to the text"
                                   : "the field opens with a quote that is never closed"};
    return reject(record, record.field_count - 1, std::move(problem), sinks, row);
  }

  bool reject_whole(const Record& record, RejectCode code, std::string reason, std::span<const ColumnSink> sinks,
                    std::size_t row) {
    return reject(record, std::nullopt, {code, std::move(reason)}, sinks, row);
  }

  // Always false, for the caller to return. The row's validity bits go back to 'present' for the next record.
  bool reject(const Record& record, std::optional<std::size_t> field, FieldProblem problem,
              std::span<const ColumnSink> sinks, std::size_t row) {
    mark_present(sinks, row, 1);
    ++counts_.rejects;
    Reject out;
    out.table = state_.table.name;
    out.file = state_.blocks.files()[block_.file].name;
    out.line = record.line;
    out.offset = file_offset();
    out.code = problem.code;
    out.reason = std::move(problem.reason);
    out.raw = printable_utf8(record.raw.substr(0, kRejectRaw));
    if (field) {
      const ExportFile& file = state_.blocks.files()[block_.file];
      if (file.format == ExportFormat::sheet) {
        out.reason += fmt::format(" ({})", cell_name(file, state_.dialect, *field, record.line));
      }
      out.field = static_cast<std::uint32_t>(*field + 1);
      if (*field < map_->fields() && map_->column_of[*field]) {
        out.column = state_.table.columns[*map_->column_of[*field]].name;
      }
      if (*field < record.fields->size()) {
        std::string scratch;
        out.value = printable_utf8(unescape((*record.fields)[*field], scratch).substr(0, kRejectText));
      }
    }
    state_.rejects.add(std::move(out));
    return false;
  }

  TableScan::State& state_;
  BlockSource::Reader reader_;
  Block block_;
  const FieldMap* map_ = nullptr;  // of block_'s file
  bool open_ = false;              // block_ is being read
  bool fast_lane_ = false;         // and may be read in batches
  bool looks_for_headers_ = false;
  std::optional<RecordMarker> marker_;
  const std::vector<std::uint32_t>* wanted_ = nullptr;  // of block_; null: all records
  std::size_t next_wanted_ = 0;
  std::uint32_t record_number_ = 0;
  std::string header_scratch_;
  RepeatedUnits repeated_units_;
  BatchCursor cursor_;  // how far
  RecordBatch batch_;
  std::size_t plain_records_ = 0;  // of the batch that failed, still to be read one by one
  RecordReader records_;
  std::vector<std::unique_ptr<ColumnReader>> columns_;  // null: an Origin
  bool has_own_columns_only_ = true;
  FileCounts counts_;  // of the block
  KeyRun key_run_;
  std::vector<const Mend*> mends_;  // of the block
  std::size_t next_mend_ = 0;
};

namespace {

// A map that isn't for this table would make the scanner read past a record's fields.
void check_map(const FieldMap& map, const Table& table) {
  bool fits = map.field_of.size() == table.columns.size();
  for (std::size_t c = 0; fits && c < map.field_of.size(); ++c) {
    const std::optional<std::size_t>& field = map.field_of[c];
    fits = field ? *field < map.fields() && map.column_of[*field] == c : table.columns[c].nullable;
  }
  for (const std::optional<std::size_t>& column : map.column_of) {
    fits = fits && (!column || *column < table.columns.size());
  }
  if (!fits)
    throw usage_error(fmt::format("table {} isn't the one that the files' fields were matched to", table.name));
}

}  // namespace

TableScan::TableScan(const Table& table, std::vector<ExportFile> files, const Dialect& dialect, ScanOptions options,
                     RejectSink& rejects, const MendSet* mends) {
  if (!options.maps.empty() && options.maps.size() != files.size()) {
    throw usage_error(fmt::format("table {} has {} files, and fields of {} were matched", table.name, files.size(),
                                  options.maps.size()));
  }
  for (const FieldMap& map : options.maps) check_map(map, table);
  for (const ScanColumn& column : options.columns) {
    if (column.column && *column.column >= table.columns.size()) {
      throw usage_error(fmt::format("table {} has no column number {}", table.name, *column.column + 1));
    }
  }
  state_ =
      std::make_unique<State>(table, std::move(files), table.dialect.over(dialect), std::move(options), rejects, mends);
}

TableScan::~TableScan() = default;

std::unique_ptr<TableScan::Worker> TableScan::worker() { return std::make_unique<ScanWorker>(*state_); }

std::uint64_t TableScan::bytes_read() const { return state_->bytes.load(std::memory_order_relaxed); }
std::uint64_t TableScan::bytes_total() const { return state_->blocks.bytes_total(); }
std::uint64_t TableScan::rows_read() const { return state_->rows.load(std::memory_order_relaxed); }

std::vector<FileCounts> TableScan::finish() {
  for (const ExportFile& file : state_->blocks.files()) check_unchanged(file);
  return state_->counts;
}

bool TableScan::key_order_is_broken() const { return state_->key_order_is_broken.load(std::memory_order_relaxed); }

bool TableScan::key_was_increasing() const {
  if (state_->keys.empty()) return false;
  const KeyRun* before = nullptr;
  for (const std::vector<KeyRun>& runs : state_->key_runs) {
    for (const KeyRun& run : runs) {
      if (!run.increasing) return false;
      if (!run.any) continue;
      if (before != nullptr && !(before->last < run.first)) return false;
      before = &run;
    }
  }
  return true;
}

BlockBegin TableScan::range_end(std::size_t file) const { return state_->blocks.end_of(file); }

}  // namespace rox
