#include "source/json_records.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "source/json_keys.hpp"
#include "source/records.hpp"

namespace rox {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t kRead = std::size_t{1} << 18;
constexpr std::size_t kChunk = std::size_t{1} << 20;
constexpr std::size_t kMostKeys = std::size_t{1} << 16;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// Where a value ends that begins at the front: the brackets that it opens are closed. Nothing if it goes on.
class EndFinder {
 public:
  std::optional<std::size_t> find(std::string_view text) {
    for (; at_ < text.size(); ++at_) {
      const char c = text[at_];
      if (in_text_) {
        if (c == '\\') {
          ++at_;
        } else if (c == '"') {
          in_text_ = false;
        }
      } else if (c == '"') {
        in_text_ = true;
      } else if (c == '{' || c == '[') {
        ++depth_;
      } else if (c == '}' || c == ']') {
        if (depth_ == 0) return at_;  // of the array around it
        if (--depth_ == 0) return at_ + 1;
      } else if (depth_ == 0 && (c == ',' || c == '\n')) {
        return at_;
      }
    }
    return std::nullopt;
  }

 private:
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  bool in_text_ = false;
};

/// The values of a file, one after another.
class Elements {
 public:
  Elements(const ExportFile& file, std::unique_ptr<ByteStream> text, std::size_t max_record)
      : file_(file), source_(std::move(text)), max_record_(max_record) {
    skip_spaces();
    in_array_ = have(1) && text_[at_] == '[';
    if (in_array_) {
      ++at_;
      return;
    }
    // Objects that go over several lines end where their brackets do; else a line that is broken would cost all others.
    while (text_.find('\n', at_) == std::string::npos && text_.size() - at_ <= max_record_ &&
           have(text_.size() - at_ + 1)) {
    }
    const std::string_view first = std::string_view(text_).substr(at_, text_.find('\n', at_) - at_);
    const std::string name = to_lower(file.name);
    by_line_ = name.find(".jsonl") != std::string::npos || name.find(".ndjson") != std::string::npos ||
               EndFinder().find(first).has_value();
  }

  /// False at the end.
  bool next() {
    skip_spaces();
    if (in_array_ && have(1) && text_[at_] == ',') {
      ++at_;
      skip_spaces();
    }
    if (in_array_ && have(1) && text_[at_] == ']') {
      ++at_;
      skip_spaces();
      if (have(1)) throw broken("something else follows the array");
      in_array_ = false;
    }
    if (!have(1)) {
      if (in_array_) throw broken("it ends before the array does");
      return false;
    }
    line_ = next_line_;
    const std::size_t size = by_line_ ? size_of_line() : size_of_value();
    element_ = std::string_view(text_).substr(at_, size);
    next_line_ += static_cast<std::uint64_t>(std::count(element_.begin(), element_.end(), '\n'));
    at_ += size;
    return true;
  }

  /// Until the next next().
  std::string_view element() const { return element_; }
  std::uint64_t line() const { return line_; }
  std::uint64_t position() const { return source_->position(); }

 private:
  Error broken(std::string_view what) const {
    return data_error(fmt::format("the JSON is damaged: {}", what))
        .at(printable(file_.name), next_line_)
        .hint("fetch or make it again; to leave it out, name it in rox.toml's [source] ignore");
  }

  bool have(std::size_t bytes) {
    while (text_.size() - at_ < bytes && !ended_) {
      text_.erase(0, at_);
      at_ = 0;
      const std::size_t before = text_.size();
      text_.resize(before + std::max(kRead, before));
      const std::size_t got = source_->read(text_.data() + before, text_.size() - before);
      text_.resize(before + got);
      ended_ = got == 0;
    }
    return text_.size() - at_ >= bytes;
  }

  void skip_spaces() {
    while (have(1) && is_space(text_[at_])) next_line_ += text_[at_++] == '\n' ? 1 : 0;
  }

  std::size_t size_of_line() {
    std::size_t searched = 0;
    for (;;) {
      const std::size_t feed = text_.find('\n', at_ + searched);
      if (feed != std::string::npos) return feed - at_;
      searched = text_.size() - at_;
      require_bounded(searched);
      if (!have(searched + 1)) return searched;
    }
  }

  std::size_t size_of_value() {
    EndFinder finder;
    for (;;) {
      const auto end = finder.find(std::string_view(text_).substr(at_));
      const std::size_t size = text_.size() - at_;
      if (end) return std::max<std::size_t>(*end, 1);
      require_bounded(size);
      if (!have(size + 1)) {
        if (in_array_) throw broken("it ends before the array does");
        return size;
      }
    }
  }

  void require_bounded(std::size_t size) const {
    if (size > max_record_) throw broken(fmt::format("a value has no end within {} MB", max_record_ >> 20));
  }

  const ExportFile file_;
  std::unique_ptr<ByteStream> source_;
  const std::size_t max_record_;
  std::string text_;
  std::size_t at_ = 0;
  bool ended_ = false;
  bool in_array_ = false;
  bool by_line_ = false;
  std::string_view element_;
  std::uint64_t line_ = 1;
  std::uint64_t next_line_ = 1;
};

/// What a field of an object holds, as text.
struct Value {
  std::string text{};
  bool quoted = false;
  bool missing = false;
};

std::string minified(std::string_view json) {
  std::string out(json.size(), '\0');
  std::size_t size = out.size();
  if (simdjson::minify(json.data(), json.size(), out.data(), size) != simdjson::SUCCESS) return std::string(json);
  out.resize(size);
  return out;
}

/// Objects, taken apart into the fields of their keys.
class Objects {
  static constexpr const char* kTooShort = "it ends before the object does";

 public:
  /// Calls `add(key, value)`, which says whether the key is the first of its name. What is wrong, if the text is no
  /// object, or a broken one; else nothing.
  template <typename Add>
  std::string read(std::string_view json, Add&& add) {
    buffer_.assign(json);
    buffer_.reserve(json.size() + simdjson::SIMDJSON_PADDING);
    repeated_.clear();
    broken_value_ = nullptr;
    ondemand::document document;
    const simdjson::error_code error = parser_.iterate(buffer_.data(), json.size(), buffer_.capacity()).get(document);
    if (error == simdjson::UNCLOSED_STRING) return "a text in it has no end";
    if (error != simdjson::SUCCESS) return "it is no JSON";
    ondemand::object object;
    const simdjson::error_code no_object = document.get_object().get(object);
    if (no_object == simdjson::INCOMPLETE_ARRAY_OR_OBJECT) return kTooShort;
    if (no_object != simdjson::SUCCESS) return "it is no object";
    const bool good = read_object(object, "", add);
    if (!repeated_.empty()) return fmt::format("the key '{}' is there twice", printable(repeated_));
    // Where a document has been read to its end, there is no place any more.
    const char* place = good ? nullptr : broken_value_;
    if (place == nullptr && document.current_location().get(place) != simdjson::SUCCESS) return good ? "" : kTooShort;
    const std::string_view before = json.substr(0, static_cast<std::size_t>(place - buffer_.data()));
    if (before.size() == json.size()) return kTooShort;
    const auto character = 1 + std::count_if(before.begin(), before.end(),
                                             [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; });
    return fmt::format("{} at character {}", good ? "something follows it," : "it can't be read", character);
  }

 private:
  template <typename Add>
  bool read_object(ondemand::object object, const std::string& prefix, Add& add) {
    for (auto field : object) {
      std::string_view key;
      ondemand::value value;
      if (field.unescaped_key().get(key) != simdjson::SUCCESS) return false;
      const std::string name = prefix + std::string(key);
      if (std::move(field).value().get(value) != simdjson::SUCCESS) return false;
      if (value.current_location().get(broken_value_) != simdjson::SUCCESS) broken_value_ = nullptr;
      if (!read_value(value, name, add)) return false;
      broken_value_ = nullptr;
    }
    return true;
  }

  template <typename Add>
  bool read_value(ondemand::value value, const std::string& name, Add& add) {
    ondemand::json_type type = ondemand::json_type::null;
    if (value.type().get(type) != simdjson::SUCCESS) return false;
    switch (type) {
      case ondemand::json_type::object: {
        ondemand::object object;
        return value.get_object().get(object) == simdjson::SUCCESS && read_object(object, name + ".", add);
      }
      case ondemand::json_type::array: {
        std::string_view json;
        ondemand::array array;
        if (value.get_array().get(array) != simdjson::SUCCESS || array.raw_json().get(json) != simdjson::SUCCESS)
          return false;
        return give(name, Value{.text = minified(json), .quoted = true}, add);
      }
      case ondemand::json_type::string: {
        std::string_view text;
        if (value.get_string().get(text) != simdjson::SUCCESS) return false;
        return give(name, Value{.text = std::string(text), .quoted = true}, add);
      }
      case ondemand::json_type::number: {
        const std::string_view digits = trim(value.raw_json_token());
        if (digits.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return false;
        return give(name, Value{.text = std::string(digits)}, add);
      }
      case ondemand::json_type::boolean: {
        bool truth = false;
        if (value.get_bool().get(truth) != simdjson::SUCCESS) return false;
        return give(name, Value{.text = truth ? "true" : "false"}, add);
      }
      case ondemand::json_type::null:
        if (!value.is_null()) return false;
        return give(name, Value{.missing = true}, add);
    }
    return false;
  }

  template <typename Add>
  bool give(const std::string& name, Value&& value, Add& add) {
    if (add(name, std::move(value))) return true;
    repeated_ = name;
    return false;
  }

  ondemand::parser parser_;
  std::string buffer_;
  std::string repeated_;                // the key that an object has twice
  const char* broken_value_ = nullptr;  // where it begins
};

/// The scanner refuses what follows a closed quote. That is why, here.
void append_broken(std::string_view element, std::string_view why, std::string& out) {
  std::string line(element);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  append_quoted(line, out);
  out += why;
}

class JsonRecords final : public RecordStream {
 public:
  JsonRecords(const ExportFile& file, const std::function<std::unique_ptr<ByteStream>()>& open, const Dialect& dialect,
              std::size_t max_record)
      : delimiter_(dialect.field_delimiter()),
        keys_(find_keys(file, open(), max_record)),
        elements_(file, open(), max_record) {
    const auto& words = dialect.null_words;
    if (std::find(words.begin(), words.end(), "") == words.end() && !words.empty()) missing_ = words.front();
    header_ = dialect.header;
  }

  bool next(RecordChunk& chunk) override {
    chunk.bytes.clear();
    chunk.oversized = false;
    chunk.line = 1;
    if (std::exchange(header_, false) && !keys_.names.empty()) {
      for (std::size_t i = 0; i < keys_.names.size(); ++i)
        add_field(i, Value{.text = keys_.names[i], .quoted = true}, chunk.bytes);
      chunk.bytes += '\n';
      return true;
    }
    std::uint64_t next_line = 0;
    while (chunk.bytes.size() < kChunk) {
      waiting_ = waiting_ || elements_.next();
      if (!waiting_) break;
      const std::uint64_t line = keys_.share_lines ? ordinal_ + 1 : elements_.line();
      if (chunk.bytes.empty()) {
        chunk.line = line;
      } else if (line != next_line) {
        break;
      }
      const std::size_t before = chunk.bytes.size();
      append_record(chunk.bytes);
      next_line = line + static_cast<std::uint64_t>(std::count(
                             chunk.bytes.begin() + static_cast<std::ptrdiff_t>(before), chunk.bytes.end(), '\n'));
      waiting_ = false;
      ++ordinal_;
    }
    return !chunk.bytes.empty();
  }

  std::uint64_t position() const override { return elements_.position(); }

 private:
  static JsonKeys find_keys(const ExportFile& file, std::unique_ptr<ByteStream> text, std::size_t max_record) {
    JsonKeyFinder finder;
    bool share_lines = false;
    Objects objects;
    Elements elements(file, std::move(text), max_record);
    std::uint64_t line = 0;
    std::vector<std::string> names;
    while (elements.next()) {
      share_lines = share_lines || elements.line() == line;
      line = elements.line();
      names.clear();
      const std::string wrong = objects.read(elements.element(), [&](const std::string& name, const Value&) {
        names.push_back(name);
        return true;
      });
      if (wrong.empty()) finder.add(names);  // what is a reject says nothing about columns
      if (finder.size() > kMostKeys) {
        throw data_error(fmt::format("its objects have more than {} different keys", kMostKeys))
            .at(printable(file.name), line)
            .hint("rox makes a column of each key; is it a table?");
      }
    }
    JsonKeys keys = finder.columns();
    keys.share_lines = share_lines;
    return keys;
  }

  void append_record(std::string& out) {
    values_.assign(keys_.names.size(), std::nullopt);
    std::vector<std::string> others;  // keys of objects with something wrong alone: they are no columns
    std::string wrong = objects_.read(elements_.element(), [&](const std::string& name, Value value) {
      const auto place = keys_.places.find(name);
      if (place == keys_.places.end()) {
        others.push_back(name);
        return std::count(others.begin(), others.end(), name) == 1;
      }
      if (values_[place->second]) return false;
      values_[place->second] = std::move(value);
      return true;
    });
    if (wrong.empty() && values_.empty()) wrong = "it has no keys";
    if (wrong.empty()) {
      for (std::size_t i = 0; i < values_.size(); ++i) add_field(i, values_[i].value_or(Value{.missing = true}), out);
    } else {
      append_broken(elements_.element(), wrong, out);
    }
    out += '\n';
  }

  void add_field(std::size_t index, const Value& value, std::string& out) const {
    if (index > 0) out += delimiter_;
    if (value.missing) {
      out += missing_;
    } else if (value.quoted) {
      append_quoted(value.text, out);
    } else {
      out += value.text;
    }
  }

  const char delimiter_;
  const JsonKeys keys_;
  Elements elements_;
  Objects objects_;
  std::string missing_;
  bool header_ = true;
  bool waiting_ = false;  // an element was read, and belongs to the next chunk
  std::uint64_t ordinal_ = 1;
  std::vector<std::optional<Value>> values_;  // by column; nothing: the object lacks the key
};

}  // namespace

std::optional<BrokenObject> broken_object(std::string_view record) {
  if (!record.starts_with('"')) return std::nullopt;
  const QuoteEnd quote = close_quote(record.data() + 1, record.data() + record.size(), '\n');
  if (quote.close == nullptr || quote.well_closed) return std::nullopt;
  const auto close = static_cast<std::size_t>(quote.close - record.data());
  BrokenObject broken;
  std::string scratch;
  const Field field{record.data() + 1, close - 1, true, quote.doubled};
  broken.text = unescape(field, scratch);
  broken.why = record.substr(close + 1);
  return broken;
}

std::unique_ptr<RecordStream> json_records(const ExportFile& file,
                                           const std::function<std::unique_ptr<ByteStream>()>& open,
                                           const Dialect& dialect, std::size_t max_record) {
  return std::make_unique<JsonRecords>(file, open, dialect, max_record);
}

}  // namespace rox
