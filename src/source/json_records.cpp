#include "source/json_records.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
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
 public:
  /// Calls `add(key, value)`; false if the text is no object, or a broken one.
  template <typename Add>
  bool read(std::string_view json, Add&& add) {
    buffer_.assign(json);
    buffer_.reserve(json.size() + simdjson::SIMDJSON_PADDING);
    ondemand::document document;
    if (parser_.iterate(buffer_.data(), json.size(), buffer_.capacity()).get(document) != simdjson::SUCCESS)
      return false;
    ondemand::object object;
    if (document.get_object().get(object) != simdjson::SUCCESS) return false;
    // Where a document has been read to its end, there is no place any more.
    return read_object(object, "", add) && document.current_location().error() == simdjson::OUT_OF_BOUNDS;
  }

 private:
  template <typename Add>
  bool read_object(ondemand::object object, const std::string& prefix, Add& add) {
    for (auto field : object) {
      std::string_view key;
      ondemand::value value;
      if (field.unescaped_key().get(key) != simdjson::SUCCESS) return false;
      const std::string name = prefix + std::string(key);
      if (std::move(field).value().get(value) != simdjson::SUCCESS || !read_value(value, name, add)) return false;
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
        add(name, Value{.text = minified(json), .quoted = true});
        return true;
      }
      case ondemand::json_type::string: {
        std::string_view text;
        if (value.get_string().get(text) != simdjson::SUCCESS) return false;
        add(name, Value{.text = std::string(text), .quoted = true});
        return true;
      }
      case ondemand::json_type::number: {
        const std::string_view digits = trim(value.raw_json_token());
        if (digits.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return false;
        add(name, Value{.text = std::string(digits)});
        return true;
      }
      case ondemand::json_type::boolean: {
        bool truth = false;
        if (value.get_bool().get(truth) != simdjson::SUCCESS) return false;
        add(name, Value{.text = truth ? "true" : "false"});
        return true;
      }
      case ondemand::json_type::null:
        if (!value.is_null()) return false;
        add(name, Value{.missing = true});
        return true;
    }
    return false;
  }

  ondemand::parser parser_;
  std::string buffer_;
};

/// What the first reading tells.
struct Keys {
  std::vector<std::string> names;
  std::map<std::string, std::size_t> places;
  bool share_lines = false;  // objects stand on one line
};

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
  static Keys find_keys(const ExportFile& file, std::unique_ptr<ByteStream> text, std::size_t max_record) {
    Keys keys;
    Objects objects;
    Elements elements(file, std::move(text), max_record);
    std::uint64_t line = 0;
    while (elements.next()) {
      keys.share_lines = keys.share_lines || elements.line() == line;
      line = elements.line();
      std::vector<std::string> names;
      if (!objects.read(elements.element(), [&](const std::string& name, const Value&) { names.push_back(name); }))
        continue;
      for (std::string& name : names) {
        if (keys.places.emplace(name, keys.names.size()).second) keys.names.push_back(std::move(name));
      }
      if (keys.names.size() > kMostKeys) {
        throw data_error(fmt::format("its objects have more than {} different keys", kMostKeys))
            .at(printable(file.name), line)
            .hint("rox makes a column of each key; is it a table?");
      }
    }
    return keys;
  }

  void append_record(std::string& out) {
    values_.assign(keys_.names.size(), Value{.missing = true});
    const bool good = objects_.read(elements_.element(), [&](const std::string& name, Value value) {
      values_[keys_.places.at(name)] = std::move(value);
    });
    if (good && !values_.empty()) {
      for (std::size_t i = 0; i < values_.size(); ++i) add_field(i, values_[i], out);
    } else {
      // The scanner refuses what follows a closed quote.
      append_quoted(elements_.element(), out);
      out += '?';
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
  const Keys keys_;
  Elements elements_;
  Objects objects_;
  std::string missing_;
  bool header_ = true;
  bool waiting_ = false;  // an element was read, and belongs to the next chunk
  std::uint64_t ordinal_ = 1;
  std::vector<Value> values_;
};

}  // namespace

std::unique_ptr<RecordStream> json_records(const ExportFile& file,
                                           const std::function<std::unique_ptr<ByteStream>()>& open,
                                           const Dialect& dialect, std::size_t max_record) {
  return std::make_unique<JsonRecords>(file, open, dialect, max_record);
}

}  // namespace rox
