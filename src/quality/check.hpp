// A check: a question about the data whose answer should be "no row". What it finds are rows, never a yes or no, so
// that whoever reads the result can see what is wrong.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/sql_file.hpp"

namespace rox {

enum class CheckKind { primary_key, unique, not_null, range, accepted, relation, sql };

enum class Severity {
  warn,   // worth a look; never fails a run
  error,  // the data is wrong
};

struct Check {
  /// Unique among the checks of a project, and fit for a file name: letters, digits and . _ + -
  std::string name;
  CheckKind kind = CheckKind::sql;
  Severity severity = Severity::error;
  std::string title;
  std::string meaning;              // what it means when rows come back
  std::vector<std::string> tables;  // those it reads, the one that it is about first
  /// Returns the failing rows, in an order that is the same each time. Of a check from a file: the file's text.
  std::string sql;
  /// Where one row of the first table alone decides: what is true of a failing one. Such checks of a table are
  /// evaluated together, in one scan. Empty elsewhere.
  std::string condition;
  /// Where a key that several rows have is what fails: its columns. Empty elsewhere.
  std::vector<std::string> key;
  std::vector<std::string> tested;  // the first table's columns that it tests; of a check from a file: nobody knows
  std::optional<SqlFile> file;      // checks from checks/*.sql

  /// The table that it is about; empty for SQL that names none.
  std::string table() const { return tables.empty() ? std::string() : tables.front(); }
};

std::string_view to_string(CheckKind kind);
std::string_view to_string(Severity severity);

/// "error" or "warn". Throws usage_error (without a place) for another word.
Severity parse_severity(std::string_view text);

}  // namespace rox
