#include "dashboard/column_nature.hpp"

#include <algorithm>
#include <charconv>

#include "discovery/words.hpp"

namespace rox {
namespace {

bool is_key_part(const Table& table, const std::string& column) {
  const auto in = [&](const std::vector<std::string>& names) {
    return std::find(names.begin(), names.end(), column) != names.end();
  };
  return in(table.primary_key) || std::any_of(table.unique.begin(), table.unique.end(), in) ||
         std::any_of(table.relations.begin(), table.relations.end(),
                     [&](const Relation& relation) { return in(relation.columns); });
}

/// Years that people write: all values from 1000 to 2999.
bool looks_like_years(const Column& column) {
  const auto least = measured_number(column.least);
  const auto greatest = measured_number(column.greatest);
  return is_whole_number(column.type) && least && greatest && *least >= 1000 && *greatest < 3000 &&
         has_word(words_of(column.name), {"year", "ano", "season", "temporada", "exercicio", "yr"});
}

bool is_position(const NameParts& words) {
  return has_exact_word(
      words, {"line",       "linha",  "seq",    "sequence", "sequencia", "position",    "posicao",    "rank",
              "ranking",    "order",  "ordem",  "index",    "indice",    "version",     "versao",     "level",
              "nivel",      "round",  "rodada", "grid",     "parcela",   "installment", "stage",      "step",
              "sequential", "minute", "minuto", "lap",      "volta",     "hour",        "hora",       "day",
              "dia",        "month",  "mes",    "week",     "semana",    "quarter",     "trimestre",  "weekday",
              "zip",        "cep",    "phone",  "telefone", "fax",       "priority",    "prioridade", "flag",
              "status",     "type",   "tipo",   "class",    "classe",    "group",       "grupo",      "second",
              "shirt",      "stop"});
}

bool is_quantity(const NameParts& words) {
  return has_exact_word(
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
  return has_word(read_table_name(table.name),
                  {"standing", "classificacao", "snapshot", "inventory", "estoque", "saldo", "balance", "ranking"});
}

bool is_average(const NameParts& words) {
  return has_word(
      words,
      {"price",   "preco",       "rate",        "taxa",      "percent",      "percentage", "percentual",  "pct",
       "ratio",   "rating",      "nota",        "avaliacao", "score",        "age",        "idade",       "weight",
       "peso",    "height",      "altura",      "width",     "largura",      "length",     "comprimento", "size",
       "tamanho", "temperature", "temperatura", "avg",       "average",      "media",      "medio",       "balance",
       "saldo",   "stock",       "estoque",     "duration",  "duracao",      "speed",      "velocidade",  "time",
       "tempo",   "index",       "margin",      "margem",    "unit",         "unitario",   "min",         "max",
       "list",    "standard",    "rank",        "level",     "milliseconds", "humidity",   "pressure",    "depth",
       "runtime", "reorder",     "days",        "dias"});
}

}  // namespace

std::optional<double> measured_number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool is_money(const NameParts& words) {
  return has_word(
      words,
      {"total",      "subtotal", "amount",    "amt",   "valor",    "value",    "revenue", "receita", "faturamento",
       "sales",      "payment",  "pagamento", "paid",  "pago",     "due",      "freight", "frete",   "tax",
       "imposto",    "cost",     "custo",     "fee",   "tarifa",   "salary",   "salario", "budget",  "income",
       "expense",    "despesa",  "profit",    "lucro", "discount", "desconto", "gross",   "billed",  "turnover",
       "commission", "comissao", "premium",   "tip",   "gorjeta",  "charge",   "refund",  "renda",   "debit",
       "credit",     "debito",   "credito",   "spend", "gasto"});
}

ColumnNature nature_of(const Table& table, const Column& column) {
  if (!is_number(column.type) || is_key_part(table, column.name)) return ColumnNature::none;
  const NameParts words = words_of(column.name);
  if (has_word(words, {"latitude", "longitude", "lat", "lon", "lng", "coordinate"}) || looks_like_years(column)) {
    return ColumnNature::none;
  }
  const bool counted =
      has_word(words, {"number", "numero", "num", "no"}) && has_word(words, {"of", "de", "employees", "children"});
  if (counted) return ColumnNature::quantity;
  if (read_column_name(column.name).key || has_word(words, {"year", "ano"})) return ColumnNature::none;
  if (has_word(words, {"timestamp", "epoch", "date"})) return ColumnNature::none;
  if (is_position(words) && !is_quantity(words)) return ColumnNature::none;
  if (is_state(table)) return ColumnNature::average;
  const bool whole = is_whole_number(column.type);
  if (column.format.percent || is_average(words)) return ColumnNature::average;
  if (!whole || !column.format.currency.empty()) {
    if (is_quantity(words) && column.format.currency.empty()) return ColumnNature::quantity;
    if (!column.format.currency.empty() || is_money(words)) {
      // A share of something isn't money, whatever it is called.
      const auto greatest = measured_number(column.greatest);
      const bool share = greatest && *greatest <= 1 && has_word(words, {"discount", "desconto", "tax", "imposto"});
      return share ? ColumnNature::average : ColumnNature::money;
    }
    return ColumnNature::average;
  }
  if (is_quantity(words)) return ColumnNature::quantity;
  if (is_money(words)) return ColumnNature::money;
  constexpr std::uint64_t kFew = 12;  // so few whole numbers are a code
  return column.distinct == 0 || column.distinct > kFew ? ColumnNature::average : ColumnNature::none;
}

bool is_figure(const Table& table, const Column& column) { return nature_of(table, column) != ColumnNature::none; }

}  // namespace rox
