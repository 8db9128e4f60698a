// What cases do with files, in the current folder (the language: case_file.hpp). All throw std::invalid_argument for
// what makes no sense, a text to edit that isn't there for instance.
#pragma once

#include <ctime>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rox::test {

/// How lines become the bytes of a file.
struct Encoding {
  std::string charset{};  // as iconv() calls it; empty: UTF-8
  bool crlf = false;
  bool mark = false;  // a byte order mark
  unsigned times = 1;
};

/// "crlf, utf-16le, 40 times"
Encoding parse_encoding(std::string_view text);

/// The bytes of these lines.
std::string encoded(const std::vector<std::string>& lines, const Encoding& encoding);

/// The bytes that the lines stand for, with nothing between: \n, \r, \t, \\ and \xFF are written out.
std::string unescaped(const std::vector<std::string>& lines);

std::string read_bytes(const std::filesystem::path& file);
/// Makes its folder if there is none.
void write_bytes(const std::filesystem::path& file, std::string_view bytes, bool append = false);

/// The text's lines, without their ends.
std::vector<std::string> text_lines(std::string_view text);

void replace_once(const std::filesystem::path& file, std::string_view old_text, std::string_view new_text);
/// Before or after the line that has the text.
void insert_lines(const std::filesystem::path& file, std::string_view text, bool before,
                  const std::vector<std::string>& lines);
/// Removes the line that has `first` in it; if `last` is given, up to the next line that is that.
void cut_lines(const std::filesystem::path& file, std::string_view first, std::string_view last);

/// Copies what is in a folder; of one where rox has worked, without what it made.
void copy_fixture(const std::filesystem::path& from, const std::filesystem::path& to, bool leave_out_made);

/// The paths that the pattern stands for, in order.
std::vector<std::string> paths_of(const std::string& pattern);

/// A file's bytes, and whether it is the very one that was there before.
struct FileState {
  std::string bytes;
  ino_t inode = 0;
  std::pair<time_t, long> modified{};

  bool operator==(const FileState&) const = default;
};

/// Of the files that the pattern stands for, and of all in such folders.
std::map<std::string, FileState> states_of(const std::string& pattern);

/// What differs, or "": two files, or two folders with the files in them.
std::string difference(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace rox::test
