// Copies: `monitor session` (SPAN, ERSPAN), `flow exporter`, `flow monitor`, sFlow. VLANs, fabric extenders
// and the processor as sources or targets stay open.

#include <fmt/format.h>

#include "formats/cisco_nxos/interface_name.h"
#include "formats/cisco_nxos/reader.h"
#include "formats/copying_lines.h"
#include "formats/flow_blocks.h"

namespace ringfence::formats::cisco_nxos {
namespace {

using model::Impact;

constexpr Verdict kMirror = kMirrorNotModelled;
constexpr Verdict kFlowExport = kFlowExportNotModelled;

/// Takes the names before a word of a direction: "Ethernet1/1-4, Ethernet1/7".
std::vector<std::string> TakePorts(WordCursor& words) {
  std::vector<std::string> names;
  while (!words.done()) {
    const Word word = words.Peek();
    if (word == "rx" || word == "tx" || word == "both") break;
    if (words.Accept(",")) continue;
    if (!LooksLikeInterface(word.text)) return {};
    // A name may have a blank before its number.
    std::string name = TakeInterfaceName(words);
    WordCursor one(name, base::FileId(), 0);
    std::vector<std::string> part = TakeInterfaceRange(one, kRangeInterfacesMax);
    if (part.empty() || names.size() + part.size() > kRangeInterfacesMax) return {};
    std::ranges::move(part, std::back_inserter(names));
  }
  return names;
}

MirrorSessionText& Session(Reader& reader) { return reader.vendor.copying.sessions[reader.block_number]; }

Verdict ReadSource(Reader& reader, MirrorSessionText& session, Statement& statement) {
  WordCursor& words = statement.words;
  if (statement.negated || !words.Accept("interface")) return kMirror;
  const std::vector<std::string> names = TakePorts(words);
  const bool in = words.Accept("rx");
  const bool out = !in && words.Accept("tx");
  if (!in && !out) words.Accept("both");
  if (names.empty() || !words.done()) return kMirror;
  std::size_t& all = reader.vendor.copying.source_count;
  const bool added = AddSources(names, {"", !out, !in, statement.span()}, all, session.sources);
  return added ? kUnderstood : kMirror;
}

Verdict ReadDestination(Reader& reader, MirrorSessionText& session, Statement& statement) {
  WordCursor& words = statement.words;
  if (statement.negated) return kMirror;
  if (words.Accept("ip")) {
    const auto address = TakeIpv4(reader, statement);
    if (!address || !words.done() || !session.erspan) return kMirror;
    session.address = {*address, statement.span()};
    return kUnderstood;
  }
  if (!words.Accept("interface")) return kMirror;
  const std::vector<std::string> names = TakePorts(words);
  if (names.empty() || !words.done()) return kMirror;
  std::size_t& all = reader.vendor.copying.source_count;
  return AddPorts(names, statement.span(), all, session.ports) ? kUnderstood : kMirror;
}

Verdict ReadSessionLine(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  MirrorSessionText& session = Session(reader);
  const Word word = words.Next();
  if (word == "shut" || word == "shutdown") {
    session.shutdown = {!statement.negated, statement.span()};
    return kUnderstood;
  }
  if (word == "source") return ReadSource(reader, session, statement);
  if (word == "destination") return ReadDestination(reader, session, statement);
  if (word == "vrf" && !statement.negated) {
    session.vrf = VrfName(words.Next().text);
    return kUnderstood;
  }
  // Numbers, markings and rates: some packet is copied all the same.
  constexpr std::string_view kHow[] = {"description", "erspan-id",  "header-type",  "ip",
                                       "mtu",         "rate-limit", "marker-packet"};
  if (std::ranges::find(kHow, word.text) != std::end(kHow)) return kNoEffect;
  session.filtered = true;  // a filter, or what may be one
  words.Rest();
  return word == "filter" && !statement.negated ? kUnderstood : kMirror;
}

/// `monitor erspan origin ip-address A [global]`.
Verdict ReadOrigin(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  if (!words.Accept("origin") || !words.Accept("ip-address")) return kNoEffect;  // granularity, markings
  const auto address = TakeIpv4(reader, statement);
  words.Accept("global");
  if (!address || !words.done() || statement.negated) return kMirror;
  reader.vendor.copying.origin = {*address, statement.span()};
  return kUnderstood;
}

using Flows = FlowBlocks<Reader, TakeInterfaceName, true>;

}  // namespace

Verdict ReadMonitor(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  if (words.Accept("drop")) return kNoEffect;
  if (words.Accept("erspan")) return ReadOrigin(reader, statement);
  const auto number = words.Accept("session") ? words.AcceptNumber(1, 1024) : std::nullopt;
  if (!number) return statement.negated ? kNoEffect : kMirror;
  auto& sessions = reader.vendor.copying.sessions;
  if (statement.negated) {
    if (!words.done()) return kMirror;
    return sessions.erase(*number), kUnderstood;
  }
  reader.block_number = *number;
  const bool one_way = words.Accept("rx") || words.Accept("tx");
  if (words.Accept("type")) {
    const Word type = words.Next();
    if (type != "local" && type != "erspan-source") return kMirror;
    sessions[*number].erspan = type == "erspan-source";
  }
  if (words.Accept("shut")) sessions[*number].shutdown = {true, statement.span()};
  if (!words.done()) return kMirror;
  if (one_way) sessions[*number].filtered = true;
  sessions[*number];
  reader.Open(ReadSessionLine, Impact::kCopying);
  return kUnderstood;
}

Verdict ReadFlow(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  const bool exporter = words.Accept("exporter");
  if (!exporter && !words.Accept("monitor")) {
    // Which fields records have, and when they are sent.
    const bool how = words.Peek() == "record" || words.Peek() == "timeout";
    return how || statement.negated ? kNoEffect : kFlowExport;
  }
  reader.block_name = std::string(words.Next().text);
  if (statement.negated) return kNoEffect;
  if (reader.block_name.empty() || !words.done()) return kFlowExport;
  return Flows::Open(reader, exporter);
}

/// `sflow collector-ip A vrf V [source S]`, `sflow collector-port P`, `sflow data-source interface X`.
Verdict ReadSflow(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  if (statement.negated) return kNoEffect;
  const Word word = words.Next();
  SflowText& sflow = reader.vendor.copying.sflow;
  if (word == "collector-ip") {
    ExporterText collector;
    const auto address = TakeAddress(reader, statement);
    if (words.Accept("vrf")) collector.vrf = VrfName(words.Next().text);
    if (words.Accept("source")) collector.source = {std::string(words.Next().text), statement.span()};
    if (!address || !words.done()) return kFlowExport;
    collector.destination = {*address, statement.span()};
    sflow.collectors.push_back(std::move(collector));
    return kUnderstood;
  }
  if (word == "collector-port") {
    const auto port = words.AcceptNumber(1, 65535);
    if (!port) return kFlowExport;
    sflow.port = {*port, statement.span()};
    return kUnderstood;
  }
  if (word == "data-source") {
    const std::vector<std::string> names =
        words.Accept("interface") ? TakePorts(words) : std::vector<std::string>{};
    if (names.empty() || !words.done()) return kFlowExport;
    CopyingText& copying = reader.vendor.copying;
    const MirrorSourceText like{"", true, true, statement.span()};
    if (!AddSources(names, like, copying.source_count, copying.sflow_sources)) return kFlowExport;
    return kUnderstood;
  }
  constexpr std::string_view kHow[] = {"agent-ip",          "counter-poll-interval", "extended",
                                       "max-datagram-size", "max-sampled-size",      "sampling-rate"};
  return std::ranges::find(kHow, word.text) != std::end(kHow) ? kNoEffect : kFlowExport;
}

Verdict ReadFlowUse(Reader& reader, Statement& statement, net::Family family) {
  if (statement.negated) return reader.interface().flows.empty() ? kNoEffect : kFlowExport;
  auto use = TakeFlowUse(statement, family);
  if (!use) return kFlowExport;
  reader.interface().flows.push_back(*std::move(use));
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_nxos
