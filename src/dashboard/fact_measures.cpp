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
#include "dashboard/column_nature.hpp"
#include "dashboard/event_times.hpp"
#include "dashboard/name_words.hpp"
#include "dashboard/titles.hpp"
#include "discovery/words.hpp"
#include "model/relationships.hpp"

namespace rox {
namespace {

// Weights of what is counted beside the rows themselves.
constexpr int kRowsCounted = 29;
constexpr int kEventsCounted = 28;
constexpr int kPeopleCounted = 22;

/// How much a sum of money is what a business is about.
int money_weight(const NameParts& words) {
  if (has_word(words, {"freight", "frete", "tax", "imposto", "discount", "desconto", "fee", "tarifa", "commission",
                       "comissao", "tip", "gorjeta", "refund"})) {
    return 30;
  }
  if (has_word(words, {"cost", "custo", "expense", "despesa", "budget", "debit", "debito", "standard"})) return 45;
  if (has_word(words, {"revenue", "receita", "faturamento", "turnover"})) return 110;
  const bool part = has_word(words, {"sub", "subtotal", "line", "linha", "item"});
  if (has_word(words, {"total", "amount", "amt", "valor", "value", "sales", "gross", "subtotal"}))
    return part ? 90 : 100;
  return has_word(words, {"due", "payment", "pagamento", "paid", "pago"}) ? 95 : 60;
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

Measure measure_of(const Column& column, ColumnNature nature) {
  Measure measure;
  measure.name = column.name;
  measure.column = column.name;
  measure.type = column.type;
  measure.title = title_of(column.name);
  measure.currency = currency_of(column);
  const NameParts words = words_of(column.name);
  const bool about_money =
      is_money(words) || has_word(words, {"price", "preco", "unitario"}) || !measure.currency.empty();
  switch (nature) {
    case ColumnNature::money:
      measure.aggregate = Aggregate::sum;
      measure.format = ValueFormat::money;
      measure.decimals = 2;
      measure.weight = money_weight(words);
      break;
    case ColumnNature::quantity:
      measure.aggregate = Aggregate::sum;
      measure.decimals = shown_decimals(column);
      measure.weight = 50;
      break;
    case ColumnNature::average:
    case ColumnNature::none:
      measure.aggregate = Aggregate::average;
      measure.title = {"Average " + lower_first(measure.title.en), "Média de " + lower_first(measure.title.pt)};
      measure.decimals = 2;
      measure.weight = has_word(words, {"rating", "nota", "avaliacao", "score"}) ? 40 : 15;
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
  const bool people = has_word(read_table_name(parent.name),
                               {"customer", "client", "cliente", "user", "usuario", "person", "pessoa", "member",
                                "membro", "patient", "paciente", "student", "aluno", "consumer", "visitor"});
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
    const NameParts words = words_of(column.name);
    if (is_number(column.type) && has_word(words, {"price", "preco"}) &&
        !has_word(words, {"discount", "desconto", "list", "standard", "tabela"})) {
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
    const NameParts words = words_of(column.name);
    if (!is_number(column.type) || !fits_in_18_digits(column.type)) continue;
    if (has_word(words, {"qty", "quantity", "quantidade", "qtd", "qtde"})) quantity = &column;
    const auto greatest = measured_number(column.greatest);
    if (has_word(words, {"discount", "desconto"}) && greatest && *greatest <= 1 && !is_whole_number(column.type))
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
  return has_word(read_table_name(name), {"order", "pedido", "sale", "venda", "invoice", "fatura", "nota", "purchase",
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

std::vector<Measure> find_measures(const Table& table, const std::vector<const Table*>& parents) {
  std::vector<Measure> measures;
  for (const Column& column : table.columns) {
    if (const ColumnNature nature = nature_of(table, column); nature != ColumnNature::none) {
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
