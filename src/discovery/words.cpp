#include "discovery/words.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>

#include "base/text.hpp"
#include "discovery/names.hpp"

namespace rox {

namespace {

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 22> kKeyWords{"id",    "ids",   "key",    "code",   "cod",  "codigo", "cd", "no",
                                                     "nr",    "num",   "number", "numero", "nbr",  "sk",     "pk", "fk",
                                                     "chave", "ident", "ref",    "guid",   "uuid", "rowguid"};
constexpr std::array<std::string_view, 3> kGuidWords{"guid", "uuid", "rowguid"};
constexpr std::array<std::string_view, 4> kCodeWords{"code", "cod", "codigo", "cd"};
constexpr std::array<std::string_view, 6> kNumberWords{"no", "nr", "num", "number", "numero", "nbr"};
constexpr std::array<std::string_view, 6> kCountWords{"no", "num", "number", "numero", "n", "nbr"};
constexpr std::array<std::string_view, 17> kTimeWords{"date",    "data",      "datum", "fecha", "year", "ano",
                                                      "month",   "mes",       "day",   "dia",   "week", "semana",
                                                      "quarter", "trimestre", "hour",  "hora",  "time"};
constexpr std::array<std::string_view, 9> kTableWords{"tbl",  "tb",  "tab",     "dim", "fact",
                                                      "fato", "stg", "staging", "raw"};
constexpr std::array<std::string_view, 64> kMeasureWords{
    "qty",       "quantity",   "quantidade", "qtd",      "qtde",     "amount", "amt",      "valor",
    "value",     "price",      "preco",      "cost",     "custo",    "total",  "subtotal", "tax",
    "imposto",   "freight",    "frete",      "discount", "desconto", "rate",   "taxa",     "percent",
    "pct",       "percentage", "weight",     "peso",     "height",   "altura", "width",    "largura",
    "size",      "length",     "score",      "balance",  "saldo",    "salary", "salario",  "count",
    "sum",       "avg",        "average",    "min",      "max",      "age",    "idade",    "latitude",
    "longitude", "lat",        "lon",        "lng",      "points",   "pontos", "stock",    "estoque",
    "hours",     "horas",      "duration",   "margin",   "margem",   "income", "budget",   "sales"};
constexpr std::array<std::string_view, 17> kAuditWords{
    "modified",    "created",    "updated",     "changed",    "inserted", "deleted",
    "loaded",      "modificado", "criado",      "atualizado", "alterado", "rowversion",
    "modificacao", "criacao",    "atualizacao", "alteracao",  "timestamp"};
constexpr std::array<std::string_view, 24> kLabelWords{
    "name", "nome",  "description", "descricao", "email", "mail",    "phone",      "telefone",
    "fone", "title", "titulo",      "comment",   "note",  "notes",   "observacao", "obs",
    "text", "texto", "address",     "endereco",  "url",   "subject", "label",      "fax"};
constexpr std::array<std::string_view, 39> kGenericWords{
    "name",  "nome",  "type",  "tipo",        "status",   "state",     "estado", "date",     "data",   "year",
    "ano",   "month", "mes",   "day",         "dia",      "quarter",   "week",   "semana",   "flag",   "level",
    "nivel", "line",  "linha", "seq",         "sequence", "sequencia", "item",   "class",    "classe", "group",
    "grupo", "value", "valor", "description", "rank",     "order",     "slot",   "position", "index"};

bool has(Words list, std::string_view word) { return std::find(list.begin(), list.end(), word) != list.end(); }

bool any_of(Words list, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return has(list, word); });
}

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// Where a word of `name` ends and the next begins: orderID, XMLFile, line2.
bool parts(std::string_view name, std::size_t i) {
  const char before = name[i - 1];
  const char here = name[i];
  if (is_upper(here)) return is_lower(before) || (is_upper(before) && i + 1 < name.size() && is_lower(name[i + 1]));
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return digit(here) != digit(before);
}

bool ends_with_then(std::string_view longer, std::string_view ending, std::string_view shorter,
                    std::string_view shorter_ending) {
  if (!longer.ends_with(ending) || !shorter.ends_with(shorter_ending)) return false;
  return longer.substr(0, longer.size() - ending.size()) == shorter.substr(0, shorter.size() - shorter_ending.size());
}

struct Plural {
  std::string_view many, one;
};
constexpr std::array<Plural, 12> kPlurals{{{"s", ""},
                                           {"es", ""},
                                           {"ies", "y"},
                                           {"oes", "ao"},
                                           {"aes", "ao"},
                                           {"ais", "al"},
                                           {"eis", "el"},
                                           {"ns", "m"},
                                           {"ves", "f"},
                                           {"people", "person"},
                                           {"children", "child"},
                                           {"men", "man"}}};

}  // namespace

std::vector<std::string> words_of(std::string_view name) {
  // Plain identifiers keep their capitals, which part words; others are transliterated first.
  const std::string plain = is_plain_identifier(name) ? std::string(name) : identifier_for(name);
  std::vector<std::string> words;
  std::size_t start = 0;
  for (std::size_t i = 0; i <= plain.size(); ++i) {
    const bool end = i == plain.size() || plain[i] == '_';
    if (!end && (i == start || !parts(plain, i))) continue;
    if (i > start) words.push_back(to_lower(std::string_view(plain).substr(start, i - start)));
    start = end ? i + 1 : i;
  }
  return words;
}

bool same_word(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const auto is_plural_of = [](std::string_view many, std::string_view one) {
    return std::any_of(kPlurals.begin(), kPlurals.end(),
                       [&](const Plural& plural) { return ends_with_then(many, plural.many, one, plural.one); });
  };
  return std::min(a.size(), b.size()) >= 2 && (is_plural_of(a, b) || is_plural_of(b, a));
}

bool same_words(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), same_word);
}

NameWords read_column_name(std::string_view name) {
  NameWords read;
  for (std::string& word : words_of(name)) {
    read.guid = read.guid || has(kGuidWords, word);
    if (has(kKeyWords, word) || word == "identifier" || word == "identificador") {
      read.key = true;
      read.kind = has(kCodeWords, word) ? KeyWord::code : has(kNumberWords, word) ? KeyWord::number : KeyWord::id;
    } else {
      read.entity.push_back(std::move(word));
    }
  }
  // Without capitals and underscores the key word sticks to the rest: customerid, idcliente, custkey.
  if (!read.key && read.entity.size() == 1) {
    std::string& word = read.entity.front();
    for (const std::string_view ending : {"guid", "uuid", "code", "key", "id"}) {
      if (word.size() < ending.size() + 4 || !word.ends_with(ending)) continue;
      word.resize(word.size() - ending.size());
      read.key = true;
      read.guid = ending == "guid" || ending == "uuid";
      read.kind = ending == "code" ? KeyWord::code : KeyWord::id;
      break;
    }
  }
  return read;
}

std::vector<std::string> read_table_name(std::string_view name) {
  std::vector<std::string> words = words_of(name);
  std::vector<std::string> entity;
  for (std::string& word : words) {
    if (!has(kTableWords, word)) entity.push_back(std::move(word));
  }
  return entity.empty() ? words_of(name) : entity;
}

std::vector<std::vector<std::string>> read_table_names(const Model& model) {
  /// Fewer tables may begin alike by accident.
  constexpr std::size_t kLeastTables = 3;
  constexpr double kNearlyAll = 0.75;
  std::vector<std::vector<std::string>> entities;
  std::map<std::string, std::size_t> in_front;
  std::map<std::string, std::size_t> at_end;
  std::set<std::string> meant;  // words that mean something: of columns, and names of their own
  for (const Table& table : model.tables) {
    const std::vector<std::string>& entity = entities.emplace_back(read_table_name(table.name));
    if (entity.empty()) continue;
    ++in_front[entity.front()];
    ++at_end[entity.back()];
    if (entity.size() == 1) meant.insert(entity.front());
    for (const Column& column : table.columns) {
      for (std::string& word : words_of(column.name)) meant.insert(std::move(word));
    }
  }
  const auto is_exporters = [&](const std::map<std::string, std::size_t>& uses, const std::string& word) {
    const bool says_something =
        std::any_of(meant.begin(), meant.end(), [&](const std::string& other) { return same_word(word, other); });
    return !says_something && static_cast<double>(uses.at(word)) >= kNearlyAll * static_cast<double>(entities.size());
  };
  if (entities.size() < kLeastTables) return entities;
  for (std::vector<std::string>& entity : entities) {
    if (entity.size() > 1 && is_exporters(in_front, entity.front())) entity.erase(entity.begin());
    if (entity.size() > 1 && is_exporters(at_end, entity.back())) entity.pop_back();
  }
  return entities;
}

bool has_generated_names(const Table& table) {
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c].name != "column_" + std::to_string(c + 1)) return false;
  }
  return true;
}

std::string column_prefix(const std::vector<std::string>& names) {
  constexpr std::size_t kLongest = 3;
  if (names.size() < 2) return {};
  const std::size_t end = names.front().find('_');
  if (end == std::string::npos || end == 0 || end > kLongest) return {};
  const std::string prefix = names.front().substr(0, end + 1);
  if (has(kKeyWords, to_lower(std::string_view(prefix).substr(0, end)))) return {};
  const bool common = std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    return name.size() > prefix.size() && equals_ignore_case(std::string_view(name).substr(0, prefix.size()), prefix);
  });
  return common ? prefix : std::string();
}

bool is_measure_name(std::string_view name) {
  const NameWords words = read_column_name(name);
  if (!words.key) return any_of(kMeasureWords, words.entity);
  // number_of_pages, NumberEmployees
  const std::vector<std::string> all = words_of(name);
  return all.size() > 1 && has(kCountWords, all.front()) &&
         (all[1] == "of" || all[1] == "de" || (all.back().size() > 3 && all.back().ends_with('s')));
}

bool is_audit_name(std::string_view name) {
  const NameWords words = read_column_name(name);
  if (words.key) return false;
  // modifieddate, of a server that has all names in one case and nobody's underscores.
  const auto begins = [&](std::string_view audit) {
    return words.entity.size() == 1 && audit.size() >= 6 && words.entity.front().starts_with(audit);
  };
  return any_of(kAuditWords, words.entity) || std::any_of(kAuditWords.begin(), kAuditWords.end(), begins);
}

bool is_label_name(std::string_view name) {
  const NameWords words = read_column_name(name);
  return !words.key && any_of(kLabelWords, words.entity);
}

bool is_time_name(std::string_view name) {
  const NameWords words = read_column_name(name);
  return !words.key && any_of(kTimeWords, words.entity);
}

bool is_generic_name(std::string_view name) {
  const std::vector<std::string> entity = read_column_name(name).entity;
  return std::all_of(entity.begin(), entity.end(), [](const std::string& word) { return has(kGenericWords, word); });
}

}  // namespace rox
