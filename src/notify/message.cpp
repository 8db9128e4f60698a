#include "notify/message.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/local_time.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

std::string_view in(Language language, std::string_view english, std::string_view portuguese) {
  return language == Language::english ? english : portuguese;
}

/// "Failed", "Still held", "Fixed: …", before what happened.
std::string heading(const ToldNotice& notice, Language language) {
  struct Names {
    std::string_view kind;
    std::string_view english;
    std::string_view portuguese;
  };
  static constexpr std::array<Names, 7> kNames{{{"failure", "failed", "falhou"},
                                                {"hold", "held", "retida"},
                                                {"rejects", "rejected rows", "linhas rejeitadas"},
                                                {"drift", "another shape", "outra forma"},
                                                {"guard", "not as expected", "fora do esperado"},
                                                {"arrival", "not arrived", "não chegou"},
                                                {"report", "report", "relatório"}}};
  const auto* const named =
      std::find_if(kNames.begin(), kNames.end(), [&](const Names& names) { return names.kind == notice.kind; });
  std::string name(named == kNames.end() ? notice.kind : in(language, named->english, named->portuguese));
  if (notice.state == "still") return fmt::format("{} {}", in(language, "still", "ainda"), name);
  if (notice.state == "fixed") return std::string(in(language, "fixed", "resolvido"));
  return name;
}

/// For a subject: the first part of a sentence, and no more than fits.
std::string shortened(const std::string& text) {
  constexpr std::size_t kMost = 120;
  std::string line = text.substr(0, text.find('\n'));
  if (line.size() <= kMost) return line;
  std::size_t end = line.rfind(' ', kMost);
  if (end == std::string::npos || end == 0) end = kMost;
  return line.substr(0, valid_utf8_prefix(std::string_view(line).substr(0, end))) + " …";
}

/// As Slack reads it, where these begin links and mentions.
std::string slack_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else {
      out += c;
    }
  }
  return out;
}

std::string text_of(const ToldNotice& notice, Language language) {
  std::string heading_text = heading(notice, language);
  std::transform(heading_text.begin(), heading_text.end(), heading_text.begin(),
                 [](unsigned char c) { return c < 0x80 ? static_cast<char>(std::toupper(c)) : static_cast<char>(c); });
  std::string text = heading_text;
  if (notice.state == "still" || notice.state == "fixed") {
    text += fmt::format(" ({} {})", in(language, "since", "desde"), notice.since);
  }
  text += ": " + notice.what + "\n";
  const auto line = [&](std::string_view english, std::string_view portuguese, const std::string& value) {
    if (!value.empty()) text += fmt::format("{}: {}\n", in(language, english, portuguese), value);
  };
  if (notice.state != "fixed") {
    line("What it means", "O que significa", notice.means);
    line("What to do", "O que fazer", notice.way_out);
  }
  line("See", "Ver", notice.link);
  return text;
}

}  // namespace

ToldNotice in_words(const Notice& notice, Language language, const std::string& link) {
  const LocalTime since = local_time(notice.since);
  ToldNotice told;
  told.state = to_string(notice.state);
  told.key = notice.trouble.key;
  told.kind = notice.trouble.kind;
  told.what = notice.trouble.what.in(language);
  told.means = notice.trouble.means.in(language);
  told.way_out = notice.trouble.way_out.in(language);
  told.link = link.empty() ? "" : link + "/#/" + notice.trouble.place;
  told.since = calendar_day_text(since.day) + " " + time_of_day_text(since.of_day);
  return told;
}

std::string Message::subject() const {
  if (notices.empty()) return fmt::format("[{}]", project);
  const ToldNotice& first = notices.front();
  std::string subject = fmt::format("[{}] {}: {}", project, heading(first, language), shortened(first.what));
  if (notices.size() > 1) {
    subject += fmt::format(" ({} {})", in(language, "and more:", "e mais:"), notices.size() - 1);
  }
  return subject;
}

std::string Message::text() const {
  std::string text;
  for (const ToldNotice& notice : notices) text += (text.empty() ? "" : "\n") + text_of(notice, language);
  return text;
}

std::string Message::link() const { return notices.empty() ? "" : notices.front().link; }

Json notice_json(const ToldNotice& notice) {
  return {{"state", notice.state}, {"key", notice.key},         {"kind", notice.kind}, {"what", notice.what},
          {"means", notice.means}, {"way_out", notice.way_out}, {"link", notice.link}, {"since", notice.since}};
}

ToldNotice notice_from(const JsonValue& json) {
  const auto text = [&](const char* key) { return json.member(key).text(); };
  return {text("state"), text("key"),     text("kind"), text("what"),
          text("means"), text("way_out"), text("link"), text("since")};
}

Json plain_json(const Message& message) {
  Json notices = Json::array();
  for (const ToldNotice& notice : message.notices) notices.push_back(notice_json(notice));
  return {{"project", message.project},
          {"language", in(message.language, "en", "pt")},
          {"subject", message.subject()},
          {"text", message.text()},
          {"notices", std::move(notices)}};
}

Json slack_json(const Message& message) {
  return {{"text", fmt::format("*{}*\n{}", slack_text(message.subject()), slack_text(message.text()))}};
}

Json teams_json(const Message& message) {
  Json body = Json::array();
  body.push_back({{"type", "TextBlock"}, {"text", message.subject()}, {"weight", "Bolder"}, {"wrap", true}});
  body.push_back({{"type", "TextBlock"}, {"text", message.text()}, {"wrap", true}});
  Json card = {{"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
               {"type", "AdaptiveCard"},
               {"version", "1.4"},
               {"body", std::move(body)}};
  if (!message.link().empty()) {
    Json actions = Json::array();
    actions.push_back({{"type", "Action.OpenUrl"},
                       {"title", in(message.language, "Open the dashboard", "Abrir o painel")},
                       {"url", message.link()}});
    card["actions"] = std::move(actions);
  }
  Json attachments = Json::array();
  attachments.push_back({{"contentType", "application/vnd.microsoft.card.adaptive"}, {"content", std::move(card)}});
  return {{"type", "message"}, {"attachments", std::move(attachments)}};
}

Message test_message(const std::string& project, Language language, const std::string& link) {
  ToldNotice notice;
  notice.state = "once";
  notice.key = "test";
  notice.kind = std::string(in(language, "test", "teste"));
  notice.what = in(language, "messages of rox arrive here", "as mensagens do rox chegam aqui");
  notice.means = in(language, "nothing: somebody tried it out", "nada: alguém experimentou");
  notice.link = link.empty() ? "" : link + "/#/";
  return {project, language, {notice}};
}

}  // namespace rox
