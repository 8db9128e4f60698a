// model.toml in and out.
//
//     [[table]]
//     name = "SalesOrderDetail"
//     file = "Sales.SalesOrderDetail.csv"
//     rows = 121317
//     primary_key = ["SalesOrderDetailID"]
//     unique = [["rowguid"]]
//     columns = [
//       { name = "SalesOrderID", type = "INTEGER", required = true },
//       { name = "LineTotal", type = "DECIMAL(18,6)", decimal = "." },
//       { name = "data_emissao", header = "Data de Emissão", type = "DATE", date_order = "dmy" },
//     ]
//     relations = [
//       { columns = ["SalesOrderID"], references = "SalesOrderHeader", enforce = true },
//     ]
//
// `nullable` defaults to true, but a column of the primary key never is; `enforce` to false, the referenced
// columns (`parent_columns`) to the parent's primary key. docs/types.md says what the further keys mean; what a person
// may say in other words (required, max_length, range, values) is written back in those of the model.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.hpp"

namespace rox {

/// Throws usage_error with the file, line and column of what is wrong: bad TOML, an unknown key (with
/// the nearest known one), a missing key, an unknown type, a duplicate name, a key or relation that
/// names what isn't there.
Model read_model(const std::filesystem::path& file);

/// The same of a text; `file` is for the errors.
Model parse_model(std::string_view text, const std::string& file);

/// The text of model.toml. read_model(write(model_text(m))) == m.
std::string model_text(const Model& model);

/// Pieces of it: one [[table]], an element of its columns, of its relations (`model` knows the parents' keys), the
/// value of `unique`.
std::string table_text(const Table& table, const Model& model);
std::string column_text(const Column& column);
std::string relation_text(const Relation& relation, const Model& model);
std::string key_lists(const std::vector<std::vector<std::string>>& lists);

}  // namespace rox
