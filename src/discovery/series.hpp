// Files that are called alike but for numbers and dates: parts of one table, or dumps of all of it, one a day, that lie
// side by side. Dumps taken for parts have each row many times; parts taken for dumps lose all but the last.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "discovery/recurrence.hpp"
#include "source/export_folder.hpp"

namespace rox {

struct Series {
  std::vector<std::string> files;   // the names, the oldest first
  std::vector<std::string> newest;  // of them
  std::string pattern;              // "sales_#.csv"
  std::vector<std::string> dates;   // of the files, or their numbers, as name_order.hpp compares them
  bool dumps = false;               // else they overlap, and who knows why
  std::string evidence;             // "98% of the records of a.csv stand in b.csv again"
  std::string doubt;                // what speaks against it; empty: nothing

  /// All of it for a person, with the setting that decides otherwise.
  std::string text() const;
};

/// The series among some files. Of files that are called alike only so many are read as it takes: two, if they have
/// nothing in common.
std::vector<Series> find_series(const std::vector<SourceFile>& files);

/// What is called alike and has columns alike is dumps, because somebody says so. Nothing is compared.
std::vector<Series> stated_dumps(const std::vector<SourceFile>& files);

/// Takes what isn't the newest of its series of dumps out of `files`, and tells it in `left_out`.
void leave_out_older_dumps(const std::vector<Series>& all, std::vector<ExportFile>& files,
                           std::vector<LeftOut>& left_out);

/// By the newest files of series of dumps: the glob over all of them.
std::map<std::string, std::string> dumps_of(const std::vector<Series>& all);

/// The same of files that are known to be one table's, of which these have come since: whether one of them has most of
/// the records of its neighbour again. Nothing if none has.
std::optional<Series> find_new_dump(const std::vector<SourceFile>& files, const std::vector<std::string>& come);

}  // namespace rox
