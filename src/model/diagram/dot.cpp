// Graphviz: a table is an HTML-like label with a row a column, a relation an edge from parent to child between the rows
// of their first columns. Parents stand to the left of their children. Tables without a relation stand in a grid of
// their own.
//
// Nothing is said by colour alone, and all of it stands on white: it reads on dark pages and in grey too.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "model/diagram.hpp"
#include "model/diagram/shown_columns.hpp"

namespace rox {
namespace {

constexpr std::string_view kInk = "#1D2A35";
constexpr std::string_view kMuted = "#566573";
constexpr std::string_view kFrame = "#27455C";
constexpr std::string_view kOnFrame = "#D9E3EB";
constexpr std::string_view kFaint = "#C3CDD5";
constexpr std::string_view kKeyRow = "#E8EFF5";

std::string html(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

/// A double-quoted text; a backslash in it is one, not an escape of Graphviz's.
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : printable(text)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

class DotWriter {
 public:
  DotWriter(const Model& model, DiagramColumns columns)
      : model_(model), columns_(columns), relations_(relationships(model)) {}

  std::string text() {
    // What comes first stands lowest.
    put_head();
    if (!relations_.empty()) put_legend();
    put_unrelated();
    for (const Table& table : model_.tables) {
      if (is_related(table)) put_table(table, "  ");
    }
    for (const Relationship& relationship : relations_) put_relation(relationship);
    return out_ + "}\n";
  }

 private:
  void put_head() {
    out_ += "digraph model {\n";
    out_ += "  graph [rankdir=LR, bgcolor=white, pad=0.3, nodesep=0.3, ranksep=0.8,\n";
    out_ += "    splines=spline, fontname=\"Helvetica,Arial,sans-serif\", fontsize=11]\n";
    out_ += fmt::format(
        "  node [shape=plain, fontname=\"Helvetica,Arial,sans-serif\", fontsize=11, fontcolor=\"{}\"]\n", kInk);
    out_ += fmt::format(
        "  edge [dir=both, color=\"{}\", arrowsize=0.9, fontname=\"Helvetica,Arial,sans-serif\", fontsize=9, "
        "fontcolor=\"{}\"]\n",
        kFrame, kMuted);
  }

  bool is_related(const Table& table) const {
    return std::any_of(relations_.begin(), relations_.end(),
                       [&](const Relationship& r) { return r.child == &table || r.parent == &table; });
  }

  std::size_t index_of(const Table& table) const { return static_cast<std::size_t>(&table - model_.tables.data()); }

  /// A plain name is its node's; another has characters that Graphviz reads as its own.
  std::string node(const Table& table) const {
    const auto is_plain = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    const bool plain = std::all_of(table.name.begin(), table.name.end(), is_plain);
    return plain ? in_quotes(table.name) : fmt::format("\"table {}\"", index_of(table) + 1);
  }

  void put_table(const Table& table, std::string_view indent) {
    const std::vector<const Column*> shown = shown_columns(table, relations_, columns_);
    const std::string rows = table.rows == 0 ? "" : human_count(table.rows) + (table.rows == 1 ? " row" : " rows");
    out_ += fmt::format("{}{} [tooltip={}, label=<\n", indent, node(table),
                        in_quotes(join({table.name, table.file, table.comment}, "  ")));
    out_ += fmt::format(
        "{}  <TABLE BORDER=\"1\" CELLBORDER=\"0\" CELLSPACING=\"0\" CELLPADDING=\"3\" COLOR=\"{}\" "
        "BGCOLOR=\"white\">\n",
        indent, kFrame);
    out_ += fmt::format(
        "{}  <TR><TD PORT=\"name\" COLSPAN=\"4\" BGCOLOR=\"{}\" ALIGN=\"LEFT\" CELLPADDING=\"5\">"
        "<FONT COLOR=\"white\" POINT-SIZE=\"13\"><B>{}</B></FONT>{}</TD></TR>\n",
        indent, kFrame, html(table.name),
        rows.empty() ? "" : fmt::format("<FONT COLOR=\"{}\" POINT-SIZE=\"10\">   {}</FONT>", kOnFrame, rows));
    for (const Column* column : shown) put_column(table, *column, indent);
    const std::size_t hidden = table.columns.size() - shown.size();
    if (hidden > 0 && columns_ == DiagramColumns::keys) {
      out_ += fmt::format(
          "{}  <TR><TD COLSPAN=\"4\" ALIGN=\"LEFT\"><FONT COLOR=\"{}\" POINT-SIZE=\"9\">and {} more "
          "column{}</FONT></TD></TR>\n",
          indent, kMuted, hidden, hidden == 1 ? "" : "s");
    }
    out_ += fmt::format("{}  </TABLE>>]\n", indent);
  }

  void put_column(const Table& table, const Column& column, std::string_view indent) {
    const std::size_t index = static_cast<std::size_t>(&column - table.columns.data());
    const std::vector<std::string> marks = key_marks(table, column.name);
    const bool in_key = !marks.empty() && marks.front() == "PK";
    const std::string background = in_key ? fmt::format(" BGCOLOR=\"{}\"", kKeyRow) : "";
    const auto cell = [&](std::string_view attributes, const std::string& content) {
      out_ += fmt::format("<TD{}{}{}>{}</TD>", attributes, background, " ALIGN=\"LEFT\"", content);
    };
    const auto small = [&](const std::string& text) {
      return text.empty() ? text : fmt::format("<FONT COLOR=\"{}\" POINT-SIZE=\"10\">{}</FONT>", kMuted, text);
    };
    out_ += fmt::format("{}  <TR>", indent);
    cell(fmt::format(" PORT=\"in{}\"", index),
         marks.empty() ? " " : fmt::format("<FONT POINT-SIZE=\"9\"><B>{}</B></FONT>", join(marks, " ")));
    cell("", in_key ? "<B>" + html(column.name) + "</B>" : html(column.name));
    cell("", small(html(to_string(column.type))));
    cell(fmt::format(" PORT=\"out{}\"", index), column.nullable ? small("null") : " ");
    out_ += "</TR>\n";
  }

  /// Where an edge meets the table: at the row of that column, or at the name where columns aren't shown.
  std::string port(const Table& table, const std::string& column, std::string_view side) const {
    const auto index = table.find_column(column);
    if (columns_ == DiagramColumns::none || !index) return fmt::format("{}:name", node(table));
    return fmt::format("{}:{}{}", node(table), side, *index);
  }

  /// Crow's foot notation; a parent that may be missing is dashed too, an enforced relation is thick.
  static std::string line_attributes(const Relationship& relationship) {
    return fmt::format("arrowtail={}, arrowhead={}{}{}", relationship.optional_parent ? "teeodot" : "teetee",
                       relationship.one_child ? "teeodot" : "crowodot",
                       relationship.optional_parent ? ", style=dashed" : "",
                       relationship.relation->enforce ? ", penwidth=2.2" : "");
  }

  void put_relation(const Relationship& relationship) {
    const Relation& relation = *relationship.relation;
    const std::string about =
        fmt::format("{} ({}) to {} ({}): {}", relationship.child->name, join(relation.columns, ", "),
                    relationship.parent->name, join(relation.parent_columns, ", "), cardinality_text(relationship));
    const bool loop = relationship.is_self_reference();
    out_ += fmt::format("  {}:e -> {}:{} [{}", port(*relationship.parent, relation.parent_columns.front(), "out"),
                        port(*relationship.child, relation.columns.front(), loop ? "out" : "in"), loop ? "e" : "w",
                        line_attributes(relationship));
    if (relation.columns.size() > 1) out_ += fmt::format(", label={}", in_quotes(join(relation.columns, " + ")));
    out_ += fmt::format(", tooltip={}, labeltooltip={}]\n", in_quotes(about), in_quotes(about));
  }

  /// Tables without a relation: a grid that is about square, held together by invisible edges along its lines.
  void put_unrelated() {
    std::vector<const Table*> tables;
    for (const Table& table : model_.tables) {
      if (!is_related(table)) tables.push_back(&table);
    }
    if (tables.empty()) return;
    const auto width = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(tables.size()))));
    out_ += fmt::format(
        "  subgraph cluster_unrelated {{\n    graph [label=\"No relations\", labeljust=l, color=\"{}\", "
        "fontcolor=\"{}\", margin=12]\n",
        kFaint, kMuted);
    for (const Table* table : tables) put_table(*table, "    ");
    for (std::size_t i = 0; i + 1 < tables.size(); ++i) {
      if ((i + 1) % width == 0) continue;
      out_ += fmt::format("    {} -> {} [style=invis]\n", node(*tables[i]), node(*tables[i + 1]));
    }
    out_ += "  }\n";
  }

  /// The kinds of lines that the diagram has.
  void put_legend() {
    out_ += fmt::format(
        "  subgraph cluster_legend {{\n    graph [label=\"PK primary key, AK alternate key, FK relation to a parent\", "
        "labeljust=l, color=\"{1}\", fontsize=10, fontcolor=\"{0}\", margin=10]\n"
        "    node [fontsize=10, fontcolor=\"{0}\"]\n",
        kMuted, kFaint);
    std::set<std::string> explained;
    for (const Relationship& relationship : relations_) {
      const std::string line = line_attributes(relationship);
      if (!explained.insert(line).second) continue;
      const std::string name = fmt::format("legend {}", explained.size());
      out_ += fmt::format("    \"{0} parent\" [label=\" {1} \"]\n    \"{0} child\" [label=\" {2} \"]\n", name,
                          relationship.optional_parent ? "one parent or none" : "one parent",
                          relationship.one_child ? "at most one child" : "any number of children");
      out_ += fmt::format("    \"{0} parent\" -> \"{0} child\" [{1}{2}]\n", name, line,
                          relationship.relation->enforce ? ", label=\"enforced\"" : "");
    }
    out_ += "  }\n";
  }

  const Model& model_;
  DiagramColumns columns_;
  std::vector<Relationship> relations_;
  std::string out_;
};

}  // namespace

std::string dot_text(const Model& model, DiagramColumns columns) { return DotWriter(model, columns).text(); }

}  // namespace rox
