#include "sample/defects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>

#include "sample/defect_values.hpp"

namespace rox {
namespace {

using namespace std::literals;

constexpr std::uint64_t kFirstId = 2'000'000'001;
constexpr std::uint64_t kNobody = 2'000'000'000;  // an id that nothing has

std::string repeat(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

// Makes records of one table: right ones, to be spoiled one value at a time.
class RecordMaker {
 public:
  RecordMaker(const Company& company, const SampleTable& table) : company_(company), table_(table) {
    std::string_view rest = table.header;
    while (!rest.empty()) {
      std::size_t end = std::min(rest.find(';'), rest.size());
      columns_.emplace_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    next_id_ = kFirstId;
  }

  /// 1-based.
  std::uint32_t field(std::string_view column) const {
    auto found = std::find(columns_.begin(), columns_.end(), column);
    if (found == columns_.end()) throw std::logic_error(fmt::format("{} has no {}", table_.table, column));
    return static_cast<std::uint32_t>(found - columns_.begin()) + 1;
  }
  std::string_view column(std::uint32_t number) const { return columns_[number - 1]; }

  /// The fields of a right record with an id that no other has.
  std::vector<std::string> fields();

  static std::string join(const std::vector<std::string>& fields, std::string_view line_end = "\r\n") {
    std::string record;
    for (const std::string& field : fields) {
      if (!record.empty()) record += ';';
      record += field;
    }
    return record.append(line_end);
  }
  std::string with(std::string_view column, std::string_view raw, std::string_view line_end = "\r\n") {
    std::vector<std::string> all = fields();
    all[field(column) - 1] = raw;
    return join(all, line_end);
  }

 private:
  const Company& company_;
  const SampleTable& table_;
  std::vector<std::string> columns_;
  std::uint64_t next_id_;
};

std::string guid(const Company& company, std::string_view table, std::uint64_t id) {
  TextBuffer out;
  out.room(64);
  out.put_guid(Random(company.seed, Stream::defect_guid, id * 1000 + table.size()));
  return std::string(out.text());
}

// The order that all order lines with a defect belong to is the first one; each line that loads has a total
// of 1, so its SubTotal is their number.
std::size_t loaded_lines() {
  auto harmless = harmless_defects();
  auto here = std::count_if(harmless.begin(), harmless.end(),
                            [](const HarmlessDefect& v) { return v.table == "SalesOrderDetail"; });
  constexpr std::size_t kOrphanOffer = 1, kLineFeed = 1, kEnd = 1;
  return static_cast<std::size_t>(here) + kOrphanOffer + kLineFeed + kEnd;
}

std::vector<std::string> RecordMaker::fields() {
  std::uint64_t id = next_id_++;
  std::string key = std::to_string(id), row_guid = guid(company_, table_.table, id);
  const Census& census = company_.census;
  std::string product = std::to_string(company_.catalogue.products().back().id);
  if (table_.table == "Person") {
    return {key,
            "IN",
            "0",
            "NULL",
            "Ada",
            "NULL",
            "Planted",
            "NULL",
            "0",
            "NULL",
            "NULL",
            row_guid,
            "2014-06-30 00:00:00.000"};
  }
  if (table_.table == "Product") {
    return {key,
            "Planted " + key,
            "PL-" + key,
            "0",
            "0",
            "NULL",
            "1000",
            "750",
            "0,00",
            "0,00",
            "NULL",
            "NULL",
            "NULL",
            "NULL",
            "0",
            "NULL",
            "NULL",
            "NULL",
            "NULL",
            "NULL",
            "2008-04-30 00:00:00.000",
            "NULL",
            "NULL",
            row_guid,
            "2014-02-08 10:01:36.827"};
  }
  if (table_.table == "Customer") {
    return {key, "NULL", "NULL", "1", fmt::format("AW99{:06}", id % 1'000'000), row_guid, "2014-09-12 11:15:07.263"};
  }
  if (table_.table == "SalesOrderHeader") {
    std::string customer = std::to_string(customer_id(census, census.shops));
    std::string amount = id == kFirstId ? fmt::format("{},00", loaded_lines()) : "0,00";
    return {key,
            "8",
            "2014-06-30 00:00:00.000",
            "2014-07-12 00:00:00.000",
            "2014-07-07 00:00:00.000",
            "5",
            "1",
            "SO" + key,
            "NULL",
            "10-4030-" + customer,
            customer,
            "NULL",
            "1",
            "1",
            "1",
            "1",
            "NULL",
            "NULL",
            "NULL",
            amount,
            "0,00",
            "0,00",
            amount,
            "NULL",
            row_guid,
            "2014-07-07 00:00:00.000"};
  }
  if (table_.table == "SalesOrderDetail") {
    return {std::to_string(kFirstId), key, "NULL", "1", product, "1", "1,00", "0,00", "1.000000", row_guid,
            "2014-06-30 00:00:00.000"};
  }
  return {key, product, row_guid, "2014-06-30 00:00:00.000"};
}

// The text column in which quotes go wrong; the GUID where a table has none.
std::string_view quoted_column(std::string_view table) {
  if (table == "Person") return "Demographics";
  if (table == "Product") return "Name";
  if (table == "Customer") return "AccountNumber";
  if (table == "SalesOrderHeader") return "Comment";
  if (table == "SalesOrderDetail") return "CarrierTrackingNumber";
  return "rowguid";
}

Defect make_defect(std::string bytes, RejectCode code, std::string_view column, std::uint32_t field,
                   std::string_view detail) {
  Defect b;
  b.bytes = std::move(bytes);
  b.kind = to_string(code);
  b.column = column;
  b.field = field;
  b.detail = detail;
  return b;
}

Defect make_harmless(std::string bytes, std::string_view kind, std::string_view column, std::uint32_t field,
                     std::string_view detail) {
  Defect b = make_defect(std::move(bytes), RejectCode::unparsable, column, field, detail);
  b.kind = kind;
  b.harmless = true;
  b.rejected = false;
  return b;
}

Defect line_feed(RecordMaker& make) {
  return make_harmless(make.join(make.fields(), "\n"), "lf_line_end", "", 0, "LF among CRLF");
}

// A count of fields goes wrong at the first one that is missing, or that has no column.
Defect too_few(RecordMaker& make, std::string_view line_end) {
  std::vector<std::string> fields = make.fields();
  auto last = static_cast<std::uint32_t>(fields.size());
  fields.pop_back();
  return make_defect(make.join(fields, line_end), RejectCode::field_count, make.column(last), last,
                     "one field too few");
}

Defect too_many(RecordMaker& make) {
  std::vector<std::string> fields = make.fields();
  fields.emplace_back("surplus");
  auto count = static_cast<std::uint32_t>(fields.size());
  return make_defect(make.join(fields), RejectCode::field_count, "", count, "one field too many");
}

void add_structural(RecordMaker& make, const SampleTable& sample, std::vector<Defect>& out) {
  std::string_view table = sample.table;
  out.push_back(too_few(make, "\r\n"));
  out.push_back(too_many(make));
  std::string_view column = quoted_column(table);
  std::uint32_t field = make.field(column);
  out.push_back(make_defect(make.with(column, "\"closed\" too early"), RejectCode::malformed_quote, column, field,
                            "text after the closing quote"));
  // The first quote after this one, in whatever follows, opens a field: it can't be taken for its end.
  out.push_back(make_defect(make.with(column, "\"never closed"), RejectCode::unterminated_quote, column, field,
                            "a quote that opens and is never closed"));
  bool one_column = sample.key.find(',') == std::string_view::npos;
  Defect copy = make_defect("", RejectCode::duplicate_key, sample.key, one_column ? make.field(sample.key) : 0,
                            "the row before it once more");
  copy.copies_row = true;
  out.push_back(copy);
  out.push_back(make_harmless("\r\n", "blank_line", "", 0, "an empty line is no record"));
  out.back().record = false;
  out.push_back(line_feed(make));
}

void add_orphans(RecordMaker& make, std::string_view table, std::vector<Defect>& out) {
  auto add = [&](std::string_view key_column, std::string_view column, std::string_view parent) {
    std::uint32_t field = column == key_column ? make.field(column) : 0;
    Defect b = make_defect(make.with(key_column, std::to_string(kNobody)), RejectCode::orphan_key, column, field,
                           fmt::format("no such row in {}; the relation is not enforced", parent));
    b.rejected = false;
    out.push_back(std::move(b));
  };
  if (table == "Customer") add("PersonID", "PersonID", "Person");
  if (table == "SalesOrderHeader") add("CustomerID", "CustomerID", "Customer");
  if (table == "SalesOrderDetail") add("SalesOrderID", "SalesOrderID", "SalesOrderHeader");
  if (table == "SalesOrderDetail") add("SpecialOfferID", "SpecialOfferID, ProductID", "SpecialOfferProduct");
  if (table == "SpecialOfferProduct") add("ProductID", "ProductID", "Product");
}

// What stands at the end of each file, most of it without a last line end.
void add_ends(RecordMaker& make, std::string_view table, std::vector<Defect>& out) {
  std::size_t first = out.size();
  if (table == "Person") {
    std::string survey = fmt::format("\"<a>{}</a>\"", repeat("0123456789 \"\"x\"\"\r\n", 165'000));
    out.push_back(make_harmless(make.with("Demographics", survey), "long_text", "Demographics",
                                make.field("Demographics"), "a field of three megabytes with line breaks"));
    out.push_back(too_few(make, ""));
    out.back().detail += ", no last line end";
  } else if (table == "Product") {
    out.push_back(make_harmless(make.with("ModifiedDate", "\"2014-02-08 10:01:36.827\"", ""), "no_last_newline", "", 0,
                                "the file ends in a closing quote"));
  } else if (table == "SpecialOfferProduct") {
    out.push_back(make_defect(make.with("ModifiedDate", "\"2011-04-01 00:00:00.000", ""),
                              RejectCode::unterminated_quote, "ModifiedDate", make.field("ModifiedDate"),
                              "a quote that the end of the file leaves open"));
  } else {
    out.push_back(make_harmless(make.join(make.fields(), ""), "no_last_newline", "", 0, "no last line end"));
  }
  for (std::size_t i = first; i < out.size(); ++i) out[i].spot = Spot::end;
}

// Records that stand across block edges. Those of Person are moved so that one byte of them is the first of
// a block, by lengthening the text before it.
void add_edges(RecordMaker& make, std::string_view table, std::vector<Defect>& out) {
  auto across = [&](Defect defect) {
    defect.spot = Spot::edge;
    out.push_back(std::move(defect));
  };
  if (table == "Customer" || table == "SalesOrderHeader") {
    std::string_view column = table == "Customer" ? "rowguid"sv : "Comment"sv;
    std::string text = table == "Customer" ? repeat("GUID-", 40) : repeat("ñ", 129);
    RejectCode code = table == "Customer" ? RejectCode::unparsable : RejectCode::too_long;
    across(make_defect(make.with(column, text), code, column, make.field(column), "a record across a block's edge"));
  }
  if (table != "Person") return;
  auto at = [&](Defect defect, std::string_view mark, std::size_t byte_in_mark) {
    defect.pad_at = defect.bytes.find("{pad}");
    defect.bytes.erase(defect.pad_at, 5);
    defect.edge_byte = defect.bytes.rfind(mark) + byte_in_mark;
    across(std::move(defect));
  };
  auto survey = [&](std::string_view raw, std::string_view kind, std::string_view detail) {
    return make_harmless(make.with("Demographics", raw), kind, "Demographics", make.field("Demographics"), detail);
  };
  at(survey("\"{pad}\"", "block_edge", "CR and LF of the line end in different blocks"), "\r\n", 1);
  at(survey("\"{pad}\"\"x\"", "block_edge", "the two quotes of a doubled one in different blocks"), "\"\"x", 1);
  at(survey("\"{pad}\r\nx\"", "block_edge", "a quoted line break across blocks"), "\r\nx", 1);
  at(survey("{pad}é", "block_edge", "the two bytes of a character in different blocks"), "é", 1);
  at(survey("\"{pad}\"", "block_edge", "a closing quote first in its block"), "\";", 0);
  Defect open = make_defect(make.with("Demographics", "\"{pad}"), RejectCode::unterminated_quote, "Demographics",
                            make.field("Demographics"), "opened in one block, its line ends in the next");
  at(std::move(open), "\r\n", 0);
  Defect many = too_many(make);
  many.bytes.insert(many.bytes.find(";Planted;") + 1, "{pad}");
  at(std::move(many), ";surplus", 0);
}

}  // namespace

std::vector<Defect> defects_of(const Company& company, const SampleTable& table) {
  RecordMaker make(company, table);
  std::vector<Defect> out;
  if (table.table == "SalesOrderHeader") {
    out.push_back(
        make_harmless(make.join(make.fields()), "own_order", "", 0, "the order that planted order lines belong to"));
  }
  for (const DefectiveValue& v : defective_values()) {
    if (v.table != table.table) continue;
    out.push_back(make_defect(make.with(v.column, v.raw), v.code, v.column, make.field(v.column), v.detail));
  }
  add_structural(make, table, out);
  for (const HarmlessDefect& v : harmless_defects()) {
    if (v.table != table.table) continue;
    out.push_back(make_harmless(make.with(v.column, v.raw), v.kind, v.column, make.field(v.column), v.detail));
  }
  add_orphans(make, table.table, out);
  add_edges(make, table.table, out);
  add_ends(make, table.table, out);
  return out;
}

}  // namespace rox
