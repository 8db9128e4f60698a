// The model as a diagram: Graphviz, SVG, Mermaid, DBML.
//
// Every text is a function of the model alone: the same model, the same bytes (an SVG's depend on Graphviz's version
// and fonts besides). Names are shown as they are; where a format can't have a character in a name, a replacement
// stands for it and a comment says the name.
//
// At the end of the parent stands 'one', or 'one or none' where a column of the relation may be missing; at the end of
// the child 'any number', or 'at most one' where its columns are a key of their own. A relation over several columns is
// one line. What is measured (rows) is shown if it is in the model.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.hpp"

namespace rox {

enum class DiagramFormat { svg, mermaid, dbml, dot };
enum class DiagramColumns {
  all,
  keys,  // those of a primary or alternate key or of a relation
  none,
};

/// "svg", "mermaid", "dbml", "dot". Throws usage_error (with the nearest) for anything else.
DiagramFormat parse_diagram_format(std::string_view name);
/// "all", "keys", "none". Throws usage_error.
DiagramColumns parse_diagram_columns(std::string_view name);

/// What can still be read as a picture: all columns of a small model, the keys of a larger one. DBML, which tools read,
/// has all.
DiagramColumns readable_columns(const Model& model, DiagramFormat format);

/// Graphviz's language, for `dot`.
std::string dot_text(const Model& model, DiagramColumns columns);
/// `dot_text` laid out by Graphviz. Throws Error of kind outside if there is no Graphviz.
std::string svg_text(const Model& model, DiagramColumns columns);
/// An erDiagram of Mermaid 10 or later.
std::string mermaid_text(const Model& model, DiagramColumns columns);
/// For dbdiagram.io and its tools. It also has the files and the comments.
std::string dbml_text(const Model& model, DiagramColumns columns);

std::string diagram_text(const Model& model, DiagramFormat format, DiagramColumns columns);

}  // namespace rox
