#include "formats/copying_lines.h"

#include <algorithm>

namespace ringfence::formats {
namespace {

bool IsOneOf(const Word& word, std::initializer_list<std::string_view> known) {
  return std::ranges::find(known, word.text) != known.end();
}

}  // namespace

bool AddSources(const std::vector<std::string>& names, const MirrorSourceText& like, std::size_t& all_sources,
                std::vector<MirrorSourceText>& sources) {
  if (names.size() > kMirrorSourcesMax - all_sources) return false;
  all_sources += names.size();
  for (const std::string& name : names) {
    sources.push_back(like);
    sources.back().interface = name;
  }
  return true;
}

bool AddPorts(const std::vector<std::string>& names, base::Span span, std::size_t& all_sources,
              std::vector<Setting<std::string>>& ports) {
  if (names.size() > kMirrorSourcesMax - all_sources) return false;
  all_sources += names.size();
  for (const std::string& name : names) ports.push_back({name, span});
  return true;
}

Verdict ReadExporterLine(StatementReport& report, Statement& statement, ExporterText& exporter,
                         TakeInterface take) {
  WordCursor& words = statement.words;
  const Word word = words.Next();
  if (word == "destination") {
    const auto address = statement.negated ? std::nullopt : TakeAddress(report, statement);
    if (words.Accept("vrf") || words.Accept("use-vrf")) {
      const std::string_view vrf = words.Next().text;
      exporter.vrf = vrf == "default" ? "" : vrf;
    }
    if (!address || !words.done()) return kFlowExportNotModelled;
    exporter.destination = {*address, statement.span()};
    return kUnderstood;
  }
  if (word == "source") {
    exporter.source = {take(words), statement.span()};
    return kUnderstood;
  }
  if (word == "transport") {
    const auto port = words.Accept("udp") ? words.AcceptNumber(1, 65535) : std::nullopt;
    if (!port || statement.negated) return kFlowExportNotModelled;
    exporter.port = {*port, statement.span()};
    return kUnderstood;
  }
  const bool shapes = IsOneOf(word, {"description", "export-protocol", "version", "template", "option", "ttl",
                                     "dscp", "output-features", "packet-length", "dfbit"});
  return shapes ? kNoEffect : kFlowExportNotModelled;
}

Verdict ReadFlowMonitorLine(Statement& statement, FlowMonitorText& monitor) {
  WordCursor& words = statement.words;
  if (words.Accept("exporter")) {
    if (statement.negated) return kFlowExportNotModelled;
    monitor.exporters.push_back({std::string(words.Next().text), statement.span()});
    return kUnderstood;
  }
  // Records of one system hold the beginning of packets.
  if (words.Peek() == "record" && words.line().ends_with(" sflow")) return kFlowExportNotModelled;
  const bool shapes = IsOneOf(words.Peek(), {"description", "record", "cache", "statistics"});
  return shapes ? kNoEffect : kFlowExportNotModelled;
}

std::optional<FlowUseText> TakeFlowUse(Statement& statement, net::Family family) {
  WordCursor& words = statement.words;
  FlowUseText use{"", family, false, statement.span()};
  if (!words.Accept("monitor")) return std::nullopt;
  use.monitor = std::string(words.Next().text);
  // Some packet is in a record all the same.
  if (words.Accept("sampler")) words.Next();
  const Word direction = words.Next();
  use.outbound = direction == "output" || direction == "egress";
  const bool known = use.outbound || direction == "input" || direction == "ingress";
  if (words.Accept("sampler")) words.Next();
  if (!known || !words.done()) return std::nullopt;
  return use;
}

}  // namespace ringfence::formats
