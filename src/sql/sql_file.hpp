// The project's SQL files (analyses, marts, checks): one SELECT a file, with a comment block on top.
//
//     -- title: Orders of a month over 1,000
//     -- question: Which orders of the month have a TotalDue over 1,000?
//     --   (a line indented by two blanks or more goes on with the one before)
//     -- param month: month = 2011-09  (the month of OrderDate)
//     SELECT … WHERE h.OrderDate >= :month …
//
// A parameter is written :name in the SQL and replaced by a literal that every dialect takes, by its type:
// month -> DATE '2011-09-01', date -> DATE '…', integer and decimal -> digits, text -> '…'. Strings, quoted
// names, comments and ::casts stay as they are. Without a default the parameter must be given.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace rox {

enum class ParamType { month, date, integer, decimal, text };

struct SqlParam {
  std::string name;
  ParamType type = ParamType::text;
  std::optional<std::string> default_value;
  std::string note;
};

struct SqlFile {
  std::filesystem::path path;
  std::string name;   // the file's, without .sql
  std::string title;  // falls back to the name
  std::string question;
  std::map<std::string, std::string> keys;  // the block's other keys: severity, meaning, …
  std::vector<SqlParam> params;
  std::string text;  // the whole file
};

/// Values by parameter name.
using ParamValues = std::map<std::string, std::string>;

/// Throws usage_error with file, line and column: a bad param line, a :name that isn't declared, no statement.
SqlFile parse_sql_file(const std::filesystem::path& path, std::string text);
SqlFile read_sql_file(const std::filesystem::path& path);

/// Line and column of a byte of the file's text.
SourceLocation place_in(const SqlFile& file, std::size_t offset);

/// All *.sql of a folder of the project, by name. None if the folder isn't there. Throws usage_error for a link that
/// leads out of the project (the folder above), and for a name with control characters.
std::vector<SqlFile> read_sql_files(const std::filesystem::path& dir);

/// A file's SQL with its parameters filled in. Lines stay lines, so that errors find back.
class BoundSql {
 public:
  /// Throws usage_error for a value that isn't one of the type, is missing, or that no parameter takes.
  BoundSql(const SqlFile& file, const ParamValues& values);

  const std::string& text() const { return text_; }
  /// An engine's error about text(): with the place in the file, and that line shown.
  Error explain(const Error& error) const;

 private:
  struct Edit {  // text()[at, at + new_size) stands for the file's [old_at, old_at + old_size)
    std::size_t at, new_size, old_at, old_size;
  };
  std::size_t original_offset(std::size_t offset) const;

  std::filesystem::path path_;
  std::string original_;
  std::string text_;
  std::vector<Edit> edits_;
};

}  // namespace rox
