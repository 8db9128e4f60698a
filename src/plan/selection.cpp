#include "plan/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <optional>

#include "base/error.hpp"
#include "base/text.hpp"
#include "plan/fingerprint.hpp"
#include "sql/references.hpp"

namespace rox {
namespace {

using Names = std::set<std::string>;

constexpr unsigned kAllTheWay = std::numeric_limits<unsigned>::max();

/// A step that can be chosen.
struct Node {
  const Step* step = nullptr;
  std::vector<std::filesystem::path> files;  // that it is made from, from the project's folder
  std::vector<std::string> tags;
  Names parents;  // names of the steps that make what it reads
  Names children;
};

bool is_node(StepKind kind) {
  return kind == StepKind::load || kind == StepKind::transform || kind == StepKind::check || kind == StepKind::analyze;
}

std::vector<std::string> tags_of(const SqlFile& file) {
  const auto found = file.keys.find("tags");
  if (found == file.keys.end()) return {};
  return split(found->second, ',');
}

class Graph {
 public:
  Graph(const Plan& plan, const Project& project) : project_(project) {
    std::map<std::string, std::string> makers;  // table or mart, in lower case -> the step that makes it
    for (const Step& step : plan.steps) {
      if (!is_node(step.kind)) continue;
      nodes_[step.name()].step = &step;
      if (step.kind != StepKind::analyze && !step.subject.empty()) makers[to_lower(step.subject)] = step.name();
    }
    for (const TableExports& exports : plan.inputs.exports) {
      for (const ExportFile& file : exports.files)
        add_file(StepId{StepKind::load, exports.table->name}.name(), file.path);
    }
    for (const Mart& mart : plan.marts) {
      const std::string name = StepId{StepKind::transform, mart.file.name}.name();
      add_sql(name, mart.file);
      for (const std::string& read : mart.reads) add_edge(makers, read, name);
    }
    for (const SqlFile& file : plan.analyses) {
      const std::string name = StepId{StepKind::analyze, file.name}.name();
      add_sql(name, file);
      for (const std::string& word : names_in(file.text)) add_edge(makers, word, name);
    }
  }

  const std::map<std::string, Node>& nodes() const { return nodes_; }

  /// Those from which these are made, so many steps up, or what is made from them.
  Names with_relatives(Names names, unsigned steps, Names Node::*direction) const {
    Names border = names;
    for (; steps > 0 && !border.empty(); --steps) {
      Names next;
      for (const std::string& name : border) {
        for (const std::string& relative : nodes_.at(name).*direction) {
          if (names.insert(relative).second) next.insert(relative);
        }
      }
      border = std::move(next);
    }
    return names;
  }

 private:
  void add_file(const std::string& name, const std::filesystem::path& path) {
    if (auto node = nodes_.find(name); node != nodes_.end()) {
      node->second.files.push_back(path.lexically_relative(project_.root));
    }
  }

  void add_sql(const std::string& name, const SqlFile& file) {
    add_file(name, file.path);
    if (auto node = nodes_.find(name); node != nodes_.end()) node->second.tags = tags_of(file);
  }

  void add_edge(const std::map<std::string, std::string>& makers, const std::string& table, const std::string& reader) {
    const auto maker = makers.find(to_lower(table));
    if (maker == makers.end() || !nodes_.contains(reader)) return;
    nodes_.at(maker->second).children.insert(reader);
    nodes_.at(reader).parents.insert(maker->second);
  }

  const Project& project_;
  std::map<std::string, Node> nodes_;
};

bool fits(const std::string& pattern, const std::string& text) { return glob_match(to_lower(pattern), to_lower(text)); }

bool fits_path(const std::string& pattern, const std::filesystem::path& file) {
  const std::string folder = pattern.ends_with('/') ? pattern : pattern + "/";
  return fits(pattern, file.string()) || file.string().starts_with(folder);
}

bool fits(const Node& node, std::string_view method, const std::string& value) {
  const Step& step = *node.step;
  if (method.empty()) return fits(value, step.name()) || (!step.subject.empty() && fits(value, step.subject));
  if (method == "kind") return fits(value, std::string(to_string(step.kind)));
  if (method == "tag") {
    return std::any_of(node.tags.begin(), node.tags.end(), [&](const std::string& tag) { return fits(value, tag); });
  }
  return std::any_of(node.files.begin(), node.files.end(), [&](const auto& file) { return fits_path(value, file); });
}

/// One word: [N]+[method:]value+[N].
struct Word {
  unsigned up = 0;
  unsigned down = 0;
  std::string method;
  std::string value;
};

std::optional<unsigned> steps_in(std::string_view digits) {
  if (digits.empty()) return kAllTheWay;
  unsigned steps = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), steps);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return steps;
}

Word parse_word(std::string_view text) {
  Word word;
  std::string_view rest = text;
  if (const std::size_t plus = rest.find('+'); plus != std::string_view::npos) {
    if (const auto steps = steps_in(rest.substr(0, plus))) {
      word.up = *steps;
      rest.remove_prefix(plus + 1);
    }
  }
  if (const std::size_t plus = rest.rfind('+'); plus != std::string_view::npos) {
    if (const auto steps = steps_in(rest.substr(plus + 1))) {
      word.down = *steps;
      rest = rest.substr(0, plus);
    }
  }
  if (const std::size_t colon = rest.find(':'); colon != std::string_view::npos) {
    word.method = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
    constexpr std::string_view kMethods[] = {"tag", "path", "kind"};
    if (std::find(std::begin(kMethods), std::end(kMethods), word.method) == std::end(kMethods)) {
      throw usage_error(fmt::format("'{}' chooses by '{}', which isn't a way to choose steps", text, word.method))
          .hint("write a name, tag:NAME, path:FILE or kind:load|transform|check|analyze");
    }
  }
  word.value = rest;
  if (word.value.empty()) {
    throw usage_error(fmt::format("'{}' names no step", text)).hint("as in fact_sales, +fact_sales or Person+");
  }
  return word;
}

Error unknown(const Graph& graph, std::string_view text, const Word& word) {
  std::vector<std::string> names;
  for (const auto& [name, node] : graph.nodes()) {
    if (word.method.empty()) names.push_back(node.step->subject.empty() ? name : node.step->subject);
    if (word.method == "tag") names.insert(names.end(), node.tags.begin(), node.tags.end());
    if (word.method == "path") {
      for (const auto& file : node.files) names.push_back(file.string());
    }
  }
  return usage_error(fmt::format("'{}' fits no step{}", text, did_you_mean(word.value, names)))
      .hint("`rox plan` lists them");
}

Names named_by(const Graph& graph, std::string_view text) {
  const Word word = parse_word(text);
  Names names;
  for (const auto& [name, node] : graph.nodes()) {
    if (fits(node, word.method, word.value)) names.insert(name);
  }
  if (names.empty()) throw unknown(graph, text, word);
  Names all = graph.with_relatives(names, word.up, &Node::parents);
  all.merge(graph.with_relatives(names, word.down, &Node::children));
  return all;
}

/// What all of the words between commas fit.
Names in_all(const Graph& graph, std::string_view text) {
  std::optional<Names> common;
  for (const std::string& word : split(text, ',')) {
    Names names = named_by(graph, word);
    if (common) {
      std::erase_if(*common, [&](const std::string& name) { return !names.contains(name); });
    } else {
      common = std::move(names);
    }
  }
  return common.value_or(Names());
}

Names in_any(const Graph& graph, const std::vector<std::string>& arguments) {
  Names names;
  for (const std::string& argument : arguments) {
    for (const std::string& text : split(argument, ' ')) {
      if (!text.empty()) names.merge(in_all(graph, text));
    }
  }
  return names;
}

}  // namespace

std::set<std::string> select_steps(const Plan& plan, const StepSelection& selection, const Project& project) {
  const Graph graph(plan, project);
  Names chosen;
  if (selection.select.empty()) {
    for (const auto& [name, node] : graph.nodes()) chosen.insert(name);
  } else {
    chosen = in_any(graph, selection.select);
    // What is published has been checked, unless somebody says otherwise.
    if (graph.nodes().contains("checks")) chosen.insert("checks");
  }
  for (const std::string& name : in_any(graph, selection.exclude)) chosen.erase(name);
  return chosen;
}

}  // namespace rox
