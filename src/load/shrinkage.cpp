#include "load/shrinkage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "source/encoding.hpp"

namespace rox {
namespace {

/// A list of a few things may well lose some of them.
constexpr std::uint64_t kFew = 10;

Error unpublished(const std::string& what, const std::string& file, const std::string& way_out) {
  return data_error(what).at(file).hint("nothing was published, the warehouse is as it was. Export it again" + way_out);
}

/// Whether it is the file's last record, and has no end.
bool is_cut_off(const ExportFile& file, const Dialect& dialect, const Reject& reject) {
  if (reject.code != RejectCode::field_count && reject.code != RejectCode::unterminated_quote) return false;
  if (dialect.encoding == Encoding::other) return false;
  return reject.offset + encoded_size(reject.raw, dialect.encoding) >= file.bytes;
}

}  // namespace

void refuse_shrunken(const SourceConfig& source, const TableExports& exports, const Counts& before,
                     const LoadCounts& now, const std::vector<Reject>& rejects,
                     const std::vector<LoadedFile>& gone_files) {
  const Table& table = *exports.table;
  const std::uint64_t rows = now.counts.rows_in;
  if (rows >= before.rows_in || exports.files.empty()) return;
  const Dialect dialect = table.dialect.over(source.dialect);
  const std::string counts =
      fmt::format("{} rows, and had {} when it was loaded last", human_count(rows), human_count(before.rows_in));
  for (const ExportFile& file : exports.files) {
    const auto cut = std::find_if(rejects.begin(), rejects.end(), [&](const Reject& reject) {
      return reject.file == file.name && is_cut_off(file, dialect, reject);
    });
    if (cut == rejects.end()) continue;
    throw unpublished(
        fmt::format("the export ends in the middle of line {}; table {} has {}", cut->line, table.name, counts),
        file.name, "");
  }
  if (table.may_shrink) return;
  const std::uint64_t gone = before.rows_in - rows;
  const auto most = static_cast<std::uint64_t>(source.max_shrink * static_cast<double>(before.rows_in));
  if (rows > 0 && (gone <= most || gone <= kFew)) return;
  const std::string lost = gone_files.empty() ? "" : fmt::format("; gone are {}", gone_text(gone_files));
  throw unpublished(
      fmt::format("table {} has {}: more than {:g}% fewer{}", table.name, counts, source.max_shrink * 100, lost),
      exports.files.front().name,
      fmt::format("; if it is right, say may_shrink = true of table '{}' in model.toml", table.name));
}

}  // namespace rox
