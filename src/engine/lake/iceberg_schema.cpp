#include "engine/lake/iceberg_schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace rox {

std::string iceberg_type(const Type& type) {
  switch (type.kind) {
    case TypeKind::boolean: return "boolean";
    case TypeKind::smallint:  // Iceberg has no smaller one
    case TypeKind::integer: return "int";
    case TypeKind::bigint: return "long";
    case TypeKind::decimal: return fmt::format("decimal({}, {})", type.precision, type.scale);
    case TypeKind::date: return "date";
    case TypeKind::timestamp: return "timestamp";
    case TypeKind::uuid: return "uuid";
    case TypeKind::time:  // Iceberg has one, Spark reads no such column
    case TypeKind::varchar: break;
  }
  return "string";
}

nlohmann::json iceberg_schema(const Table& table) {
  using Json = nlohmann::json;
  const auto is_key = [&](const Column& column) {
    return std::any_of(table.primary_key.begin(), table.primary_key.end(),
                       [&](const std::string& name) { return equals_ignore_case(name, column.name); });
  };
  Json fields = Json::array();
  Json key = Json::array();
  for (const Column& column : table.columns) {
    const std::size_t number = fields.size() + 1;
    const bool in_key = is_key(column);
    Json field = {{"id", number},
                  {"name", to_lower(column.name)},
                  {"required", in_key || !column.nullable},
                  {"type", iceberg_type(column.type)}};
    if (!column.comment.empty()) field["doc"] = column.comment;
    if (in_key) key.push_back(number);
    fields.push_back(std::move(field));
  }
  return {{"type", "struct"}, {"schema-id", 0}, {"identifier-field-ids", key}, {"fields", fields}};
}

}  // namespace rox
