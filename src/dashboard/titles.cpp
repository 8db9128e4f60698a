#include "dashboard/titles.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "discovery/words.hpp"

namespace rox {
namespace {

enum class Part { male, female, adjective };

/// A word of either language, as it is written in names, and in both as people write it.
struct Known {
  std::string_view en, name_pt, pt;
  Part part;
};

constexpr std::array<Known, 103> kKnown{{
    {"order", "pedido", "pedido", Part::male},
    {"orders", "pedidos", "pedidos", Part::male},
    {"customer", "cliente", "cliente", Part::male},
    {"customers", "clientes", "clientes", Part::male},
    {"product", "produto", "produto", Part::male},
    {"products", "produtos", "produtos", Part::male},
    {"item", "item", "item", Part::male},
    {"items", "itens", "itens", Part::male},
    {"sale", "venda", "venda", Part::female},
    {"sales", "vendas", "vendas", Part::female},
    {"invoice", "fatura", "fatura", Part::female},
    {"supplier", "fornecedor", "fornecedor", Part::male},
    {"suppliers", "fornecedores", "fornecedores", Part::male},
    {"employee", "funcionario", "funcionário", Part::male},
    {"employees", "funcionarios", "funcionários", Part::male},
    {"seller", "vendedor", "vendedor", Part::male},
    {"sellers", "vendedores", "vendedores", Part::male},
    {"store", "loja", "loja", Part::female},
    {"stores", "lojas", "lojas", Part::female},
    {"category", "categoria", "categoria", Part::female},
    {"categories", "categorias", "categorias", Part::female},
    {"subcategory", "subcategoria", "subcategoria", Part::female},
    {"payment", "pagamento", "pagamento", Part::male},
    {"payments", "pagamentos", "pagamentos", Part::male},
    {"delivery", "entrega", "entrega", Part::female},
    {"shipment", "envio", "envio", Part::male},
    {"channel", "canal", "canal", Part::male},
    {"status", "status", "status", Part::male},
    {"type", "tipo", "tipo", Part::male},
    {"date", "data", "data", Part::female},
    {"day", "dia", "dia", Part::male},
    {"month", "mes", "mês", Part::male},
    {"year", "ano", "ano", Part::male},
    {"hour", "hora", "hora", Part::female},
    {"time", "horario", "horário", Part::male},
    {"city", "cidade", "cidade", Part::female},
    {"cities", "cidades", "cidades", Part::female},
    {"state", "estado", "estado", Part::male},
    {"country", "pais", "país", Part::male},
    {"countries", "paises", "países", Part::male},
    {"region", "regiao", "região", Part::female},
    {"regions", "regioes", "regiões", Part::female},
    {"district", "bairro", "bairro", Part::male},
    {"territory", "territorio", "território", Part::male},
    {"territories", "territorios", "territórios", Part::male},
    {"address", "endereco", "endereço", Part::male},
    {"name", "nome", "nome", Part::male},
    {"description", "descricao", "descrição", Part::female},
    {"title", "titulo", "título", Part::male},
    {"price", "preco", "preço", Part::male},
    {"quantity", "quantidade", "quantidade", Part::female},
    {"quantity", "qtd", "quantidade", Part::female},
    {"quantity", "qtde", "quantidade", Part::female},
    {"amount", "valor", "valor", Part::male},
    {"discount", "desconto", "desconto", Part::male},
    {"freight", "frete", "frete", Part::male},
    {"tax", "imposto", "imposto", Part::male},
    {"fee", "taxa", "taxa", Part::female},
    {"cost", "custo", "custo", Part::male},
    {"revenue", "receita", "faturamento", Part::male},
    {"revenue", "faturamento", "faturamento", Part::male},
    {"profit", "lucro", "lucro", Part::male},
    {"margin", "margem", "margem", Part::female},
    {"balance", "saldo", "saldo", Part::male},
    {"stock", "estoque", "estoque", Part::male},
    {"weight", "peso", "peso", Part::male},
    {"height", "altura", "altura", Part::female},
    {"age", "idade", "idade", Part::female},
    {"rating", "nota", "nota", Part::female},
    {"ratings", "notas", "notas", Part::female},
    {"rating", "avaliacao", "avaliação", Part::female},
    {"score", "pontuacao", "pontuação", Part::female},
    {"points", "pontos", "pontos", Part::male},
    {"salary", "salario", "salário", Part::male},
    {"brand", "marca", "marca", Part::female},
    {"color", "cor", "cor", Part::female},
    {"size", "tamanho", "tamanho", Part::male},
    {"genre", "genero", "gênero", Part::male},
    {"film", "filme", "filme", Part::male},
    {"movie", "filme", "filme", Part::male},
    {"movies", "filmes", "filmes", Part::male},
    {"team", "time", "time", Part::male},
    {"player", "jogador", "jogador", Part::male},
    {"players", "jogadores", "jogadores", Part::male},
    {"match", "partida", "partida", Part::female},
    {"matches", "partidas", "partidas", Part::female},
    {"goals", "gols", "gols", Part::male},
    {"race", "corrida", "corrida", Part::female},
    {"driver", "piloto", "piloto", Part::male},
    {"registration", "cadastro", "cadastro", Part::male},
    {"birth", "nascimento", "nascimento", Part::male},
    {"subtotal", "subtotal", "subtotal", Part::male},
    {"line", "linha", "linha", Part::female},
    {"offer", "oferta", "oferta", Part::female},
    {"person", "pessoa", "pessoa", Part::female},
    {"group", "grupo", "grupo", Part::male},
    {"special", "especial", "especial", Part::adjective},
    {"main", "principal", "principal", Part::adjective},
    {"net", "liquido", "líquido", Part::adjective},
    {"total", "total", "total", Part::adjective},
    {"unit", "unitario", "unitário", Part::adjective},
    {"average", "medio", "médio", Part::adjective},
    {"gross", "bruto", "bruto", Part::adjective},
}};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// The words of a name as they are written, camel case, underscores and blanks parting them.
std::vector<std::string> written_words(std::string_view name) {
  std::vector<std::string> words;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c == '_' || c == ' ' || c == '-' || c == '.') {
      end();
      continue;
    }
    const bool after_lower = i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z';
    const bool before_lower = i + 1 < name.size() && name[i + 1] >= 'a' && name[i + 1] <= 'z';
    if (is_upper(c) && (after_lower || (i > 0 && is_upper(name[i - 1]) && before_lower))) end();
    word += c;
  }
  end();
  return words;
}

/// An acronym stays one: all capitals in a name that has other letters, or a short name of capitals alone.
bool is_acronym(const std::string& word, std::string_view name) {
  constexpr std::size_t kLongest = 4;
  const bool capitals = std::all_of(word.begin(), word.end(), [](char c) { return is_upper(c); });
  const bool others = std::any_of(name.begin(), name.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  return capitals && word.size() <= kLongest && (others || word == name);
}

bool is_state_code(const std::string& word) { return word == "uf" || word == "cep" || word == "cpf" || word == "cnpj"; }

std::string shown(const std::string& word, std::string_view name) {
  if (is_acronym(word, name)) return word;
  std::string lower = to_lower(word);
  if (is_state_code(lower))
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return lower;
}

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

struct Meaning {
  const Known* known = nullptr;
  bool portuguese = false;
};

/// What is written short in names.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kShort{{{"qty", "quantity"},
                                                                               {"amt", "amount"},
                                                                               {"prod", "product"},
                                                                               {"cust", "customer"},
                                                                               {"dt", "data"},
                                                                               {"vl", "valor"},
                                                                               {"vlr", "valor"},
                                                                               {"desc", "descricao"},
                                                                               {"cat", "categoria"}}};

/// `prefer_portuguese`: of a word that both languages have.
Meaning meaning_of(const std::string& word, bool prefer_portuguese) {
  std::string lower = to_lower(word);
  for (const auto& [brief, full] : kShort) {
    if (lower == brief) lower = full;
  }
  Meaning meaning;
  for (const Known& known : kKnown) {
    if (known.name_pt == lower && (prefer_portuguese || meaning.known == nullptr)) return {&known, true};
    if (known.en == lower && meaning.known == nullptr) meaning = {&known, false};
    if (known.pt == lower) return {&known, true};
  }
  return meaning;
}

std::string of(Part part, std::string_view word) {
  const bool many = word.ends_with('s');
  const bool female = part == Part::female;
  return many ? (female ? "das " : "dos ") : (female ? "da " : "do ");
}

/// Names of one or two words that are known are translated: more than that no word list gets right.
std::optional<Title> translated(const std::vector<Meaning>& words) {
  if (words.empty() || words.size() > 2) return std::nullopt;
  for (const Meaning& word : words) {
    if (word.known == nullptr) return std::nullopt;
  }
  if (words.size() == 1)
    return Title{capitalised(std::string(words[0].known->en)), capitalised(std::string(words[0].known->pt))};
  // In Portuguese the head comes first (an adjective there is a noun: o total do item), in English last.
  const bool head_first = words[0].portuguese && words[1].portuguese;
  const Known* head = head_first ? words[0].known : words[1].known;
  const Known* other = head_first ? words[1].known : words[0].known;
  if (head->part == Part::adjective && !head_first) return std::nullopt;
  Title title;
  title.en = capitalised(std::string(other->en) + " " + std::string(head->en));
  title.pt = capitalised(std::string(head->pt) + " " +
                         (other->part == Part::adjective ? "" : of(other->part, other->pt)) + std::string(other->pt));
  return title;
}

/// The word for one of many, by the first ending that it has.
std::string one_of(std::string word, std::initializer_list<std::pair<std::string_view, std::string_view>> endings) {
  const bool certain = word.size() > 3 && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is");
  for (const auto& [many, one] : endings) {
    if (!certain || !word.ends_with(many)) continue;
    word.resize(word.size() - many.size());
    return word + std::string(one);
  }
  return word;
}

Title title_of_words(const std::vector<std::string>& words, std::string_view name) {
  bool any_portuguese = false;
  for (const std::string& word : words) {
    const Meaning meaning = meaning_of(word, false);
    any_portuguese = any_portuguese || (meaning.known != nullptr && meaning.portuguese);
  }
  std::vector<Meaning> meanings;
  for (const std::string& word : words) meanings.push_back(meaning_of(word, any_portuguese));
  if (auto title = translated(meanings)) return *title;
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += ' ';
    const bool accents = meanings[i].known != nullptr && meanings[i].portuguese &&
                         meanings[i].known->name_pt != meanings[i].known->pt &&
                         meanings[i].known->name_pt.size() + 3 > meanings[i].known->pt.size();
    text += accents ? std::string(meanings[i].known->pt) : shown(words[i], name);
  }
  text = capitalised(text.empty() ? std::string(name) : text);
  return {text, text};
}

}  // namespace

Title singular(Title title) {
  const std::size_t first = std::min(title.pt.find(' '), title.pt.size());
  title.pt = one_of(title.pt.substr(0, first), {{"ões", "ão"},
                                                {"ães", "ão"},
                                                {"ais", "al"},
                                                {"eis", "el"},
                                                {"ens", "em"},
                                                {"res", "r"},
                                                {"zes", "z"},
                                                {"s", ""}}) +
             title.pt.substr(first);
  title.en = one_of(
      title.en,
      {{"ovies", "ovie"}, {"eries", "eries"}, {"ies", "y"}, {"ches", "ch"}, {"sses", "ss"}, {"xes", "x"}, {"s", ""}});
  return title;
}

Title title_of(std::string_view name) {
  std::vector<std::string> words = written_words(name);
  const std::string first = words.empty() ? std::string() : to_lower(words.front());
  if (words.size() > 1 && (first == "is" || first == "eh")) words.erase(words.begin());  // "is_online"
  return title_of_words(words, name);
}

Title table_title(std::string_view name) {
  const std::vector<std::string> all = written_words(name);
  std::vector<std::string> words = all;
  std::erase_if(words, [](const std::string& word) { return read_table_name(word + "_x").size() == 1; });
  return title_of_words(words.empty() ? all : words, name);
}

Title reference_title(std::string_view column) {
  std::vector<std::string> words = written_words(column);
  const std::vector<std::string> all = words;
  std::erase_if(words, [](const std::string& word) {
    const NameWords read = read_column_name(word + "_x");
    return read.key;
  });
  if (words.size() == 1) {  // "customerid"
    const NameWords read = read_column_name(words.front());
    if (read.key && !read.entity.empty()) words = read.entity;
  }
  return title_of_words(words.empty() ? all : words, column);
}

}  // namespace rox
