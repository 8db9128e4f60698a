#include "inbox/web_index.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/encode.hpp"
#include "base/error.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

/// The few that stand in addresses.
std::string unescape_html(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, char>, 6> kEntities{
      {{"&amp;", '&'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&apos;", '\''}, {"&lt;", '<'}, {"&gt;", '>'}}};
  std::string out;
  while (!text.empty()) {
    const auto* entity = std::find_if(kEntities.begin(), kEntities.end(),
                                      [&](const auto& known) { return text.starts_with(known.first); });
    const bool found = entity != kEntities.end();
    out += found ? entity->second : text.front();
    text.remove_prefix(found ? entity->first.size() : 1);
  }
  return out;
}

/// The values of all href in <a …>.
std::vector<std::string> links_of(std::string_view html) {
  std::vector<std::string> links;
  const std::string lower = to_lower(html);
  for (std::size_t at = lower.find("<a"); at != std::string::npos; at = lower.find("<a", at + 2)) {
    const std::size_t end = lower.find('>', at);
    const std::size_t href = lower.find("href", at);
    if (href == std::string::npos || end == std::string::npos || href > end) continue;
    std::size_t begin = lower.find_first_not_of(" \t\r\n", href + 4);
    if (begin == std::string::npos || lower[begin] != '=') continue;
    begin = lower.find_first_not_of(" \t\r\n", begin + 1);
    if (begin == std::string::npos) continue;
    const char quote = lower[begin];
    const bool quoted = quote == '"' || quote == '\'';
    if (quoted) ++begin;
    const std::size_t stop = quoted ? lower.find(quote, begin) : lower.find_first_of(" \t\r\n>", begin);
    if (stop == std::string::npos) break;
    links.push_back(unescape_html(html.substr(begin, stop - begin)));
  }
  return links;
}

/// The name below `base` that a link leads to; none if it leads elsewhere.
std::optional<std::string> name_of(std::string link, std::string_view base) {
  link.resize(std::min(link.find_first_of("?#"), link.size()));
  const std::size_t host = base.find("://") + 3;
  const std::size_t root = std::min(base.find('/', host), base.size());
  std::string rest;
  if (link.find("://") != std::string::npos) {
    if (!link.starts_with(base)) return std::nullopt;
    rest = link.substr(base.size());
  } else if (link.starts_with("//")) {
    return std::nullopt;
  } else if (link.starts_with('/')) {
    const std::string_view path = base.substr(root);
    if (!link.starts_with(path)) return std::nullopt;
    rest = link.substr(path.size());
  } else {
    while (link.starts_with("./")) link.erase(0, 2);
    rest = link;
  }
  rest = percent_decode(rest, false);
  const bool elsewhere = rest.empty() || rest == "." || rest.starts_with("../") || rest == "..";
  return elsewhere ? std::nullopt : std::optional(rest);
}

WebEntry json_entry(const JsonValue& value) {
  WebEntry entry;
  if (!value.is_object()) {
    entry.name = value.text();
    return entry;
  }
  entry.name = value.member("name").text();
  const std::string type = value.find("type").text_or("file");
  if (type == "directory" && !entry.name.ends_with('/')) entry.name += '/';
  if (!value.find("size").is_null()) entry.bytes = value.find("size").count();
  for (const char* key : {"etag", "mtime", "modified", "last_modified"}) {
    if (entry.version.empty()) entry.version = value.find(key).text_or("");
  }
  return entry;
}

std::vector<WebEntry> json_entries(std::string_view text) {
  std::vector<WebEntry> entries;
  const JsonValue json = parse_json(text, "the list of files");
  for (const JsonValue& value : json.is_object() ? json.member("files").elements() : json.elements()) {
    entries.push_back(json_entry(value));
  }
  return entries;
}

bool is_html(std::string_view text, std::string_view content_type) {
  if (content_type.starts_with("text/html") || content_type.starts_with("application/xhtml")) return true;
  const std::string head = to_lower(trim(text.substr(0, 256)));
  return head.starts_with("<!doctype html") || head.starts_with("<html");
}

}  // namespace

std::vector<WebEntry> parse_web_index(std::string_view text, std::string_view content_type, std::string_view base) {
  std::vector<WebEntry> entries;
  const std::string_view trimmed = trim(text);
  if (content_type.starts_with("application/json") || trimmed.starts_with('[') || trimmed.starts_with('{')) {
    entries = json_entries(trimmed);
  } else if (is_html(text, content_type)) {
    for (const std::string& link : links_of(text)) {
      if (auto name = name_of(link, base)) entries.push_back({*std::move(name)});
    }
  } else {
    for (const std::string& line : split(text, '\n')) {
      if (line.empty() || line.starts_with('#')) continue;
      // A list's names are as they are; addresses are encoded.
      if (line.find("://") == std::string::npos) {
        entries.push_back({line});
      } else if (auto name = name_of(line, base)) {
        entries.push_back({*std::move(name)});
      }
    }
  }
  std::set<std::string> seen;
  std::erase_if(entries, [&](const WebEntry& entry) { return !seen.insert(entry.name).second; });
  return entries;
}

}  // namespace rox
