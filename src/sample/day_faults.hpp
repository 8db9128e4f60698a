// What goes wrong with the exports of one day. The company is as it was: the next day's are good. Each of these
// functions is a PlantEvent; where one recurs, it is another table's turn.
#pragma once

#include "sample/day.hpp"

namespace rox {

// Rows that are broken, missing or there twice.
void plant_broken_rows(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_too_many_broken(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_footer(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_orphan(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_repeated_key(Day& day, const Occurrence& occurrence, PlantedEvent& event);

// Files that aren't there, cut, empty, or yesterday's.
void plant_missing_export(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_truncated(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_empty(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_header_only(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_resent(Day& day, const Occurrence& occurrence, PlantedEvent& event);

// Files of another shape, or written another way.
void plant_missing_column(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_renamed_column(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_reordered(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_decimal_switch(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_date_switch(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_date_order_switch(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_encoding_switch(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_delimiter_switch(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_unix_file(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_missing_word(Day& day, const Occurrence& occurrence, PlantedEvent& event);

}  // namespace rox
