#include "dashboard/fact_measures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "dashboard/titles.hpp"
#include "discovery/words.hpp"
#include "model/relationships.hpp"

namespace rox {
namespace {

using Words = std::vector<std::string>;

bool any(const Words& words, std::initializer_list<std::string_view> known) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::any_of(known.begin(), known.end(), [&](std::string_view one) { return same_word(word, one); });
  });
}

// Weights of what is counted beside the rows themselves.
constexpr int kRowsCounted = 29;
constexpr int kEventsCounted = 28;
constexpr int kPeopleCounted = 22;

/// Without regard to number, words mean other things: a lap is a place in a race, laps are counted.
bool any_exactly(const Words& words, std::initializer_list<std::string_view> known) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(known.begin(), known.end(), word) != known.end();
  });
}

enum class Nature {
  none,      // no figure: a code, a year, a place on earth, a position
  money,     // adds up
  quantity,  // adds up
  average,   // only averages make sense
};

bool is_key_part(const Table& table, const std::string& column) {
  const auto in = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), column) != names.end();
  };
  return in(table.primary_key) || std::any_of(table.unique.begin(), table.unique.end(), in) ||
         std::any_of(table.relations.begin(), table.relations.end(),
                     [&](const Relation& relation) { return in(relation.columns); });
}

std::optional<double> number_of(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Years that people write: all values from 1000 to 2999.
bool looks_like_years(const Column& column) {
  const auto least = number_of(column.least);
  const auto greatest = number_of(column.greatest);
  return is_whole_number(column.type) && least && greatest && *least >= 1000 && *greatest < 3000 &&
         any(words_of(column.name), {"year", "ano", "season", "temporada", "exercicio", "yr"});
}

bool is_position(const Words& words) {
  return any_exactly(words,
                     {"line",       "linha",  "seq",    "sequence", "sequencia", "position",    "posicao",    "rank",
                      "ranking",    "order",  "ordem",  "index",    "indice",    "version",     "versao",     "level",
                      "nivel",      "round",  "rodada", "grid",     "parcela",   "installment", "stage",      "step",
                      "sequential", "minute", "minuto", "lap",      "volta",     "hour",        "hora",       "day",
                      "dia",        "month",  "mes",    "week",     "semana",    "quarter",     "trimestre",  "weekday",
                      "zip",        "cep",    "phone",  "telefone", "fax",       "priority",    "prioridade", "flag",
                      "status",     "type",   "tipo",   "class",    "classe",    "group",       "grupo",      "second",
                      "shirt",      "stop"});
}

bool is_money(const Words& words) {
  return any(words, {"total",       "subtotal", "amount",  "amt",       "valor",      "value",    "revenue", "receita",
                     "faturamento", "sales",    "payment", "pagamento", "paid",       "pago",     "due",     "freight",
                     "frete",       "tax",      "imposto", "cost",      "custo",      "fee",      "tarifa",  "salary",
                     "salario",     "budget",   "income",  "expense",   "despesa",    "profit",   "lucro",   "discount",
                     "desconto",    "gross",    "billed",  "turnover",  "commission", "comissao", "premium", "tip",
                     "gorjeta",     "charge",   "refund",  "renda",     "debit",      "credit",   "debito",  "credito",
                     "spend",       "gasto"});
}

bool is_quantity(const Words& words) {
  return any_exactly(
      words,
      {"qty",       "quantity",   "quantidade", "qtd",          "qtde",       "units",       "unidades", "count",
       "points",    "pontos",     "goals",      "gols",         "hours",      "horas",       "wins",     "win",
       "losses",    "votes",      "votos",      "views",        "clicks",     "visits",      "visitas",  "volume",
       "minutes",   "minutos",    "seconds",    "segundos",     "laps",       "attendance",  "publico",  "downloads",
       "deaths",    "population", "populacao",  "participants", "passengers", "passageiros", "trips",    "distance",
       "distancia", "km",         "litros",     "liters",       "kwh"});
}

/// Rows that say how things stand: what they hold adds up over things, not over time.
bool is_state(const Table& table) {
  return any(read_table_name(table.name),
             {"standing", "classificacao", "snapshot", "inventory", "estoque", "saldo", "balance", "ranking"});
}

bool is_average(const Words& words) {
  return any(words, {"price",    "preco",       "rate",   "taxa",         "percent",     "percentage",  "percentual",
                     "pct",      "ratio",       "rating", "nota",         "avaliacao",   "score",       "age",
                     "idade",    "weight",      "peso",   "height",       "altura",      "width",       "largura",
                     "length",   "comprimento", "size",   "tamanho",      "temperature", "temperatura", "avg",
                     "average",  "media",       "medio",  "balance",      "saldo",       "stock",       "estoque",
                     "duration", "duracao",     "speed",  "velocidade",   "time",        "tempo",       "index",
                     "margin",   "margem",      "unit",   "unitario",     "min",         "max",         "list",
                     "standard", "rank",        "level",  "milliseconds", "humidity",    "pressure",    "depth",
                     "runtime",  "reorder",     "days",   "dias"});
}

Nature nature_of(const Table& table, const Column& column) {
  if (!is_number(column.type) || is_key_part(table, column.name)) return Nature::none;
  const Words words = words_of(column.name);
  if (any(words, {"latitude", "longitude", "lat", "lon", "lng", "coordinate"}) || looks_like_years(column)) {
    return Nature::none;
  }
  const bool counted =
      any(words, {"number", "numero", "num", "no"}) && any(words, {"of", "de", "employees", "children"});
  if (counted) return Nature::quantity;
  if (read_column_name(column.name).key || any(words, {"year", "ano"})) return Nature::none;
  if (any(words, {"timestamp", "epoch", "date"})) return Nature::none;
  if (is_position(words) && !is_quantity(words)) return Nature::none;
  if (is_state(table)) return Nature::average;
  const bool whole = is_whole_number(column.type);
  if (column.format.percent || is_average(words)) return Nature::average;
  if (!whole || !column.format.currency.empty()) {
    if (is_quantity(words) && column.format.currency.empty()) return Nature::quantity;
    if (!column.format.currency.empty() || is_money(words)) {
      // A share of something isn't money, whatever it is called.
      const auto greatest = number_of(column.greatest);
      const bool share = greatest && *greatest <= 1 && any(words, {"discount", "desconto", "tax", "imposto"});
      return share ? Nature::average : Nature::money;
    }
    return Nature::average;
  }
  if (is_quantity(words)) return Nature::quantity;
  if (is_money(words)) return Nature::money;
  constexpr std::uint64_t kFew = 12;  // so few whole numbers are a code
  return column.distinct == 0 || column.distinct > kFew ? Nature::average : Nature::none;
}

/// How much a sum of money is what a business is about.
int money_weight(const Words& words) {
  if (any(words, {"freight", "frete", "tax", "imposto", "discount", "desconto", "fee", "tarifa", "commission",
                  "comissao", "tip", "gorjeta", "refund"})) {
    return 30;
  }
  if (any(words, {"cost", "custo", "expense", "despesa", "budget", "debit", "debito", "standard"})) return 45;
  if (any(words, {"revenue", "receita", "faturamento", "turnover"})) return 110;
  const bool part = any(words, {"sub", "subtotal", "line", "linha", "item"});
  if (any(words, {"total", "amount", "amt", "valor", "value", "sales", "gross", "subtotal"})) return part ? 90 : 100;
  return any(words, {"due", "payment", "pagamento", "paid", "pago"}) ? 95 : 60;
}

std::string currency_of(const Column& column) {
  const std::string& sign = column.format.currency;
  if (sign == "R$") return "BRL";
  if (sign == "$" || sign == "US$") return "USD";
  if (sign == "€") return "EUR";
  if (sign == "£") return "GBP";
  const bool code =
      sign.size() == 3 && std::all_of(sign.begin(), sign.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return code ? sign : std::string();
}

std::string lower_first(std::string text) {
  const bool acronym = text.size() > 1 && text[1] >= 'A' && text[1] <= 'Z';
  if (!acronym && !text.empty()) text[0] = to_lower(text.substr(0, 1))[0];
  return text;
}

unsigned shown_decimals(const Column& column) {
  constexpr unsigned kMoneyDecimals = 2;
  const unsigned scale = column.type.kind == TypeKind::decimal ? column.decimals.value_or(column.type.scale) : 0;
  return std::min(scale, kMoneyDecimals);
}

Measure measure_of(const Column& column, Nature nature) {
  Measure measure;
  measure.name = column.name;
  measure.column = column.name;
  measure.type = column.type;
  measure.title = title_of(column.name);
  measure.currency = currency_of(column);
  const Words words = words_of(column.name);
  const bool about_money = is_money(words) || any(words, {"price", "preco", "unitario"}) || !measure.currency.empty();
  switch (nature) {
    case Nature::money:
      measure.aggregate = Aggregate::sum;
      measure.format = ValueFormat::money;
      measure.decimals = 2;
      measure.weight = money_weight(words);
      break;
    case Nature::quantity:
      measure.aggregate = Aggregate::sum;
      measure.decimals = shown_decimals(column);
      measure.weight = 50;
      break;
    case Nature::average:
    case Nature::none:
      measure.aggregate = Aggregate::average;
      measure.title = {"Average " + lower_first(measure.title.en), "Média de " + lower_first(measure.title.pt)};
      measure.decimals = 2;
      measure.weight = any(words, {"rating", "nota", "avaliacao", "score"}) ? 40 : 15;
      if (column.format.percent) {
        measure.title = {measure.title.en + " (%)", measure.title.pt + " (%)"};
      } else if (about_money && !is_whole_number(column.type)) {
        measure.format = ValueFormat::money;
      }
      break;
  }
  return measure;
}

Measure count_of(const Table& table) {
  Measure rows;
  rows.name = "rows";
  rows.title = table_title(table.name);
  rows.weight = kRowsCounted;
  return rows;
}

/// How many of a parent there are behind the rows: orders of lines, customers of orders.
std::optional<Measure> parents_counted(const Relation& relation, const Table& parent) {
  if (relation.columns.size() != 1) return std::nullopt;
  const bool people = any(read_table_name(parent.name),
                          {"customer", "client", "cliente", "user", "usuario", "person", "pessoa", "member", "membro",
                           "patient", "paciente", "student", "aluno", "consumer", "visitor"});
  const bool event = is_event(parent) && !is_calendar(parent);
  if (!people && !event) return std::nullopt;
  Measure measure;
  measure.name = relation.columns.front() + "_count";
  measure.title = table_title(parent.name);
  measure.aggregate = Aggregate::distinct;
  measure.column = relation.columns.front();
  measure.weight = event ? kEventsCounted : kPeopleCounted;
  return measure;
}

const Column* find_price(const Table& table) {
  for (const Column& column : table.columns) {
    const Words words = words_of(column.name);
    if (is_number(column.type) && any(words, {"price", "preco"}) &&
        !any(words, {"discount", "desconto", "list", "standard", "tabela"})) {
      return &column;
    }
  }
  return nullptr;
}

bool fits_in_18_digits(const Type& type) { return type.kind != TypeKind::decimal || type.precision <= 18; }

/// Lines that have a price and a quantity but no amount: their product, less the discount if that is a share.
std::optional<Measure> price_times_quantity(const Table& table) {
  const Column* price = find_price(table);
  const Column* quantity = nullptr;
  const Column* discount = nullptr;
  for (const Column& column : table.columns) {
    const Words words = words_of(column.name);
    if (!is_number(column.type) || !fits_in_18_digits(column.type)) continue;
    if (any(words, {"qty", "quantity", "quantidade", "qtd", "qtde"})) quantity = &column;
    const auto greatest = number_of(column.greatest);
    if (any(words, {"discount", "desconto"}) && greatest && *greatest <= 1 && !is_whole_number(column.type))
      discount = &column;
  }
  if (price == nullptr || quantity == nullptr || !fits_in_18_digits(price->type)) return std::nullopt;
  Measure measure;
  measure.name = "revenue";
  measure.title = {"Revenue", "Faturamento"};
  measure.aggregate = Aggregate::sql;
  measure.format = ValueFormat::money;
  measure.currency = currency_of(*price);
  measure.decimals = 2;
  measure.weight = 100;
  std::string product = fmt::format("CAST({} * {} AS DECIMAL(18, 4))", price->name, quantity->name);
  if (discount != nullptr) {
    product =
        fmt::format("CAST({} * CAST(1 - COALESCE({}, 0) AS DECIMAL(9, 4)) AS DECIMAL(18, 4))", product, discount->name);
  }
  measure.sql = fmt::format("SUM({})", product);
  return measure;
}

/// Whether what is called so is about sales, or parts of them.
bool is_about_sales(std::string_view name) {
  return any(read_table_name(name), {"order", "pedido", "sale", "venda", "invoice", "fatura", "nota", "purchase",
                                     "compra", "ticket", "cupom"});
}

bool is_main_money(const Measure& measure) {
  return measure.format == ValueFormat::money && measure.aggregate == Aggregate::sum && measure.weight >= kMainMoney;
}

/// Money for each order, where rows are orders or parts of them.
std::optional<Measure> average_order(const Table& table, const std::vector<Measure>& measures) {
  const Measure& main = measures.front();
  if (!is_main_money(main)) return std::nullopt;
  std::string orders;
  Title event;
  bool about_sales = is_about_sales(table.name);
  for (const Measure& measure : measures) {
    if (measure.aggregate != Aggregate::distinct || measure.weight != kEventsCounted) continue;
    orders = measure.column;
    event = singular(measure.title);
    about_sales = about_sales || is_about_sales(measure.title.en);
  }
  if (orders.empty() && !(is_event(table) && about_sales)) return std::nullopt;
  Measure measure;
  measure.name = "average_order";
  measure.title = {"Average order value", "Ticket médio"};
  if (!about_sales) {
    measure.title = {"Average per " + lower_first(event.en), "Média por " + lower_first(event.pt)};
  }
  measure.aggregate = Aggregate::sql;
  measure.sql = fmt::format("CAST(CAST(SUM({}) AS DECIMAL(38, 4)) / NULLIF({}, 0) AS DECIMAL(18, 2))", main.column,
                            orders.empty() ? "COUNT(*)" : fmt::format("COUNT(DISTINCT {})", orders));
  measure.format = ValueFormat::money;
  measure.currency = main.currency;
  measure.decimals = 2;
  measure.weight = kEventsCounted - 1;
  return measure;
}

}  // namespace

int time_weight(const Column& column) {
  const Words words = words_of(column.name);
  if (any(words, {"birth", "nascimento", "death", "hire", "admissao", "registration", "cadastro", "founded", "since",
                  "expiry", "expires", "validade", "dob", "established", "discontinued", "end", "fim"})) {
    return -1;
  }
  if (is_audit_name(column.name) && !any(words, {"timestamp"})) return -1;
  if (any(words, {"order", "pedido", "sale", "venda", "invoice", "emissao", "purchase", "compra", "transaction",
                  "match", "race", "event", "evento", "partida", "jogo", "game"})) {
    return 50;
  }
  if (any(words, {"due", "vencimento", "required", "ship", "shipped", "delivery", "entrega", "envio", "return",
                  "return", "devolucao", "estimated", "previsao", "approved", "limit", "start", "inicio"})) {
    return 10;
  }
  return any(words, {"date", "data", "day", "dia", "timestamp", "time"}) ? 30 : 20;
}

bool is_figure(const Table& table, const Column& column) { return nature_of(table, column) != Nature::none; }

std::vector<const Column*> event_times(const Table& table) {
  std::vector<const Column*> times;
  for (const Column& column : table.columns) {
    const bool timed = column.type.kind == TypeKind::date || column.type.kind == TypeKind::timestamp;
    if (timed && time_weight(column) >= 0 && (column.distinct == 0 || column.distinct > 1)) times.push_back(&column);
  }
  std::stable_sort(times.begin(), times.end(),
                   [](const Column* a, const Column* b) { return time_weight(*a) > time_weight(*b); });
  return times;
}

bool is_calendar(const Table& table) {
  return any(read_table_name(table.name), {"date", "data", "calendar", "calendario", "tempo", "day"});
}

bool is_event(const Table& table) {
  const std::vector<const Column*> times = event_times(table);
  if (!times.empty() && time_weight(*times.front()) >= kEventTime) return true;
  // In a star a day is the key of a calendar.
  return std::any_of(table.relations.begin(), table.relations.end(), [](const Relation& relation) {
    return any(read_table_name(relation.table), {"date", "calendar", "calendario", "tempo"}) &&
           relation.columns.size() == 1;
  });
}

std::vector<Measure> find_measures(const Table& table, const std::vector<const Table*>& parents) {
  std::vector<Measure> measures;
  for (const Column& column : table.columns) {
    if (const Nature nature = nature_of(table, column); nature != Nature::none) {
      measures.push_back(measure_of(column, nature));
    }
  }
  if (std::none_of(measures.begin(), measures.end(), is_main_money)) {
    if (auto product = price_times_quantity(table)) measures.push_back(std::move(*product));
  }
  measures.push_back(count_of(table));
  for (std::size_t i = 0; i < table.relations.size(); ++i) {
    if (parents[i] == nullptr) continue;
    if (auto counted = parents_counted(table.relations[i], *parents[i])) measures.push_back(std::move(*counted));
  }
  const auto heavier = [](const Measure& a, const Measure& b) { return a.weight > b.weight; };
  std::stable_sort(measures.begin(), measures.end(), heavier);
  // What its sales come to has a name of its own, whatever the column is called.
  if (is_main_money(measures.front()) && is_about_sales(table.name))
    measures.front().title = {"Revenue", "Faturamento"};
  if (auto average = average_order(table, measures)) measures.push_back(std::move(*average));
  std::stable_sort(measures.begin(), measures.end(), heavier);
  return measures;
}

}  // namespace rox
