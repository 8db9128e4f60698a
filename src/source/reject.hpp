// Rejects: rows that were read and can't be loaded, with all that is needed to mend them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rox {

enum class RejectCode {
  field_count,         // more or fewer fields than the header
  unparsable,          // not a value of the column's type
  out_of_range,        // of the type, but too big for it or with more decimals than it keeps
  too_long,            // text longer than VARCHAR(n), or a record longer than rox takes
  invalid_utf8,        // bytes that aren't text in the export's encoding (or a NUL)
  missing_value,       // nothing in a column that is NOT NULL
  unterminated_quote,  // a quoted field that is never closed
  malformed_quote,     // text after the closing quote
  no_object,           // no JSON object, or a broken one
  duplicate_key,       // a primary key that an earlier row has
  orphan_key,          // no parent row, where the relation is enforced
  refused,             // by the warehouse, though rox took it
};

/// The code's stable name, as in rox.rejects: "field_count", "unparsable", …
std::string_view to_string(RejectCode code);
/// The code of that name. Throws std::logic_error if there is none.
RejectCode parse_reject_code(std::string_view name);

struct Reject {
  std::string table;
  std::string file;          // file name of the export
  std::uint64_t line = 0;    // physical line where the record starts; the header is line 1
  std::uint64_t offset = 0;  // byte offset of the record in the file, as it is on disk
  std::uint32_t field = 0;   // 1-based position of the field; 0: the record as a whole
  std::string column;        // SQL name of that field's column; empty if there is none
  std::string value;         // the field's text, at most kRejectText bytes
  RejectCode code = RejectCode::unparsable;
  std::string reason;  // for people: what was expected, what was found
  std::string raw;     // the record as UTF-8 without its line end, at most kRejectRaw bytes
};

inline constexpr std::size_t kRejectText = 1024;
inline constexpr std::size_t kRejectRaw = std::size_t{1} << 20;

/// Where the scanner's threads put rejects. Implementations are thread-safe.
class RejectSink {
 public:
  virtual ~RejectSink() = default;
  /// May throw to stop the scan (the limit is reached).
  virtual void add(Reject reject) = 0;
};

/// For scans whose rejects are known already or don't matter.
class IgnoredRejects final : public RejectSink {
 public:
  void add(Reject) override {}
};

}  // namespace rox
