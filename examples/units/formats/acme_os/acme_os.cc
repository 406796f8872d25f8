// One pass over the lines: each statement is taken word by word and decides the fate of its line at once. A
// real reader splits this into text, extract and convert files; with four statements that would hide the
// idea.

#include "formats/acme_os/acme_os.h"

#include <fmt/format.h>

#include "formats/fate_table.h"
#include "formats/word_cursor.h"

namespace ringfence::formats::acme_os {
namespace {

using base::DiagnosticKind;
using model::Impact;

constexpr std::string_view kFirstLine = "acme-os 7";

Claim Detect(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n")) == kFirstLine ? Claim::kYes : Claim::kNo;
}

/// Parses one file; lives as long as that takes.
class Reader {
 public:
  Reader(const base::SourceFile& source, base::FileId file)
      : source_(source), file_(file), fates_(file, source.line_count()) {}

  ParsedFile Run() {
    parsed_.config.device.nos = "acme_os";
    for (std::uint32_t line = 1; line <= source_.line_count(); ++line) ReadLine(line);
    parsed_.fates = fates_.Take();
    return std::move(parsed_);
  }

 private:
  void ReadLine(std::uint32_t line) {
    WordCursor words(source_.line(line), file_, line);
    if (words.done() || words.Accept("//") || words.line() == kFirstLine) return fates_.Blank(line);
    if (words.Accept("banner")) return fates_.Irrelevant(line);
    if (words.Accept("mirror")) return fates_.Unmodelled(line, Impact::kCopying, "port mirror");
    if (words.Accept("device")) return ReadDevice(words);
    if (words.Accept("port")) return ReadPort(words);
    fates_.Unknown(line);
  }

  void ReadDevice(WordCursor& words) {
    const Word name = words.Next();
    if (name.empty() || !words.done()) return Refuse(words, name, "a device has one name");
    parsed_.config.device.name = name.text;
    parsed_.config.device.name_span = words.SpanOf(name);
    fates_.Modelled(words.line_number());
  }

  void ReadPort(WordCursor& words) {
    const Word name = words.Next();
    const Word value = words.Next();
    const std::optional<net::HostPrefix> address = net::ParseHostPrefix(value.text);
    if (!address || !words.done())
      return Refuse(words, value, "a port has a name and an address with its length");
    model::Interface& interface = PortNamed(name.text, words.StatementSpan());
    interface.addresses.push_back(
        {.address = *address, .secondary = !interface.addresses.empty(), .span = words.SpanOf(value)});
    fates_.Modelled(words.line_number());
  }

  model::Interface& PortNamed(std::string_view name, base::Span span) {
    std::vector<model::Interface>& interfaces = parsed_.config.device.interfaces;
    for (model::Interface& interface : interfaces) {
      if (interface.name == name) return interface;
    }
    model::Interface& interface = interfaces.emplace_back();
    interface.name = name;
    interface.span = span;
    return interface;
  }

  /// A statement that cannot be understood is reported, and its line stays unknown: nothing is repaired.
  void Refuse(const WordCursor& words, const Word& word, std::string_view what) {
    parsed_.diagnostics.Add({DiagnosticKind::kValueInvalid, words.SpanOf(word), std::string(what)});
    fates_.Unknown(words.line_number());
  }

  const base::SourceFile& source_;
  base::FileId file_;
  FateTable fates_;
  ParsedFile parsed_;
};

ParsedFile Parse(const base::SourceFile& source, base::FileId file) { return Reader(source, file).Run(); }

std::string Print(const routing::DeviceConfig& config) {
  std::string text = std::string(kFirstLine) + "\n";
  if (!config.device.name.empty()) text += "device " + config.device.name + "\n";
  for (const model::Interface& interface : config.device.interfaces) {
    for (const model::InterfaceAddress& address : interface.addresses) {
      text += fmt::format("port {} {}\n", interface.name, net::ToString(address.address));
    }
  }
  return text;
}

}  // namespace

const Format kFormat = {
    .name = "acme_os", .title = "Acme OS", .detect = &Detect, .parse = &Parse, .print = &Print};

}  // namespace ringfence::formats::acme_os
