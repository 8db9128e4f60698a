// Mermaid's erDiagram, in the part of it that versions 10 to 12 share.
//
// Its lexer is strict: a table's name is quoted unless it is a plain word, and characters that would end the quotes are
// written as Mermaid's entity codes (#34;). A type or a column can't be quoted: what its token can't have in every
// version (all past ASCII, too) becomes '_', and a column's real name then stands in its comment. Types have no commas:
// DECIMAL(18_4).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "model/diagram.hpp"
#include "model/diagram/shown_columns.hpp"

namespace rox {
namespace {

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_ascii_letter(c) || is_digit(c) || c == '_'; }

/// A text inside double quotes; code by code what Mermaid would read as its own.
std::string in_quotes(std::string_view text) {
  constexpr std::string_view kSpecial = "\"#%&<>\\`~;";
  std::string out = "\"";
  for (const char c : printable(text)) {
    if (kSpecial.find(c) != std::string_view::npos) {
      out += fmt::format("#{};", static_cast<int>(c));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

/// Words with a meaning of their own where a table's name may stand.
bool is_keyword(std::string_view name) {
  constexpr std::array<std::string_view, 18> kKeywords{
      "accdescr", "acctitle", "class", "classdef", "direction", "end", "erdiagram", "many", "one",
      "only",     "option",   "style", "subgraph", "title",     "to",  "u",         "zero", "optionally"};
  return std::find(kKeywords.begin(), kKeywords.end(), to_lower(name)) != kKeywords.end();
}

std::string entity(const std::string& name) {
  const bool plain = is_ascii_letter(name.front()) && std::all_of(name.begin(), name.end(), is_word);
  return plain && !is_keyword(name) ? name : in_quotes(name);
}

/// `text` as a word that can name a column: ASCII letters, digits, '_', '-' and what `more` has, a letter or '_' first,
/// and none that would be read as one of Mermaid's marks.
std::string word(std::string_view text, std::string_view more = {}) {
  std::string out;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0U) == 0x80) continue;  // inside a character that is '_' already
    const bool fits = is_word(c) || c == '-' || more.find(c) != std::string_view::npos;
    if (out.empty() && (is_digit(c) || c == '-')) out += '_';
    out += fits ? c : '_';
  }
  const std::string start = to_lower(out.substr(0, 2));
  const bool is_mark = (start == "pk" || start == "fk" || start == "uk") && (out.size() == 2 || !is_word(out[2]));
  return is_mark ? "_" + out : out;
}

std::string type_word(const Type& type) {
  std::string text = to_string(type);
  std::replace(text.begin(), text.end(), ',', '_');
  return word(text, "()");
}

/// Mermaid's marks are PK, FK and UK; it takes each once.
std::string marks_text(const Table& table, const Column& column) {
  std::vector<std::string> marks;
  for (std::string mark : key_marks(table, column.name)) {
    if (mark.starts_with("AK")) {
      mark = are_unique(table, {column.name}) ? "UK" : "";  // part of an alternate key is not unique by itself
    }
    if (!mark.empty() && std::find(marks.begin(), marks.end(), mark) == marks.end()) marks.push_back(mark);
  }
  return marks.empty() ? "" : " " + join(marks, ", ");
}

std::string column_line(const Table& table, const Column& column) {
  const std::string name = word(column.name);
  std::vector<std::string> notes;
  if (name != column.name) notes.push_back(column.name);
  for (const std::string& mark : key_marks(table, column.name)) {
    if (mark.starts_with("AK") && !are_unique(table, {column.name})) notes.push_back("part of " + mark);
  }
  if (column.nullable) notes.emplace_back("null");
  return fmt::format("        {} {}{}{}\n", type_word(column.type), name, marks_text(table, column),
                     notes.empty() ? "" : " " + in_quotes(join(notes, ", ")));
}

std::string relation_line(const Relationship& relationship) {
  // Dashed lines say that the child does not depend on the parent; a parent that may be missing is the clear case.
  return fmt::format("    {} {}{}{} {} : {}\n", entity(relationship.parent->name),
                     relationship.optional_parent ? "|o" : "||", relationship.optional_parent ? ".." : "--",
                     relationship.one_child ? "o|" : "o{", entity(relationship.child->name),
                     in_quotes(join(relationship.relation->columns, ", ")));
}

}  // namespace

std::string mermaid_text(const Model& model, DiagramColumns columns) {
  const std::vector<Relationship> relations = relationships(model);
  std::string out = "erDiagram\n";
  for (const Table& table : model.tables) {
    std::string lines;
    for (const Column* column : shown_columns(table, relations, columns)) lines += column_line(table, *column);
    // A table without lines is a name alone: an empty block is a mistake to old versions.
    out += "    " + entity(table.name) + (lines.empty() ? "\n" : " {\n" + lines + "    }\n");
  }
  for (const Relationship& relationship : relations) out += relation_line(relationship);
  return out;
}

}  // namespace rox
