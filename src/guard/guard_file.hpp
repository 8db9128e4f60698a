// expect/*.toml: a project's guards.
//
//     [calendar]                     # in one of the files: when exports are expected; without it, every day
//     days = ["mon", "tue", "wed", "thu", "fri"]
//     holidays = ["2026-11-02", "12-25"]
//
//     [[guard]]
//     table = "SalesOrderHeader"     # or mart = "fact_sales"
//     arrives_by = "07:30"           # on each of those days; arrives_after = "20:00" takes those of the evening before
//     max_age = "2 business days"    # of the newest export; with a column, of its newest value
//     rows = "at least 1000"         # "1000 to 5000", "at most 5000", "as usual"
//     new_rows = "as usual"          # more than on the day before
//     column = "TotalDue"            # that what follows is about
//     missing = "at most 2%"         # share of the rows without a value
//     sum = "1000.50 to 9000"
//     new_sum = "as usual"
//     tolerance = 4                  # how many spreads from the median are as usual
//     alarm = "hold"                 # keep yesterday's warehouse; or "warn"
//     meaning = "…"                  # what it means, for whom
//     owner = "sales@example.com"
#pragma once

#include <filesystem>
#include <string_view>

#include "guard/guard.hpp"
#include "model/model.hpp"

namespace rox {

/// In the order of files and of what is in them; none if the folder isn't there. Throws usage_error with the place: a
/// table, mart or column that there isn't, a bound that is none, two guards of the same, two calendars.
Guards read_guards(const std::filesystem::path& expect_dir, const std::filesystem::path& marts_dir, const Model& model);

/// The same of one file's text. `marts`: their names.
Guards parse_guards(std::string_view text, const std::string& file, const std::vector<std::string>& marts,
                    const Model& model);

}  // namespace rox
