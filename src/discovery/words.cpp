#include "discovery/words.hpp"

#include <algorithm>
#include <array>
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
constexpr std::array<std::string_view, 34> kGenericWords{
    "name",  "nome",   "type",  "tipo",  "status", "state", "estado",     "date",      "data",
    "year",  "ano",    "month", "mes",   "day",    "dia",   "quarter",    "week",      "semana",
    "flag",  "level",  "nivel", "line",  "linha",  "seq",   "sequence",   "sequencia", "item",
    "class", "classe", "group", "grupo", "value",  "valor", "description"};

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
    if (has(kKeyWords, word)) {
      read.key = true;
    } else if (word == "identifier" || word == "identificador") {
      read.key = true;
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
  return !words.key && any_of(kMeasureWords, words.entity);
}

bool is_audit_name(std::string_view name) {
  const NameWords words = read_column_name(name);
  return !words.key && any_of(kAuditWords, words.entity);
}

bool is_label_name(std::string_view name) {
  const NameWords words = read_column_name(name);
  return !words.key && any_of(kLabelWords, words.entity);
}

bool is_generic_name(std::string_view name) {
  const std::vector<std::string> entity = read_column_name(name).entity;
  return std::all_of(entity.begin(), entity.end(), [](const std::string& word) { return has(kGenericWords, word); });
}

}  // namespace rox
