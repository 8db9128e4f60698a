#include "run/chosen_tables.hpp"

namespace rox {

std::vector<const Table*> chosen_tables(const Model& model, const std::vector<std::string>& names) {
  std::vector<const Table*> tables;
  for (const std::string& name : names) tables.push_back(&named_table(model, name));
  if (!names.empty()) return tables;
  for (const Table& table : model.tables) tables.push_back(&table);
  return tables;
}

}  // namespace rox
