// What happens in the company as the days go by. Exports that show it are right: rox should load them, one
// kind only when it is told to. Each of these
// functions is a PlantEvent.
#pragma once

#include "sample/day.hpp"

namespace rox {

// Values past all extremes so far.
void plant_ids_leap(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_line_ids_leap(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_long_name(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_large_order(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_first_missing(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_first_value(Day& day, const Occurrence& occurrence, PlantedEvent& event);

// Rows that change, vanish or come late.
void plant_order_deleted(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_archived(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_price_changed(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_customer_moved(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_late_orders(Day& day, const Occurrence& occurrence, PlantedEvent& event);

// New columns, values of another form.
void plant_postal_code(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_text_code(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_promised_date(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_more_digits(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_wider_number(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_time_of_day(Day& day, const Occurrence& occurrence, PlantedEvent& event);
void plant_product_line(Day& day, const Occurrence& occurrence, PlantedEvent& event);

}  // namespace rox
