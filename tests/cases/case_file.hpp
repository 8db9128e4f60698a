// The language of cases: tests as text. A case is a file SUBJECT/NAME.case that says which files there are, what rox is
// told to do, and what has to come of it. All are run in one process (cases_test.cpp), each in an empty folder of its
// own.
//
//     # An export of another shape stops the run.         what holds: the first line has to say it
//     use shop                                            a copy of tests/cases/fixtures/shop
//     $ rox run                                           what is run, with a shell's quotes; it has to end with 0
//     export Sale                                         exports/Sale.csv is the indented lines
//       SaleID;Line;Amount
//       1;1;10,50
//     $ rox run --json
//     exit 1                                              or as the next line says
//     json .drift[*] column kind =                        what is expected of what it printed
//       CustomerID missing_column
//     query SELECT count(*) FROM Sale                     the rows that `rox query` has to find
//       3
//
// Files; paths are in the case's folder:
//     use NAME [DIR]               copies fixtures/NAME, or projects/NAME without what rox made there
//     write FILE [(HOW, …)]        the indented lines; HOW is crlf, latin-1, utf-16le, utf-16be, bom or `N times`,
//     which
//                                  repeats the lines with {n} from 1 to N
//     append FILE [(HOW, …)]       the same, at the end of the file
//     export NAME                  write exports/NAME.csv (crlf)
//     bytes FILE                   the indented lines without line ends; \n, \r, \t, \\ and \xFF stand for bytes
//     edit FILE: OLD => NEW        OLD has to be there exactly once
//     insert FILE after TEXT       the indented lines, after (or `before`) the only line with TEXT
//     cut FILE: TEXT [... LINE]    removes the only line with TEXT, or all from there to the next LINE
//     remove PATH…, move FROM TO, copy FROM TO, touch FILE, mkdir DIR
//     remember GLOB…               for `untouched`
//     keep FILE                    writes the last command's standard output to the file
//     let NAME = SUBJECT           from then on $NAME is the subject's only line
//     needs raw data               $raw is the folder of the real company's exports; without it the case is skipped
//     needs PATH                   without it the case is skipped
//
// Expectations; those of printed text are about the last command:
//     SUBJECT: TEXT                a line contains TEXT; with indented lines, each of them is in some line
//     SUBJECT = TEXT               it is exactly that line, those words or the indented lines; (none) is nothing
//     SUBJECT ~ REGEX              a line matches
//     not SUBJECT: TEXT            and `not SUBJECT ~ REGEX`
//     exists PATH…, missing PATH…
//     same A B                     two files, or folders, with the same bytes
//     untouched GLOB…              the files are as remembered: none changed, written again, added or gone
//
// A SUBJECT is stdout, stderr, output (both), file PATH, files DIR (the lines of all files in it), names DIR, paths
// GLOB or json [FILE] PATH [FIELD…], followed by any of: | sort, | unique (sorted), | count, | first N, | last N, |
// match REGEX, | keys (of JSON objects). JSON makes a line per value that PATH finds, or of its FIELDs with blanks
// between them; what is missing or null is `-`. PATH is made of .name, [N], [*] and [FIELD=GLOB,…], also with != < <= >
// >=: .steps[status=done].step
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace rox::test {

/// What is wrong with a line of a case, or with what came of it.
class CaseError : public std::runtime_error {
 public:
  CaseError(std::size_t line, const std::string& what) : std::runtime_error(what), line_(line) {}
  std::size_t line() const { return line_; }

 private:
  std::size_t line_;
};

/// A line that says something, with the indented lines below it.
struct Directive {
  std::size_t line = 0;  // from 1
  std::string text;
  std::vector<std::string> block;  // without the indentation

  /// The first word, without a ':' after it.
  std::string word() const;
  /// What follows the first word.
  std::string rest() const;
};

/// What is between the blanks.
std::vector<std::string> words_of(const std::string& text);

/// The lines of a case. Throws CaseError if its first line doesn't say what holds, or lines are indented for nothing.
std::vector<Directive> read_directives(std::string_view text);

}  // namespace rox::test
