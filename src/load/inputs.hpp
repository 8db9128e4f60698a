// What tables are loaded from: the exports there are, the mends that take the place of bad records in them, and where
// the fields of their files go.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/hash_cache.hpp"
#include "ledger/drift.hpp"
#include "model/model.hpp"
#include "project/project.hpp"
#include "source/export.hpp"
#include "source/export_folder.hpp"
#include "source/field_map.hpp"
#include "source/mend.hpp"

namespace rox {

struct LoadInputs {
  std::vector<TableExports> exports;
  std::map<std::string, MendSet> mends;               // by table
  std::map<std::string, std::string> mend_hashes;     // by table: of the file with its mends
  std::map<std::string, std::vector<FieldMap>> maps;  // by table: where the fields of its files go, if not as they come
  std::vector<LeftOut> left_out;                      // files of the folder that aren't read
  std::map<std::string, std::size_t> older;           // by table: its files that are older than the newest (newest.hpp)

  /// Of a table that the model has.
  const TableExports& exports_of(const std::string& table) const;
};

/// Finds the exports and mends of the model's tables, which must outlive the result, and brings `hashes` up to date
/// with the exports. Files of no table are an error or drift, as the project says. The maps are left empty.
LoadInputs find_inputs(const Project& project, const Model& model, HashCache& hashes, std::vector<Drift>& drift);

/// The same of some exports of one table, by their names, and without hashes. Throws data_error if one isn't there.
LoadInputs find_named_inputs(const Project& project, const Model& model, const std::string& table,
                             const std::vector<std::string>& files);

/// Compares the headers with the model and fills in the maps. With policies reject and widen, headers that nothing fits
/// are passed over: the load refuses them.
void map_inputs(const Project& project, LoadInputs& inputs, std::vector<Drift>& drift);

/// Both, for who reads exports again: drift was told by the run that loaded them.
LoadInputs find_all_inputs(const Project& project, const Model& model, HashCache& hashes);

}  // namespace rox
