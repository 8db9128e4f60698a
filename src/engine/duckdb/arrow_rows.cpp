#include "engine/duckdb/arrow_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "engine/duckdb/carried_error.hpp"
#include "sql/quote.hpp"

// Of Arrow's C data interface, as its specification has them: their layout is their contract.
extern "C" {
struct ArrowSchema {
  const char* format;
  const char* name;
  const char* metadata;
  std::int64_t flags;
  std::int64_t n_children;
  ArrowSchema** children;
  ArrowSchema* dictionary;
  void (*release)(ArrowSchema*);
  void* private_data;
};

struct ArrowArray {
  std::int64_t length;
  std::int64_t null_count;
  std::int64_t offset;
  std::int64_t n_buffers;
  std::int64_t n_children;
  const void** buffers;
  ArrowArray** children;
  ArrowArray* dictionary;
  void (*release)(ArrowArray*);
  void* private_data;
};

struct ArrowArrayStream {
  int (*get_schema)(ArrowArrayStream*, ArrowSchema* out);
  int (*get_next)(ArrowArrayStream*, ArrowArray* out);
  const char* (*get_last_error)(ArrowArrayStream*);
  void (*release)(ArrowArrayStream*);
  void* private_data;
};
}

namespace rox {
namespace {

constexpr std::int64_t kNullable = 2;
/// Half of a row group: what rows are like that come first isn't what all are like.
constexpr std::uint64_t kSampledBytes = std::uint64_t{16} << 20;

constexpr const char* kDatabase = "rox_arrow";
constexpr const char* kView = "next_rows";

template <class Exported>
void forget(Exported* exported) {
  exported->release = nullptr;
}

/// The schema of a row. Whoever gets a copy owns nothing: it is valid as long as this.
class RowSchema {
 public:
  explicit RowSchema(const std::vector<Column>& columns) {
    for (const Column& column : columns) names_.push_back({arrow_format(column.type), column.name});
    for (const Names& names : names_) fields_.push_back(field(names.format.c_str(), names.name.c_str()));
    for (ArrowSchema& child : fields_) children_.push_back(&child);
  }

  ArrowSchema row() {
    ArrowSchema schema = field("+s", "");
    schema.n_children = static_cast<std::int64_t>(children_.size());
    schema.children = children_.data();
    return schema;
  }

 private:
  struct Names {
    std::string format, name;
  };
  static ArrowSchema field(const char* format, const char* name) {
    return {format, name, nullptr, kNullable, 0, nullptr, nullptr, forget<ArrowSchema>, nullptr};
  }

  std::vector<Names> names_;
  std::vector<ArrowSchema> fields_;
  std::vector<ArrowSchema*> children_;
};

/// Rows of a batch as an array, which keeps the batch.
class ExportedRows {
 public:
  ExportedRows(std::shared_ptr<const ArrowBatch> batch, std::size_t offset, std::size_t rows)
      : batch_(std::move(batch)), buffers_(batch_->columns.size()) {
    for (std::size_t c = 0; c < buffers_.size(); ++c) {
      const ArrowColumn& column = batch_->columns[c];
      buffers_[c] = {column.validity(), column.values(), column.texts()};
      fields_.push_back(array(offset, rows, column.nulls() == 0 ? 0 : kUnknown, column.is_text() ? 3 : 2));
      fields_.back().buffers = buffers_[c].data();
    }
    for (ArrowArray& child : fields_) children_.push_back(&child);
  }

  /// The array owns `rows` and all that it points to.
  static ArrowArray as_array(std::unique_ptr<ExportedRows> rows) {
    ArrowArray whole = array(0, static_cast<std::size_t>(rows->length()), 0, 1);
    whole.n_children = static_cast<std::int64_t>(rows->children_.size());
    whole.children = rows->children_.data();
    whole.buffers = rows->no_buffer_.data();
    whole.release = release;
    whole.private_data = rows.release();
    return whole;
  }

 private:
  static constexpr std::int64_t kUnknown = -1;

  std::int64_t length() const { return fields_.empty() ? 0 : fields_.front().length; }

  static ArrowArray array(std::size_t offset, std::size_t rows, std::int64_t nulls, std::int64_t buffers) {
    return {static_cast<std::int64_t>(rows),
            nulls,
            static_cast<std::int64_t>(offset),
            buffers,
            0,
            nullptr,
            nullptr,
            nullptr,
            forget<ArrowArray>,
            nullptr};
  }

  static void release(ArrowArray* whole) {
    delete static_cast<ExportedRows*>(whole->private_data);
    whole->release = nullptr;
  }

  const std::shared_ptr<const ArrowBatch> batch_;
  std::vector<std::array<const void*, 3>> buffers_;
  std::array<const void*, 1> no_buffer_{};
  std::vector<ArrowArray> fields_;
  std::vector<ArrowArray*> children_;
};

}  // namespace

/// One more batch; false if there is none.
bool ArrowRows::fetch() {
  std::shared_ptr<const ArrowBatch> batch = scan_.next();
  if (batch == nullptr) return false;
  batches_.push_back(std::move(batch));
  return true;
}

bool ArrowRows::at_end() { return batches_.empty() && !fetch(); }

std::uint64_t ArrowRows::row_bytes() {
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; bytes < kSampledBytes && (i < batches_.size() || fetch()); ++i) {
    rows += batches_[i]->rows;
    for (const ArrowColumn& column : batches_[i]->columns) bytes += column.bytes();
  }
  return rows == 0 ? 0 : bytes / rows;
}

ArrowRows::Slice ArrowRows::take(std::uint64_t most) {
  if (most == 0 || at_end()) return {};
  const std::shared_ptr<const ArrowBatch> batch = batches_.front();
  const Slice slice{batch, taken_, static_cast<std::size_t>(std::min<std::uint64_t>(most, batch->rows - taken_))};
  taken_ += slice.rows;
  if (taken_ == batch->rows) {
    batches_.pop_front();
    taken_ = 0;
  }
  return slice;
}

/// What DuckDB reads: it asks from one thread at a time.
struct ArrowRows::View::Stream {
  Stream(ArrowRows& of, const Cut& at) : rows(of), cut(at), schema(of.scan_.columns()) {
    interface = {get_schema, get_next, get_last_error, forget<ArrowArrayStream>, this};
  }

  static Stream& of(ArrowArrayStream* stream) { return *static_cast<Stream*>(stream->private_data); }

  static int get_schema(ArrowArrayStream* stream, ArrowSchema* out) {
    *out = of(stream).schema.row();
    return 0;
  }

  static int get_next(ArrowArrayStream* stream, ArrowArray* out) {
    try {
      *out = of(stream).next();
      return 0;
    } catch (...) {
      of(stream).error = carry(std::current_exception());
      return EIO;
    }
  }

  static const char* get_last_error(ArrowArrayStream* stream) { return of(stream).error.c_str(); }

  ArrowArray next() {
    const std::uint64_t to_group_end = cut.group_rows - taken % cut.group_rows;
    const Slice slice = rows.take(std::min(to_group_end, cut.part_rows - taken));
    if (slice.batch == nullptr) return {};  // without release(): the end
    taken += slice.rows;
    return ExportedRows::as_array(std::make_unique<ExportedRows>(slice.batch, slice.offset, slice.rows));
  }

  ArrowRows& rows;
  const Cut cut;
  std::uint64_t taken = 0;
  RowSchema schema;
  std::string error;
  ArrowArrayStream interface {};
};

ArrowRows::View::View(DuckDbConnection& connection, ArrowRows& rows, const Cut& cut)
    : connection_(connection), stream_(std::make_unique<Stream>(rows, cut)) {
  const std::string before = connection.database();
  // A view of a database file can't be of rows in memory.
  connection.execute(fmt::format("ATTACH ':memory:' AS {0}; USE {0}", kDatabase));
  auto* stream = reinterpret_cast<duckdb_arrow_stream>(&stream_->interface);
  const bool there = duckdb_arrow_scan(connection.handle(), kView, stream) == DuckDBSuccess;
  connection.execute("USE " + sql_name(before, SqlDialect::duckdb));
  if (!there) throw std::logic_error("DuckDB refused rows as Arrow has them");
}

ArrowRows::View::~View() {
  try {
    connection_.execute(fmt::format("DETACH {}", kDatabase));
  } catch (const Error&) {  // it goes with the connection's database
  }
}

std::string ArrowRows::View::name() const { return fmt::format("{}.{}", kDatabase, kView); }

}  // namespace rox
