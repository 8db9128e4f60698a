#include "model/diagram.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "base/error.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "model/diagram/shown_columns.hpp"

namespace rox {
namespace {

/// About what fits a large screen in a size that can be read.
constexpr std::size_t kMostColumns = 120;

constexpr std::pair<std::string_view, DiagramFormat> kFormats[] = {
    {"svg", DiagramFormat::svg},
    {"mermaid", DiagramFormat::mermaid},
    {"dbml", DiagramFormat::dbml},
    {"dot", DiagramFormat::dot},
};
constexpr std::pair<std::string_view, DiagramColumns> kColumns[] = {
    {"all", DiagramColumns::all},
    {"keys", DiagramColumns::keys},
    {"none", DiagramColumns::none},
};

template <typename Choices>
auto choose(const Choices& choices, std::string_view what, std::string_view name) {
  std::vector<std::string> known;
  for (const auto& [word, value] : choices) {
    if (equals_ignore_case(word, name)) return value;
    known.emplace_back(word);
  }
  throw usage_error(fmt::format("unknown {} '{}'{}", what, name, did_you_mean(name, known)))
      .hint(fmt::format("choose one of {}", join(known, ", ")));
}

}  // namespace

DiagramFormat parse_diagram_format(std::string_view name) { return choose(kFormats, "format", name); }
DiagramColumns parse_diagram_columns(std::string_view name) { return choose(kColumns, "choice of columns", name); }

DiagramColumns readable_columns(const Model& model, DiagramFormat format) {
  if (format == DiagramFormat::dbml) return DiagramColumns::all;
  std::size_t columns = 0;
  for (const Table& table : model.tables) columns += table.columns.size();
  return columns <= kMostColumns ? DiagramColumns::all : DiagramColumns::keys;
}

std::vector<const Column*> shown_columns(const Table& table, const std::vector<Relationship>& relations,
                                         DiagramColumns columns) {
  const auto is_referred_to = [&](const Column& column) {
    return std::any_of(relations.begin(), relations.end(), [&](const Relationship& relationship) {
      const std::vector<std::string>& names = relationship.relation->parent_columns;
      return relationship.parent == &table && std::find(names.begin(), names.end(), column.name) != names.end();
    });
  };
  std::vector<const Column*> shown;
  for (const Column& column : table.columns) {
    const bool show =
        columns == DiagramColumns::all ||
        (columns == DiagramColumns::keys && (!key_marks(table, column.name).empty() || is_referred_to(column)));
    if (show) shown.push_back(&column);
  }
  return shown;
}

std::string svg_text(const Model& model, DiagramColumns columns) {
  const std::string dot = dot_text(model, columns);
  Command command;
  command.arguments = {"dot", "-Tsvg"};
  command.input = dot;
  command.install_hint =
      "the layout is Graphviz's: install it (apt-get install graphviz), or take --format mermaid, dbml or dot";
  return output_of(command);
}

std::string diagram_text(const Model& model, DiagramFormat format, DiagramColumns columns) {
  switch (format) {
    case DiagramFormat::svg: return svg_text(model, columns);
    case DiagramFormat::mermaid: return mermaid_text(model, columns);
    case DiagramFormat::dbml: return dbml_text(model, columns);
    case DiagramFormat::dot: return dot_text(model, columns);
  }
  throw std::logic_error("a format that diagram_text does not know");
}

}  // namespace rox
