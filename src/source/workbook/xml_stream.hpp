// XML, read piece by piece: nothing of it is held.
#pragma once

#include <exception>
#include <memory>
#include <string_view>

#include "source/export.hpp"
#include "source/streams.hpp"

namespace rox {

/// What stands in the XML, in its order. May throw.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  /// Names have their prefixes. `attributes`: a name, its value, …, nullptr.
  virtual void begin(std::string_view name, const char* const* attributes) = 0;
  virtual void end(std::string_view name) = 0;
  /// Possibly in several pieces.
  virtual void text(std::string_view text) = 0;
};

/// The attribute of that name; empty if there is none.
std::string_view attribute(const char* const* attributes, std::string_view name);

/// A name without its prefix.
std::string_view local_name(std::string_view name);

class XmlStream {
 public:
  /// `file`: for errors. `handler` must outlive this. `encoding`: whatever the XML says about it.
  XmlStream(const ExportFile& file, std::unique_ptr<ByteStream> bytes, XmlHandler& handler,
            const char* encoding = nullptr);
  ~XmlStream();
  XmlStream(const XmlStream&) = delete;
  XmlStream& operator=(const XmlStream&) = delete;

  /// Reads on, some hundred kilobytes; false at the end. Throws data_error for what isn't XML.
  bool feed();
  std::uint64_t position() const { return bytes_->position(); }

 private:
  struct Parser;
  const ExportFile file_;
  std::unique_ptr<ByteStream> bytes_;
  std::unique_ptr<Parser> parser_;
  bool ended_ = false;
};

/// All of it at once.
void read_xml(const ExportFile& file, std::unique_ptr<ByteStream> bytes, XmlHandler& handler,
              const char* encoding = nullptr);

}  // namespace rox
