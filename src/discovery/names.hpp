// Names for tables and columns, from the names of files and headers.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/export.hpp"

namespace rox {

/// Whether `name` is a plain identifier in every engine: ASCII letters, digits and '_', no digit in front.
bool is_plain_identifier(std::string_view name);

/// An identifier for any text: itself if it is a plain one, else lower_snake ("Data de Emissão" -> data_de_emissao).
/// Letters of other scripts stay ("Дата заказа" -> дата_заказа), which SQL has to quote. Empty if nothing of it is
/// left.
std::string identifier_for(std::string_view text);

/// Identifiers for a header's names, unique without regard to case; column_3 where nothing is left of a name.
std::vector<std::string> column_names(const std::vector<std::string>& header);

/// Files that are one table.
struct FileGroup {
  std::string file;  // what Table::file says: the name, or a glob over the names
  std::string name;  // the table's
  std::vector<std::size_t> members;
};

/// What a file is called by: its own name without the folders and the archive that it is in, and without endings; or
/// theirs, if its own is only a number ("sales/2024-01.csv").
std::string own_name(std::string_view file);

/// Puts files with equal headers whose names differ by numbers or dates only (Sales_2015.csv, Sales_2016.csv) into
/// one group. A sheet is called like its workbook, and by its own name where there are several. `headers[i]` is that of
/// `names[i]`; `owners[i]` the table that it is known to belong to, if there is one (empty: of none): files of
/// different tables are never one group. Groups keep the order of their first files.
/// `patterns[i]`: the glob that `names[i]` is known to be one of several for (empty: none). A file that is alone, with
/// a date in its name, is called by the glob for all dates: tomorrow's will have another.
std::vector<FileGroup> group_files(const std::vector<std::string>& names,
                                   const std::vector<std::vector<std::string>>& headers,
                                   const std::vector<std::optional<std::size_t>>& owners = {},
                                   const std::vector<std::string>& patterns = {});

/// The glob over names that are the same but for numbers and dates: '#' where those differ.
std::string glob_over(const std::vector<std::string>& names);

/// Whether most names of the shorter header are in the other.
bool have_much_in_common(const std::vector<std::string>& a, const std::vector<std::string>& b);

/// What is said of files that are called like a part of another table, but for numbers and dates, and have most of its
/// columns.
std::vector<std::string> likely_parts(const std::vector<std::string>& names,
                                      const std::vector<std::vector<std::string>>& headers,
                                      const std::vector<FileGroup>& groups);

/// What is said of tables that have the same columns as others and are called like them in the beginning, though not
/// so that they are parts of one: "sales_jan.csv" and "sales_fev.csv", "v_1.csv.gz" and "v_2.csv", "v_1.csv" and
/// "V_2.CSV".
std::vector<std::string> likely_kin(const std::vector<std::string>& names,
                                    const std::vector<std::vector<std::string>>& headers,
                                    const std::vector<FileGroup>& groups);

}  // namespace rox
