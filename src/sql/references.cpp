#include "sql/references.hpp"

#include <algorithm>
#include <initializer_list>
#include <set>

#include "base/text.hpp"
#include "sql/lexer.hpp"

namespace rox {
namespace {

/// Where in a statement, or in what a pair of parentheses holds, a token stands.
enum class Part {
  start,
  with_name,  // the name of a common table expression comes
  with_head,  // … its columns and AS
  with_next,  // … its body is over
  table,      // a table comes
  from,       // in a FROM clause, after a table
  other,
};

/// One level of parentheses. They are kept on a list, not on the call stack: a text may nest them without end.
struct Level {
  Part part = Part::start;
  bool query = false;             // there was a SELECT, so FROM starts a clause (in EXTRACT(YEAR FROM x) it doesn't)
  bool stands_for_table = false;  // (SELECT …) or (a JOIN b …) where a table was expected
  bool recursive = false;         // WITH RECURSIVE
  bool reads_itself = false;      // … and what is being defined is a UNION, so that its name means itself in it
  std::string defining;           // the common table expression that is being defined
  std::size_t outer_names = 0;    // how many names were defined around this level
};

bool is_name(const SqlToken& token) {
  return token.kind == SqlTokenKind::word || token.kind == SqlTokenKind::quoted_name;
}

std::string name_of(const SqlToken& token) {
  if (token.kind != SqlTokenKind::quoted_name) return std::string(token.text);
  std::string name;
  for (std::size_t i = 1; i + 1 < token.text.size(); ++i) {
    name += token.text[i];
    if (token.text[i] == '"') ++i;
  }
  return name;
}

std::vector<SqlToken> significant_tokens(std::string_view sql) {
  std::vector<SqlToken> tokens = lex_sql(sql);
  std::erase_if(tokens, [](const SqlToken& token) {
    return token.kind == SqlTokenKind::blank || token.kind == SqlTokenKind::comment;
  });
  return tokens;
}

/// The parentheses, as indexes of tokens, with a UNION directly in them.
std::set<std::size_t> find_unions(const std::vector<SqlToken>& tokens) {
  std::set<std::size_t> found;
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind == SqlTokenKind::symbol && tokens[i].text == "(") open.push_back(i);
    if (open.empty()) continue;
    if (tokens[i].kind == SqlTokenKind::word && equals_ignore_case(tokens[i].text, "union")) found.insert(open.back());
    if (tokens[i].kind == SqlTokenKind::symbol && tokens[i].text == ")") open.pop_back();
  }
  return found;
}

class Finder {
 public:
  explicit Finder(std::string_view sql) : tokens_(significant_tokens(sql)), unions_(find_unions(tokens_)) {}

  std::vector<TableReference> find() {
    levels_.emplace_back();
    while (at_ < tokens_.size()) step();
    return std::move(found_);
  }

 private:
  Level& level() { return levels_.back(); }
  const SqlToken& token() const { return tokens_[at_]; }

  bool is_symbol(std::size_t at, std::string_view symbol) const {
    return at < tokens_.size() && tokens_[at].kind == SqlTokenKind::symbol && tokens_[at].text == symbol;
  }
  bool is_keyword(std::size_t at, std::initializer_list<std::string_view> words) const {
    if (at >= tokens_.size() || tokens_[at].kind != SqlTokenKind::word) return false;
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return equals_ignore_case(tokens_[at].text, word); });
  }
  bool follows(std::initializer_list<std::string_view> words) const { return at_ > 0 && is_keyword(at_ - 1, words); }

  void step() {
    if (is_symbol(at_, "(")) {
      open();
    } else if (is_symbol(at_, ")")) {
      close();
    } else if (is_symbol(at_, ";")) {
      level() = Level{Part::start, false, false, false, false, {}, level().outer_names};
      names_.resize(level().outer_names);
    } else if (level().part == Part::table) {
      read_table();
      return;
    } else if (level().part == Part::start) {
      if (!start()) return;
    } else if (level().part == Part::with_name) {
      define();
    } else if (is_symbol(at_, ",")) {
      if (level().part == Part::from) level().part = Part::table;
      if (level().part == Part::with_next) level().part = Part::with_name;
    } else if (!is_symbol(at_ - 1, ".")) {  // t.from is a column
      read_keyword();
    }
    ++at_;
  }

  void open() {
    Level inner;
    inner.outer_names = names_.size();
    inner.stands_for_table = level().part == Part::table || (level().part == Part::start && level().stands_for_table);
    if (inner.stands_for_table) level().part = Part::from;
    if (level().part == Part::start) level().part = Part::other;
    levels_.push_back(std::move(inner));
  }

  void close() {
    if (levels_.size() == 1) return;
    const bool body = !body_starts_.empty() && body_starts_.back() == levels_.size();
    names_.resize(level().outer_names);
    levels_.pop_back();
    if (!body) return;
    body_starts_.pop_back();
    if (!level().reads_itself) names_.push_back(level().defining);
    level().part = Part::with_next;
  }

  /// The first token of a level; false if it has to be looked at again.
  bool start() {
    if (is_keyword(at_, {"with"})) {
      level().query = true;
      level().part = Part::with_name;
    } else if (is_keyword(at_, {"from"})) {  // FROM t SELECT …; but TRIM(FROM x)
      const bool in_trim = at_ > 1 && is_symbol(at_ - 1, "(") && is_keyword(at_ - 2, {"trim"});
      level().query = !in_trim;
      level().part = in_trim ? Part::other : Part::table;
    } else if (is_keyword(at_, {"table"})) {
      read_table_statement();
    } else if (is_keyword(at_, {"select", "values"})) {
      level().part = Part::other;
      read_keyword();
    } else if (level().stands_for_table) {
      level().query = true;
      level().part = Part::table;
      return false;
    } else {
      level().part = Part::other;
    }
    return true;
  }

  /// WITH [RECURSIVE] name [(columns)] AS [[NOT] MATERIALIZED] (body), …
  void define() {
    if (is_keyword(at_, {"recursive"}) && follows({"with"})) {
      level().recursive = true;
      return;
    }
    level().defining = name_of(token());
    level().part = Part::with_head;
  }

  void begin_body() {
    body_starts_.push_back(levels_.size() + 1);
    level().reads_itself = level().recursive && unions_.contains(at_ + 1);
    if (level().reads_itself) names_.push_back(level().defining);
  }

  void read_keyword() {
    if (level().part == Part::with_head) {
      if (is_keyword(at_, {"as", "materialized"}) && is_symbol(at_ + 1, "(")) begin_body();
    } else if (is_keyword(at_, {"select"})) {
      level().query = true;
      level().part = Part::other;
    } else if (is_keyword(at_, {"from"})) {
      if (level().query && !follows({"distinct"})) level().part = Part::table;  // not a IS DISTINCT FROM b
    } else if (is_keyword(at_, {"table"}) &&
               (level().part == Part::with_next || follows({"union", "intersect", "except", "all", "distinct"}))) {
      read_table_statement();
    } else if (level().part == Part::from) {
      if (is_keyword(at_, {"join"})) level().part = Part::table;
      if (is_keyword(at_, {"where", "group", "having", "order", "limit", "offset", "fetch", "window", "qualify",
                           "union", "intersect", "except"})) {
        level().part = Part::other;
      }
    }
  }

  /// TABLE t, short for SELECT * FROM t.
  void read_table_statement() {
    level().query = true;
    level().part = at_ + 1 < tokens_.size() && is_name(tokens_[at_ + 1]) ? Part::table : Part::other;
  }

  void read_table() {
    if (is_keyword(at_, {"lateral", "only"})) {
      ++at_;
      return;
    }
    level().part = Part::from;
    TableReference reference;
    reference.offset = token().offset;
    if (token().kind == SqlTokenKind::string) {
      reference.kind = ReferenceKind::text;
      reference.name = std::string(token().text);
      found_.push_back(std::move(reference));
    } else if (is_name(token())) {
      reference.name = name_of(token());
      while (is_symbol(at_ + 1, ".") && at_ + 2 < tokens_.size() && is_name(tokens_[at_ + 2])) {
        at_ += 2;
        reference.schema += (reference.schema.empty() ? "" : ".") + reference.name;
        reference.name = name_of(token());
      }
      if (is_symbol(at_ + 1, "(")) reference.kind = ReferenceKind::function;
      if (!is_defined(reference)) found_.push_back(std::move(reference));
    }
    ++at_;
  }

  bool is_defined(const TableReference& reference) const {
    return reference.kind == ReferenceKind::table && reference.schema.empty() &&
           std::any_of(names_.begin(), names_.end(),
                       [&](const std::string& name) { return equals_ignore_case(name, reference.name); });
  }

  const std::vector<SqlToken> tokens_;
  const std::set<std::size_t> unions_;
  std::size_t at_ = 0;
  std::vector<Level> levels_;
  std::vector<std::size_t> body_starts_;  // the levels that are bodies of common table expressions
  std::vector<std::string> names_;        // the common table expressions that can be meant here
  std::vector<TableReference> found_;
};

}  // namespace

std::vector<TableReference> table_references(std::string_view sql) { return Finder(sql).find(); }

std::set<std::string> names_in(std::string_view sql) {
  std::set<std::string> names;
  for (const SqlToken& token : lex_sql(sql)) {
    if (token.kind == SqlTokenKind::word) names.insert(to_lower(token.text));
    if (token.kind == SqlTokenKind::quoted_name || token.kind == SqlTokenKind::string) {
      names.insert(to_lower(token.text.substr(1, token.text.size() - std::min<std::size_t>(token.text.size(), 2))));
    }
  }
  return names;
}

}  // namespace rox
