#include "source/newest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "source/name_order.hpp"

namespace rox {

std::optional<FileChoice> file_choice(const Table& table, const ListOptions& options) {
  return table.files ? table.files : options.files;
}

std::map<std::string, std::size_t> leave_out_older(const Model& model, const ListOptions& options,
                                                   std::vector<ExportFile>& files, std::vector<LeftOut>* left_out,
                                                   std::vector<LeftOut>* undated) {
  const bool any = std::any_of(model.tables.begin(), model.tables.end(),
                               [&](const Table& table) { return file_choice(table, options) == FileChoice::newest; });
  if (!any) return {};
  std::map<std::size_t, std::vector<std::string>> of_table;
  for (const ExportFile& file : files) {
    const auto owner = owner_of(model, file.name);
    if (owner && file_choice(model.tables[*owner], options) == FileChoice::newest) {
      of_table[*owner].push_back(file.name);
    }
  }
  std::map<std::string, std::size_t> counts;
  std::map<std::string, std::string> older;  // by name: why it isn't read
  for (const auto& [owner, names] : of_table) {
    if (names.size() < 2) continue;
    const NameOrder order = order_by_name(names);
    const std::vector<std::size_t> newest = order.newest(names);
    const std::string& last = names[newest.front()];
    if (order.day_or_month) {
      throw data_error(fmt::format("which file of {} is the newest can't be told: day and month of their names may be "
                                   "the other way round",
                                   model.tables[owner].name))
          .at(printable(last))
          .hint("name them with the year first (2024-01-31), or take the older ones out of the folder");
    }
    const std::set<std::size_t> read(newest.begin(), newest.end());
    if (read.size() < names.size()) counts[model.tables[owner].name] = names.size() - read.size();
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (read.contains(i)) continue;
      const bool lacks_date = order.dated[newest.front()] && !order.dated[i];
      older[names[i]] =
          fmt::format("{} {}", lacks_date ? "without a date in its name, unlike" : "older than", printable(last));
      if (lacks_date && undated != nullptr) undated->push_back({names[i], older[names[i]]});
    }
  }
  if (older.empty()) return counts;
  std::erase_if(files, [&](const ExportFile& file) {
    const auto found = older.find(file.name);
    if (found == older.end()) return false;
    if (left_out != nullptr) left_out->push_back({file.name, found->second});
    return true;
  });
  return counts;
}

}  // namespace rox
