#include "source/differential_support.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/duckdb/export_function.hpp"
#include "model/model_support.hpp"
#include "source/export_folder.hpp"
#include "sql/quote.hpp"

namespace rox::test {

std::string encoded(std::string_view utf8, Encoding encoding) {
  if (encoding == Encoding::utf8) return std::string(utf8);
  std::string out;
  for (std::size_t i = 0; i < utf8.size();) {
    auto lead = static_cast<unsigned char>(utf8[i]);
    std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : 3;
    unsigned c = length == 1 ? lead : lead & (0x3FU >> (length - 1));
    for (std::size_t k = 1; k < length; ++k) c = c << 6 | (static_cast<unsigned char>(utf8[i + k]) & 0x3FU);
    out.push_back(static_cast<char>(c & 0xFF));
    if (encoding == Encoding::utf16le) out.push_back(static_cast<char>(c >> 8));
    i += length;
  }
  return out;
}

Rows rows_of(Engine& engine, std::string_view sql) {
  Rows rows;
  auto result = engine.query(sql);
  while (result->next()) {
    for (std::size_t r = 0; r < result->rows(); ++r) {
      auto& row = rows.emplace_back(result->columns().size());
      for (std::size_t c = 0; c < row.size(); ++c) {
        if (result->is_null(c, r)) {
          row[c] = "∅";
        } else {
          result->text(c, r, row[c]);
        }
      }
    }
  }
  return rows;
}

struct Comparison::Catalog final : ExportTables {
  Table shape;
  Dialect dialect;
  std::vector<ExportFile> files;
  std::size_t block_bytes = 0;
  CollectedRejects rejects;

  const Table& table(std::string_view) override { return shape; }
  std::shared_ptr<TableScan> open(const Table& table, std::vector<ScanColumn> columns) override {
    ScanOptions options;
    options.columns = std::move(columns);
    options.block_bytes = block_bytes;
    return std::make_shared<TableScan>(table, files, dialect, std::move(options), rejects);
  }
};

Comparison::Comparison()
    : catalog_(std::make_shared<Catalog>()),
      reader_(DuckDbDatabase("", {.threads = 3}).connect()),
      ordered_reader_(DuckDbDatabase("", {.threads = 1}).connect()),
      oracle_(DuckDbDatabase("", {.threads = 1, .folders = {"/"}}).connect()) {
  register_read_export(reader_, catalog_);
  register_read_export(ordered_reader_, catalog_);
}

Comparison::~Comparison() = default;

void Comparison::write(const Style& style, const std::vector<std::string>& texts) {
  style_ = style;
  for (const ExportFile& file : files_) std::filesystem::remove(file.path);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::ofstream file(dir_.path() / fmt::format("{:04}.csv", i), std::ios::binary);
    if (style.bom) file << encoded("\uFEFF", style.dialect.encoding);
    file << encoded(texts[i], style.dialect.encoding);
  }
  files_ = list_exports(dir_.path(), {});
  catalog_->files = files_;
  catalog_->dialect = style.dialect;
  catalog_->shape.columns.clear();
  for (std::size_t i = 0; i < style.types.size(); ++i) {
    catalog_->shape.columns.push_back(test::make_column(fmt::format("c{}", i), style.types[i]));
  }
}

namespace {

std::string column_list(const Style& style) {
  std::string list;
  for (std::size_t i = 0; i < style.types.size(); ++i) list += fmt::format(", c{}", i);
  return list;
}

}  // namespace

Rows Comparison::rox(std::size_t block_bytes, std::string_view where) {
  catalog_->block_bytes = block_bytes;
  catalog_->rejects.rejects.clear();
  return rows_of(reader_, fmt::format("SELECT rox_file{} FROM read_export('T') WHERE {} ORDER BY rox_file, rox_offset",
                                      column_list(style_), where));
}

Rows Comparison::rox_batches(std::size_t block_bytes) {
  catalog_->block_bytes = block_bytes;
  catalog_->rejects.rejects.clear();
  return rows_of(ordered_reader_, fmt::format("SELECT {} FROM read_export('T')", column_list(style_).substr(2)));
}

Rows Comparison::duckdb(std::string_view options) {
  std::vector<std::string> paths, columns, nulls;
  for (const ExportFile& file : files_) paths.push_back(sql_literal(file.path.string(), SqlDialect::duckdb));
  for (std::size_t i = 0; i < style_.types.size(); ++i) {
    columns.push_back(fmt::format("c{}: '{}'", i, to_string(style_.types[i])));
  }
  for (const std::string& word : style_.dialect.null_words) nulls.push_back(sql_literal(word, SqlDialect::duckdb));
  std::string_view encoding = style_.dialect.encoding == Encoding::utf16le  ? "utf-16"
                              : style_.dialect.encoding == Encoding::latin1 ? "latin-1"
                                                                            : "utf-8";
  return rows_of(oracle_, fmt::format("SELECT parse_filename(filename){} FROM read_csv([{}], columns={{{}}}, "
                                      "delim={}, quote='\"', escape='\"', header=true, auto_detect=false, "
                                      "filename=true, nullstr=[{}], allow_quoted_nulls=false, decimal_separator='{}', "
                                      "encoding='{}', null_padding=false{})",
                                      column_list(style_), fmt::join(paths, ", "), fmt::join(columns, ", "),
                                      sql_literal(style_.dialect.delimiter, SqlDialect::duckdb), fmt::join(nulls, ", "),
                                      style_.dialect.decimal, encoding, options));
}

const std::vector<Reject>& Comparison::rejects() const { return catalog_->rejects.rejects; }

}  // namespace rox::test
