// What the words in a name say: "SalesOrderDetailID" is sales + order + detail, and an id.
//
// Names are read in English and Portuguese. Nothing here looks at data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/model.hpp"

namespace rox {

/// The words of a name in lower case: camel case, underscores, blanks and digits part them, accents are dropped.
/// "SalesOrderID" -> sales order id; "COD_CLIENTE" -> cod cliente; "rowguid" -> rowguid.
std::vector<std::string> words_of(std::string_view name);

/// Whether two words mean the same but for number: customer(s), category/categories, pedido(s), pessoa(s), item/itens.
bool same_word(std::string_view a, std::string_view b);
bool same_words(const std::vector<std::string>& a, const std::vector<std::string>& b);

/// What the word for a key in a name says: an id or key, a code, a number.
enum class KeyWord { none, id, code, number };

/// A name taken apart.
struct NameWords {
  std::vector<std::string> entity;  // what it is about: all words but the ones below
  bool key = false;                 // it has a word for a key: id, key, code, number, cod, chave, …
  bool guid = false;                // … for a generated one: guid, uuid, rowguid
  KeyWord kind = KeyWord::none;     // of the last such word
};

NameWords read_column_name(std::string_view name);
/// As an entity: without words that only say "table" (tbl, dim, fact, stg).
std::vector<std::string> read_table_name(std::string_view name);

/// The entity of each table of a model. A word that (nearly) all tables have in front or at the end, and no column has
/// anywhere, is the exporter's, not theirs: olist_orders_dataset is about orders.
std::vector<std::vector<std::string>> read_table_names(const Model& model);

/// Whether the columns have no names but their places: column_1, column_2, … of exports without a header.
bool has_generated_names(const Table& table);

/// What all column names of a table begin with though it says nothing (TPC-H's l_ in l_orderkey, l_partkey, …): a word
/// of up to three letters with the underscore after it. Empty if there is no such thing.
std::string column_prefix(const std::vector<std::string>& names);

/// The name says that values are measured or counted, not chosen: quantity, price, valor_total, NumberOfEmployees.
bool is_measure_name(std::string_view name);
/// … when a row was written: ModifiedDate, created_at.
bool is_audit_name(std::string_view name);
/// … a text for people, which may change: name, description, email.
bool is_label_name(std::string_view name);
/// … when something is: OrderDate, valid_from, ano.
bool is_time_name(std::string_view name);
/// The name says nothing about whose value it is: id, code, name, type, year.
bool is_generic_name(std::string_view name);

}  // namespace rox
