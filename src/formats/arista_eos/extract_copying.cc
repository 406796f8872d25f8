// Copies: `monitor session`, sFlow, `flow tracking`. The processor and VLANs as ends of a session stay open.

#include <fmt/format.h>

#include "formats/arista_eos/interface_name.h"
#include "formats/arista_eos/reader.h"
#include "formats/copying_lines.h"

namespace ringfence::formats::arista_eos {
namespace {

using model::Impact;

constexpr Verdict kMirror = kMirrorNotModelled;
constexpr Verdict kFlowExport = kFlowExportNotModelled;

/// Interfaces of one word: "Ethernet1-4", "Port-Channel7".
std::vector<std::string> TakePorts(WordCursor& words) {
  if (!LooksLikeInterface(words.Peek().text)) return {};
  return NamesOfRange(TakeInterfaceName(words));
}

Verdict ReadSource(Reader& reader, MirrorSessionText& session, Statement& statement) {
  WordCursor& words = statement.words;
  const std::vector<std::string> names = TakePorts(words);
  const bool in = words.Accept("rx");
  const bool out = !in && words.Accept("tx");
  if (!in && !out) words.Accept("both");
  const bool list = words.Peek() == "ip" || words.Peek() == "ipv6" || words.Peek() == "mac";
  if (list) words.Rest();
  if (names.empty() || !words.done()) return kMirror;
  std::size_t& all = reader.vendor.copying.source_count;
  const bool added = AddSources(names, {"", !out, !in, statement.span(), list}, all, session.sources);
  return added ? kUnderstood : kMirror;
}

/// `destination X`, `destination tunnel mode gre source A destination B`.
Verdict ReadDestination(Reader& reader, MirrorSessionText& session, Statement& statement) {
  WordCursor& words = statement.words;
  if (words.Accept("tunnel")) {
    const bool gre = words.Accept("mode") && words.Accept("gre") && words.Accept("source");
    const auto from = gre ? TakeIpv4(reader, statement) : std::nullopt;
    const auto to = from && words.Accept("destination") ? TakeIpv4(reader, statement) : std::nullopt;
    for (const std::string_view marking : {"ttl", "dscp", "protocol"}) {
      if (words.Accept(marking)) words.Next();
    }
    if (!to || !words.done() || session.address.set()) return kMirror;
    session.origin = {*from, statement.span()};
    session.address = {*to, statement.span()};
    return kUnderstood;
  }
  const std::vector<std::string> names = TakePorts(words);
  if (names.empty() || !words.done()) return kMirror;
  std::size_t& all = reader.vendor.copying.source_count;
  return AddPorts(names, statement.span(), all, session.ports) ? kUnderstood : kMirror;
}

Verdict ReadMirrorSession(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  const std::string name(words.Next().text);
  auto& sessions = reader.vendor.copying.sessions;
  if (statement.negated) {
    if (!words.done()) return words.Rest(), kMirror;
    return sessions.erase(name), kUnderstood;
  }
  if (name.empty()) return kMirror;
  MirrorSessionText& session = sessions[name];
  if (words.Accept("source")) return ReadSource(reader, session, statement);
  if (words.Accept("destination")) return ReadDestination(reader, session, statement);
  if (words.Peek() == "ip" || words.Peek() == "ipv6" || words.Peek() == "mac") {
    session.filtered = true;
    return words.Rest(), kUnderstood;
  }
  // How much of a packet, how often, how marked: some packet is copied all the same.
  const bool how = words.Peek() == "truncate" || words.Peek() == "sample" || words.Peek() == "rate-limit" ||
                   words.Peek() == "header" || words.Peek() == "encapsulation";
  return words.Rest(), how ? kNoEffect : kMirror;
}

/// Below `exporter E` of a tracker.
Verdict ReadCollector(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  if (statement.negated) return kFlowExport;
  std::vector<ExporterText>& exporters = reader.tracker->exporters;
  if (words.Accept("collector")) {
    ExporterText collector;
    const auto address = TakeAnyAddress(reader, statement);
    if (words.Accept("port")) {
      const auto port = words.AcceptNumber(1, 65535);
      if (!port) return kFlowExport;
      collector.port = {*port, statement.span()};
    }
    if (!address || !words.done()) return kFlowExport;
    collector.destination = {*address, statement.span()};
    collector.source = reader.tracker->source;
    exporters.push_back(std::move(collector));
    return kUnderstood;
  }
  if (words.Accept("local")) {
    if (!words.Accept("interface")) return kFlowExport;
    // What is between collectors of one exporter holds for all of them; of others it is not known.
    reader.tracker->source = {TakeInterfaceName(words), statement.span()};
    for (ExporterText& exporter : exporters) exporter.source = reader.tracker->source;
    return kUnderstood;
  }
  const bool how = words.Peek() == "template" || words.Peek() == "format" || words.Peek() == "dscp";
  return how ? kNoEffect : kFlowExport;
}

Verdict ReadTrackerLine(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  if (words.Accept("exporter")) {
    words.Next();
    if (statement.negated) return kFlowExport;
    reader.Open(ReadCollector, Impact::kCopying);
    return kUnderstood;
  }
  return words.Peek() == "record" || words.Peek() == "flow" ? kNoEffect : kFlowExport;
}

Verdict ReadTrackingLine(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  const std::string kind = reader.block_name;
  if (words.Accept("shutdown")) {
    reader.vendor.copying.tracking[kind].on = {statement.negated, statement.span()};
    return kUnderstood;
  }
  if (words.Accept("tracker")) {
    const std::string name(words.Next().text);
    if (statement.negated || name.empty()) return kFlowExport;
    reader.tracker = &reader.vendor.copying.tracking[kind].trackers[name];
    reader.Open(ReadTrackerLine, Impact::kCopying);
    return kUnderstood;
  }
  const bool how = words.Peek() == "sample" || words.Peek() == "hardware" || words.Peek() == "encapsulation";
  return how ? kNoEffect : kFlowExport;
}

}  // namespace

Verdict ReadMonitor(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  const Word word = words.Next();
  if (word == "session") return ReadMirrorSession(reader, statement);
  const bool local =
      word == "connectivity" || word == "layer1" || word == "loop-protection" || word == "link-flap";
  return local || statement.negated ? kNoEffect : kMirror;
}

Verdict ReadFlow(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  const Word kind = words.Accept("tracking") ? words.Next() : Word{};
  if (statement.negated || (kind != "hardware" && kind != "sampled") || !words.done())
    return statement.negated ? kNoEffect : kFlowExport;
  reader.block_name = std::string(kind.text);
  reader.vendor.copying.tracking[reader.block_name];
  reader.Open(ReadTrackingLine, Impact::kCopying);
  return kUnderstood;
}

/// `sflow run`, `sflow [vrf V] destination A [PORT]`, `sflow [vrf V] source A`, `sflow source-interface X`.
Verdict ReadSflow(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  SflowText& sflow = reader.vendor.copying.sflow;
  if (words.Accept("run")) {
    sflow.on = {!statement.negated, statement.span()};
    return kUnderstood;
  }
  if (words.Accept("interface")) {
    const bool egress = words.Accept("egress");
    const bool on = words.Accept("enable");
    if ((!on && !words.Accept("disable")) || !words.Accept("default")) return kFlowExport;
    bool& value = egress ? reader.vendor.copying.sflow_egress : reader.vendor.copying.sflow_ingress;
    value = statement.negated ? !egress : on;
    return kUnderstood;
  }
  if (statement.negated) return kNoEffect;
  const std::string vrf = TakeVrf(statement);
  const Word word = words.Next();
  if (word == "destination") {
    ExporterText collector;
    const auto address = TakeAnyAddress(reader, statement);
    const auto port = words.AcceptNumber(1, 65535);
    if (!address || !words.done()) return kFlowExport;
    collector.destination = {*address, statement.span()};
    collector.vrf = vrf;
    collector.port = {port.value_or(kSflowPort), statement.span()};
    sflow.collectors.push_back(std::move(collector));
    return kUnderstood;
  }
  if (word == "source" || word == "source-interface") {
    // One of the default table; what others have is one of the device's own addresses.
    const bool port = word == "source-interface";
    std::string source = port ? TakeInterfaceName(words) : std::string(words.Next().text);
    if (vrf.empty()) sflow.source = {std::move(source), statement.span()};
    return vrf.empty() ? kUnderstood : kNoEffect;
  }
  const bool how = word == "sample" || word == "polling-interval" || word == "extension";
  return how ? kNoEffect : kFlowExport;
}

Verdict ReadInterfaceSflow(Reader& reader, Statement& statement) {
  const bool egress = statement.words.Accept("egress");
  if (!statement.words.Accept("enable")) return kFlowExport;
  InterfaceText& interface = reader.interface();
  (egress ? interface.sflow_out : interface.sflow_in) = {!statement.negated, statement.span()};
  return kUnderstood;
}

Verdict ReadInterfaceFlow(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  if (statement.negated) return reader.interface().trackers.empty() ? kNoEffect : kFlowExport;
  if (!words.Accept("tracker")) return kFlowExport;
  TrackerUseText use;
  use.kind = words.Next().text;
  use.name = words.Next().text;
  use.span = statement.span();
  if (use.name.empty() || !words.done()) return kFlowExport;
  reader.interface().trackers.push_back(std::move(use));
  return kUnderstood;
}

}  // namespace ringfence::formats::arista_eos
