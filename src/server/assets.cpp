#include "server/assets.hpp"

#include <map>
#include <stdexcept>
#include <string>

#include "dashboard/web_assets.hpp"

namespace rox {
namespace {

std::string_view type_of(std::string_view name) {
  if (name.ends_with(".html")) return "text/html; charset=utf-8";
  if (name.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  if (name.ends_with(".woff2")) return "font/woff2";
  if (name.ends_with(".json")) return "application/json";
  throw std::logic_error("an asset of unknown type");
}

}  // namespace

std::shared_ptr<const Content> find_asset(std::string_view path) {
  static const auto kAssets = [] {
    std::map<std::string, std::shared_ptr<const Content>, std::less<>> assets;
    for (const auto& [name, text] : web_assets()) {
      auto content = std::make_shared<const Content>(std::string(type_of(name)), std::string(text));
      if (name == "index.html") assets["/"] = content;
      assets["/" + std::string(name)] = std::move(content);
    }
    return assets;
  }();
  const auto found = kAssets.find(path);
  return found == kAssets.end() ? nullptr : found->second;
}

}  // namespace rox
