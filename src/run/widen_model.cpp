#include "run/widen_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "discovery/inferred.hpp"
#include "discovery/refused_values.hpp"
#include "model/difference.hpp"
#include "run/infer_again.hpp"
#include "source/missing_words.hpp"

namespace rox {
namespace {

/// What a column refused.
struct Refused {
  RowsOfValues values;
  const Reject* first = nullptr;
};

/// Whether it was refused for a word that means missing. A column that states its own words knows of it.
bool is_unstated_null(const Table& table, const Reject& reject) {
  return is_missing_word(reject.value) && !table.columns[*table.find_column(reject.column)].null_words;
}

/// By column. Of very many different values some tell as much as all.
std::map<std::string, Refused> by_column(const Table& table, const std::vector<Reject>& rejects) {
  constexpr std::size_t kMostValues = 10'000;
  std::map<std::string, Refused> columns;
  for (const Reject& reject : rejects) {
    if (is_unstated_null(table, reject)) continue;
    Refused& refused = columns[reject.column];
    if (refused.first == nullptr) refused.first = &reject;
    if (refused.values.size() < kMostValues) ++refused.values[reject.value];
  }
  return columns;
}

/// Whether a person wrote the type of that column.
bool is_chosen(const Column& column, const Table* inferred) {
  const auto known = inferred != nullptr ? inferred->find_column(column.name) : std::nullopt;
  return is_chosen(column, known ? &inferred->columns[*known] : nullptr);
}

/// Its writing is told where that is what changes.
Drift widened(const std::string& table, const Column& column, const ColumnReading& reading, std::string_view why) {
  Column after = column;
  set_reading(after, reading);
  const bool is_rewritten = reading.format != column.format && is_number(reading.type);
  const auto facts = [&](Column told) {
    told.nullable = true;
    return is_rewritten ? column_facts(told) : to_string(told.type);
  };
  return {table, column.name, "retyped", "widened", fmt::format("{} -> {} ({})", facts(column), facts(after), why)};
}

std::string example(const Reject& reject) {
  return fmt::format("'{}' in {}:{}", printable(reject.value.substr(0, 60)), reject.file, reject.line);
}

/// The exports of a table, read once more for what they prove: once for all its columns, and only if it is asked.
class Proof {
 public:
  Proof(const Project& project, const Model& model, const Table& table, const std::vector<ExportFile>& exports)
      : project_(project), model_(model), table_(table), exports_(exports) {}

  /// Whether the column is written as `format` has it: then no value of it can only be read as the model has it.
  bool has(const Column& column, const Format& format) {
    const char stated = table_.dialect.over(project_.source.dialect).decimal;
    const std::vector<const Column*> proven = columns_like(column);
    return std::any_of(proven.begin(), proven.end(), [&](const Column* now) {
      return now->format.decimal.value_or(decimal()) == format.decimal.value_or(stated) &&
             now->format.date_order == format.date_order && now->format.time_form == format.time_form;
    });
  }

  /// The reading of its numbers with the signs that some have now.
  std::optional<ColumnReading> wider(const Column& column, const RowsOfValues& values) {
    for (const Column* now : columns_like(column)) {
      if (auto reading = wider_by(table_, column, project_.source.dialect, *now, decimal(), values)) return reading;
    }
    return with_thousands(table_, column, project_.source.dialect, values);
  }

 private:
  const Inference& inference() {
    if (!inference_) inference_ = infer_again(project_, &model_, exports_, "widen");
    return *inference_;
  }
  char decimal() { return inference().dialect.decimal; }

  std::vector<const Column*> columns_like(const Column& column) {
    std::vector<const Column*> found;
    for (const Table& table : inference().model.tables) {
      for (const Column& now : table.columns) {
        if (now.header_name() == column.header_name() && now.type.kind != TypeKind::varchar) found.push_back(&now);
      }
    }
    return found;
  }

  const Project& project_;
  const Model& model_;
  const Table& table_;
  const std::vector<ExportFile>& exports_;
  std::optional<Inference> inference_;
};

/// Whether it is a long number as a spreadsheet shows it, without its last digits: 7,89E+12.
bool is_shortened(const Column& column, const Reject& reject) {
  const std::size_t e = reject.value.find_first_of("eE");
  return is_whole_number(column.type) && e != std::string::npos && e > 0 &&
         reject.value.find_first_not_of("0123456789+", e + 1) == std::string::npos;
}

[[noreturn]] void refuse_shortened(const Table& table, const Column& column, const Reject& reject) {
  throw data_error(
      fmt::format("{}.{} has lost the last digits of its numbers: {}", table.name, column.name, example(reject)))
      .at(reject.file, reject.line)
      .hint(
          "nothing was published. A spreadsheet shows long numbers so, and saves them as it shows them: export it "
          "again, and don't save it from there");
}

[[noreturn]] void refuse_rewritten(const Table& table, const Column& column, const Refused& refused,
                                   const std::string& writing) {
  const std::size_t values = refused.values.size();
  throw data_error(fmt::format("{}.{} is written in another way than model.toml says: {} that can't be read so can be "
                               "read with {}, as {}",
                               table.name, column.name,
                               values == 1 ? "the value" : fmt::format("all {} values", human_count(values)), writing,
                               example(*refused.first)))
      .at(refused.first->file, refused.first->line)
      .hint(
          "nothing was published: values that can be read in both ways would be wrong. Export it again as before; or, "
          "if "
          "it is written so from now on, `rox model infer` changes model.toml");
}

/// Words that mean missing wherever they stand, and that the table's exports hadn't had so far.
std::optional<Widening> find_null_words(const Project& project, const Table& table,
                                        const std::vector<Reject>& rejects) {
  std::vector<std::string> words = table.dialect.over(project.source.dialect).null_words;
  const std::size_t known = words.size();
  std::string told;
  for (const Reject& reject : rejects) {
    if (!is_unstated_null(table, reject) || std::find(words.begin(), words.end(), reject.value) != words.end())
      continue;
    words.push_back(reject.value);
    told += fmt::format("{}{}", told.empty() ? "" : ", ", example(reject));
  }
  if (words.size() == known) return std::nullopt;
  const bool one = words.size() == known + 1;
  Drift drift{table.name, "", "null_word", "widened",
              fmt::format("{} {} that nothing is there; where it is a word, give its column null = [\"\"]", told,
                          one ? "means" : "mean")};
  return Widening{table.name, "", {}, std::move(words), std::move(drift)};
}

/// What refers to a column that becomes text, or is referred to by it, becomes text with it.
void widen_related(const Model& model, std::vector<Widening>& widenings) {
  const auto add = [&](const Table& table, const std::string& name, const std::string& why) {
    const Column& column = table.columns[*table.find_column(name)];
    const bool known = std::any_of(widenings.begin(), widenings.end(),
                                   [&](const Widening& w) { return w.table == table.name && w.column == column.name; });
    if (known || column.type.kind == TypeKind::varchar) return;
    const Type text{TypeKind::varchar, 0, 0, 0};
    widenings.push_back({table.name, column.name, {text, {}}, {}, widened(table.name, column, {text, {}}, why)});
  };
  for (std::size_t i = 0; i < widenings.size(); ++i) {
    if (widenings[i].column.empty() || widenings[i].reading.type.kind != TypeKind::varchar) continue;
    const std::string table = widenings[i].table;
    const std::string column = widenings[i].column;
    const std::string why = fmt::format("{}.{} is text now", table, column);
    for (const Table& child : model.tables) {
      for (const Relation& relation : child.relations) {
        for (std::size_t c = 0; c < relation.columns.size(); ++c) {
          if (relation.table == table && relation.parent_columns[c] == column) add(child, relation.columns[c], why);
          if (child.name != table || relation.columns[c] != column) continue;
          add(*model.find_table(relation.table), relation.parent_columns[c], why);
        }
      }
    }
  }
}

void apply(Model& model, const Widening& widening) {
  for (Table& table : model.tables) {
    if (table.name != widening.table) continue;
    if (!widening.null_words.empty()) table.dialect.null_words = widening.null_words;
    if (const auto column = table.find_column(widening.column)) set_reading(table.columns[*column], widening.reading);
  }
}

}  // namespace

std::vector<Widening> find_widenings(const Project& project, const ModelDraft& draft, const Table& table,
                                     const std::vector<ExportFile>& exports, const std::vector<Reject>& rejects) {
  std::vector<Widening> widenings;
  const Model& model = draft.model;
  const Table* inferred = draft.inferred.model ? draft.inferred.model->find_table(table.name) : nullptr;
  Proof proof(project, model, table, exports);
  if (auto words = find_null_words(project, table, rejects)) widenings.push_back(std::move(*words));
  for (const auto& [name, refused] : by_column(table, rejects)) {
    const Column& column = table.columns[*table.find_column(name)];
    RefusedValues found = read_refused(table, column, project.source.dialect, refused.values);
    if (found.asks_column && !is_chosen(column, inferred)) {
      if (auto wider = proof.wider(column, refused.values)) found.wider = std::move(wider);
    }
    const auto shortened = std::find_if(rejects.begin(), rejects.end(), [&, &column_name = name](const Reject& reject) {
      return reject.column == column_name && is_shortened(column, reject);
    });
    if (found.wider && is_number(found.wider->type) && shortened != rejects.end()) {
      refuse_shortened(table, column, *shortened);
    }
    if (found.wider && is_chosen(column, inferred)) continue;
    if (found.wider) {
      // The first row that asks for it: others may have been refused for good.
      const auto asks = std::find_if(rejects.begin(), rejects.end(), [&](const Reject& reject) {
        return reject.column == column.name &&
               takes_value(table, column, project.source.dialect, *found.wider, reject.value);
      });
      const std::string why = example(asks == rejects.end() ? *refused.first : *asks);
      widenings.push_back({table.name, column.name, *found.wider, {}, widened(table.name, column, *found.wider, why)});
    } else if (found.rewritten && proof.has(column, *found.rewritten)) {
      refuse_rewritten(table, column, refused,
                       rewriting_text(*found.rewritten, column, table.dialect.over(project.source.dialect).decimal));
    }
  }
  widen_related(model, widenings);
  return widenings;
}

void widen_draft(ModelDraft& draft, const Project& project, const std::vector<Widening>& widenings, const Plan& plan,
                 const TargetState& state) {
  Model wider = draft.model;
  std::optional<Model> inferred = draft.inferred.model;
  std::vector<ExportFile> exports;
  for (const Widening& widening : widenings) {
    const Table* stated = draft.model.find_table(widening.table);
    const Table* old = draft.inferred.model ? draft.inferred.model->find_table(widening.table) : nullptr;
    const auto column = stated->find_column(widening.column);
    const bool chosen = old == nullptr || (column && is_chosen(stated->columns[*column], old));
    if (!chosen) apply(*inferred, widening);
    apply(wider, widening);
    const std::vector<ExportFile>& files = plan.inputs.exports_of(widening.table).files;
    exports.insert(exports.end(), files.begin(), files.end());
  }
  grow(draft, project, wider, std::move(inferred), exports, state);
}

std::vector<ExportFile> exports_with_new_columns(const Remembered& inferred, const Plan& plan) {
  std::set<std::string> tables;
  for (const Drift& drift : plan.drift) {
    if (drift.kind != "new_column" || drift.action == "refused") continue;
    const Table* known = inferred.model ? inferred.model->find_table(drift.table) : nullptr;
    const bool was_taken_out =
        known != nullptr && std::any_of(known->columns.begin(), known->columns.end(), [&](const Column& column) {
          return equals_ignore_case(column.header_name(), drift.column);
        });
    if (!was_taken_out) tables.insert(drift.table);
  }
  std::vector<ExportFile> exports;
  for (const std::string& table : tables) {
    const std::vector<ExportFile>& files = plan.inputs.exports_of(table).files;
    exports.insert(exports.end(), files.begin(), files.end());
  }
  return exports;
}

}  // namespace rox
