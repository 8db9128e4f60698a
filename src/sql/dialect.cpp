#include "sql/dialect.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

struct DialectFacts {
  SqlDialect dialect;
  std::string_view name;
  std::string_view title;
  std::size_t name_bytes;  // the longest name; 0: any
};

constexpr std::array kEngines{
    DialectFacts{SqlDialect::duckdb, "duckdb", "DuckDB", 0},
    DialectFacts{SqlDialect::postgres, "postgres", "PostgreSQL", 63},
    DialectFacts{SqlDialect::redshift, "redshift", "Redshift", 127},
    DialectFacts{SqlDialect::spark, "spark", "Spark", 0},
};

const DialectFacts& engine_of(SqlDialect dialect) {
  return *std::find_if(kEngines.begin(), kEngines.end(), [&](const DialectFacts& e) { return e.dialect == dialect; });
}

/// What the longest VARCHAR can hold: PostgreSQL's in characters, Redshift's in bytes, the others' length is an int.
constexpr std::uint64_t kPostgresVarchar = 10'485'760;
constexpr std::uint64_t kRedshiftVarchar = 65'535;
constexpr std::uint64_t kIntVarchar = 2'147'483'647;
constexpr std::uint64_t kMostBytesPerCharacter = 4;  // UTF-8
/// A text of any length is given at least this in Redshift, however short the measured ones are.
constexpr std::uint64_t kLeastUnboundedBytes = 256;

/// Columns that every table has already, so that not even a quoted one can be added.
bool is_system_column(std::string_view name, SqlDialect dialect) {
  constexpr std::array<std::string_view, 6> kHidden{"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"};
  if (!folds_names(dialect)) return false;
  const std::string folded = to_lower(name);
  return std::find(kHidden.begin(), kHidden.end(), folded) != kHidden.end() ||
         (dialect == SqlDialect::redshift && folded == "oid");
}

/// Redshift counts bytes, the model characters. Unmeasured texts get four bytes a character, which always suffices;
/// measured ones two (any Latin, Greek or Cyrillic text) or twice what was measured, whichever is more: room for next
/// month's values, but not so much that queries reserve memory in vain. A text of any length gets four times what was
/// measured, in steps of two, so that a bit more of it is no other type; where a load has longer ones, it measures them
/// itself (build/staged_table.hpp).
SqlType redshift_varchar(const Column& column) {
  const std::uint64_t length = column.type.length;
  const std::uint64_t measured = column.max_bytes;
  if (measured > kRedshiftVarchar) {
    return {fmt::format("VARCHAR({})", kRedshiftVarchar),
            fmt::format("values of up to {} bytes were measured, and no VARCHAR of Redshift's holds more", measured),
            true};
  }
  std::uint64_t bytes = kRedshiftVarchar;
  std::string remark;
  if (length > 0) {
    const std::uint64_t most = std::max(length * kMostBytesPerCharacter, measured);
    bytes = measured > 0 ? std::min(std::max(length, measured) * 2, most) : most;
    if (bytes > kRedshiftVarchar)
      remark = fmt::format("{} characters can take more bytes than any VARCHAR has", length);
  } else if (measured > 0) {
    bytes = std::max(std::bit_ceil(measured * 4), kLeastUnboundedBytes);
    remark = fmt::format("of any length; {} bytes were measured", measured);
  } else {
    remark = "of any length and not measured: the longest there is";
  }
  return {fmt::format("VARCHAR({})", std::min(bytes, kRedshiftVarchar)), remark, false};
}

SqlType varchar_type(const Column& column, SqlDialect dialect) {
  const std::uint64_t length = column.type.length;
  const auto sized = [&](std::uint64_t most, std::string_view unsized) -> SqlType {
    if (length == 0 || length > most) return {std::string(unsized), "", false};
    return {fmt::format("VARCHAR({})", length), "", false};
  };
  switch (dialect) {
    case SqlDialect::duckdb: return sized(kIntVarchar, "VARCHAR");
    case SqlDialect::postgres: return sized(kPostgresVarchar, "TEXT");
    case SqlDialect::redshift: return redshift_varchar(column);
    case SqlDialect::spark: break;
  }
  return sized(kIntVarchar, "STRING");
}

std::string uuid_type(SqlDialect dialect) {
  if (dialect == SqlDialect::redshift) return "VARCHAR(36)";
  return dialect == SqlDialect::spark ? "STRING" : "UUID";
}

}  // namespace

SqlDialect parse_sql_dialect(std::string_view name) {
  std::vector<std::string> known;
  for (const DialectFacts& engine : kEngines) {
    if (equals_ignore_case(engine.name, name)) return engine.dialect;
    known.emplace_back(engine.name);
  }
  if (equals_ignore_case(name, "postgresql")) return SqlDialect::postgres;
  throw usage_error(fmt::format("unknown dialect '{}'{}", name, did_you_mean(name, known)))
      .hint(fmt::format("the dialects are: {}", join(known, ", ")));
}

std::string_view dialect_name(SqlDialect dialect) { return engine_of(dialect).name; }

std::string_view engine_title(SqlDialect dialect) { return engine_of(dialect).title; }

bool folds_names(SqlDialect dialect) { return dialect == SqlDialect::postgres || dialect == SqlDialect::redshift; }

std::optional<std::string> name_problem(std::string_view name, SqlNameUse use, SqlDialect dialect) {
  const DialectFacts& engine = engine_of(dialect);
  if (name.empty()) return "is empty";
  if (name.find('\0') != std::string_view::npos) return "has a NUL character in it";
  if (engine.name_bytes > 0 && name.size() > engine.name_bytes) {
    return fmt::format("is {} bytes long, and names in {} end after {}", name.size(), engine.title, engine.name_bytes);
  }
  if (use == SqlNameUse::column && is_system_column(name, dialect)) {
    return fmt::format("is that of a hidden column which every table of {}'s has", engine.title);
  }
  if (use == SqlNameUse::table && dialect == SqlDialect::redshift && name.front() == '#') {
    return "starts with '#', which makes a table temporary in Redshift";
  }
  const bool word = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (use != SqlNameUse::column && dialect == SqlDialect::spark && !word) {
    return "has characters in it that Spark's catalog doesn't take; it has letters of the English alphabet, digits and "
           "_";
  }
  return std::nullopt;
}

SqlType sql_type(const Column& column, SqlDialect dialect) {
  switch (column.type.kind) {
    case TypeKind::uuid: return {uuid_type(dialect), "", false};
    case TypeKind::varchar: return varchar_type(column, dialect);
    case TypeKind::integer:
      if (dialect == SqlDialect::spark) return {"INT", "", false};
      break;
    // A wall clock, as in the other engines: Spark's plain TIMESTAMP is an instant, shown in the session's time zone.
    case TypeKind::timestamp:
      if (dialect == SqlDialect::spark) return {"TIMESTAMP_NTZ", "", false};
      break;
    // "10:01:36.827" where the engine has no such type.
    case TypeKind::time:
      if (dialect == SqlDialect::spark) return {"STRING", "", false};
      break;
    case TypeKind::boolean:
    case TypeKind::smallint:
    case TypeKind::bigint:
    case TypeKind::decimal:
    case TypeKind::date: break;
  }
  return {to_string(column.type), "", false};
}

std::string sql_comment(std::string_view text, std::string_view indent) {
  constexpr std::size_t kWidth = 112;
  std::string lines;
  std::string line;
  const auto flush = [&] {
    lines += fmt::format("{}--{}\n", indent, line);
    line.clear();
  };
  const std::string safe = printable(text);
  for (std::size_t at = 0; at < safe.size();) {
    const std::size_t end = std::min(safe.find(' ', at), safe.size());
    if (!line.empty() && line.size() + (end - at) + 1 > kWidth) flush();
    line += " " + safe.substr(at, end - at);
    at = end + 1;
  }
  flush();
  return lines;
}

}  // namespace rox
