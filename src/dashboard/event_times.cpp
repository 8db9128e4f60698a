#include "dashboard/event_times.hpp"

#include <algorithm>

#include "dashboard/column_nature.hpp"
#include "dashboard/name_words.hpp"
#include "discovery/words.hpp"

namespace rox {

int time_weight(const Column& column) {
  const NameParts words = words_of(column.name);
  if (has_word(words, {"birth", "nascimento", "death", "hire", "admissao", "registration", "cadastro", "founded",
                       "since", "expiry", "expires", "validade", "dob", "established", "discontinued", "end", "fim"})) {
    return -1;
  }
  if (is_audit_name(column.name) && !has_word(words, {"timestamp"})) return -1;
  if (has_word(words, {"order", "pedido", "sale", "venda", "invoice", "emissao", "purchase", "compra", "transaction",
                       "match", "race", "event", "evento", "partida", "jogo", "game"})) {
    return 50;
  }
  if (has_word(words, {"due", "vencimento", "required", "ship", "shipped", "delivery", "entrega", "envio", "return",
                       "return", "devolucao", "estimated", "previsao", "approved", "limit", "start", "inicio"})) {
    return 10;
  }
  return has_word(words, {"date", "data", "day", "dia", "timestamp", "time"}) ? 30 : 20;
}

bool is_epoch(const Column& column) {
  constexpr double kFirst = 315'532'800;
  constexpr double kLast = 4'102'444'800;
  const auto least = measured_number(column.least);
  const auto greatest = measured_number(column.greatest);
  return is_whole_number(column.type) && least && greatest && *least >= kFirst && *greatest < kLast &&
         has_word(words_of(column.name), {"timestamp", "time", "epoch", "date", "data", "unix"});
}

std::vector<const Column*> event_times(const Table& table) {
  std::vector<const Column*> times;
  for (const Column& column : table.columns) {
    const bool timed =
        column.type.kind == TypeKind::date || column.type.kind == TypeKind::timestamp || is_epoch(column);
    if (timed && time_weight(column) >= 0 && (column.distinct == 0 || column.distinct > 1)) times.push_back(&column);
  }
  std::stable_sort(times.begin(), times.end(),
                   [](const Column* a, const Column* b) { return time_weight(*a) > time_weight(*b); });
  return times;
}

bool is_calendar(const Table& table) {
  return has_word(read_table_name(table.name), {"date", "data", "calendar", "calendario", "tempo", "day"});
}

bool is_event(const Table& table) {
  const std::vector<const Column*> times = event_times(table);
  if (!times.empty() && time_weight(*times.front()) >= kEventTime) return true;
  // In a star a day is the key of a calendar.
  return std::any_of(table.relations.begin(), table.relations.end(), [](const Relation& relation) {
    return has_word(read_table_name(relation.table), {"date", "calendar", "calendario", "tempo"}) &&
           relation.columns.size() == 1;
  });
}

}  // namespace rox
