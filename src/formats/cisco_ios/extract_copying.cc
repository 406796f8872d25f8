// Copies: `monitor session` (SPAN, ERSPAN), `ip flow-export`, `flow exporter` and `flow monitor`. A form with
// words beyond those modelled stays open; so do VLANs as sources or targets.

#include <fmt/format.h>

#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/reader.h"
#include "formats/copying_lines.h"
#include "formats/flow_blocks.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

constexpr Verdict kMirror = kMirrorNotModelled;
constexpr Verdict kFlowExport = kFlowExportNotModelled;
/// Ports that "Gi0/1 - 48" may stand for, at most (origin: ports of the largest line card).
constexpr std::uint32_t kRangeMax = 128;

/// The port with another last number: "Gi1/0/1" and 4 give "GigabitEthernet1/0/4".
std::string WithLastNumber(const std::string& name, std::uint32_t number) {
  const std::size_t last = name.find_last_not_of("0123456789");
  return fmt::format("{}{}", name.substr(0, last + 1), number);
}

/// Takes "Gi0/1 , Gi0/3 - 5"; empty: not such a list.
std::vector<std::string> TakeInterfaces(WordCursor& words) {
  std::vector<std::string> names;
  do {
    if (!LooksLikeInterface(words.Peek().text)) return {};
    names.push_back(TakeInterfaceName(words));
    if (!words.Accept("-")) continue;
    const std::string first = names.back();
    const std::size_t last = first.find_last_not_of("0123456789");
    const auto from = ParseNumber(std::string_view(first).substr(last + 1), 0, 0xffff);
    const auto to = words.AcceptNumber(0, 0xffff);
    if (!from || !to || *to < *from || *to - *from > kRangeMax) return {};
    for (std::uint32_t n = *from + 1; n <= *to; ++n) names.push_back(WithLastNumber(first, n));
  } while (words.Accept(","));
  return names;
}

Verdict ReadMirrorSource(Reader& reader, MirrorSessionText& session, Statement& statement) {
  WordCursor& words = statement.words;
  if (!words.Accept("interface")) return kMirror;
  const std::vector<std::string> names = TakeInterfaces(words);
  const bool in = words.Accept("rx");
  const bool out = !in && words.Accept("tx");
  if (!in && !out) words.Accept("both");
  if (names.empty() || !words.done()) return kMirror;
  std::size_t& all = reader.vendor.copying.source_count;
  const bool added = AddSources(names, {"", !out, !in, statement.span()}, all, session.sources);
  return added ? kUnderstood : kMirror;
}

Verdict ReadMirrorPorts(Reader& reader, MirrorSessionText& session, Statement& statement) {
  WordCursor& words = statement.words;
  if (!words.Accept("interface")) return kMirror;
  const std::vector<std::string> names = TakeInterfaces(words);
  // How copies are tagged, and what the port takes in, does not change who gets them.
  if (words.Accept("encapsulation")) words.Next();
  if (words.Peek() == "ingress") words.Rest();
  if (names.empty() || !words.done()) return kMirror;
  std::size_t& all = reader.vendor.copying.source_count;
  return AddPorts(names, statement.span(), all, session.ports) ? kUnderstood : kMirror;
}

MirrorSessionText& Session(Reader& reader) { return reader.vendor.copying.sessions[reader.block_number]; }

/// Below `destination` of an ERSPAN session.
Verdict ReadErspanTarget(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  MirrorSessionText& session = Session(reader);
  if (statement.negated) return kMirror;
  const bool origin = words.Accept("origin");
  if (words.Accept("ip")) {
    if (!origin && !words.Accept("address")) return kNoEffect;  // TTL and markings of the outer packet
    if (origin) words.Accept("address");
    const auto address = TakeIpv4(reader, statement);
    if (!address || !words.done()) return kMirror;
    (origin ? session.origin : session.address) = {*address, statement.span()};
    return kUnderstood;
  }
  if (words.Accept("vrf")) {
    session.vrf = std::string(words.Next().text);
    return kUnderstood;
  }
  if (words.Peek() == "erspan-id" || words.Peek() == "mtu") return kNoEffect;
  return kMirror;
}

/// Below `monitor session N type ...`.
Verdict ReadSessionLine(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  MirrorSessionText& session = Session(reader);
  if (words.Accept("shutdown")) {
    session.shutdown = {!statement.negated, statement.span()};
    return kUnderstood;
  }
  if (words.Peek() == "description") return kNoEffect;
  if (!statement.negated && words.Accept("source")) return ReadMirrorSource(reader, session, statement);
  if (!statement.negated && words.Accept("destination")) {
    if (!words.done()) return ReadMirrorPorts(reader, session, statement);
    if (!session.erspan) return kMirror;
    reader.Open(ReadErspanTarget, Impact::kCopying);
    return kUnderstood;
  }
  session.filtered = true;  // a filter, or what may be one
  const bool filter = words.Accept("filter") && !statement.negated;
  words.Rest();
  return filter ? kUnderstood : kMirror;
}

using Flows = FlowBlocks<Reader, TakeInterfaceName, false>;

}  // namespace

Verdict ReadMonitor(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  const bool session = words.Accept("session");
  const auto number = session ? words.AcceptNumber(1, 1024) : std::nullopt;
  if (!number) return statement.negated ? kNoEffect : kMirror;
  if (statement.negated) {
    if (!words.done()) return kMirror;
    reader.vendor.copying.sessions.erase(*number);
    return kUnderstood;
  }
  reader.block_number = *number;
  if (words.Accept("source")) return ReadMirrorSource(reader, Session(reader), statement);
  if (words.Accept("destination")) return ReadMirrorPorts(reader, Session(reader), statement);
  if (words.Accept("filter")) {
    words.Rest();
    Session(reader).filtered = true;
    return kUnderstood;
  }
  if (!words.Accept("type")) return kMirror;
  const Word type = words.Next();
  if ((type == "erspan-source" || type == "local") && words.done()) {
    Session(reader).erspan = type == "erspan-source";
    reader.Open(ReadSessionLine, Impact::kCopying);
    return kUnderstood;
  }
  return kMirror;
}

Verdict ReadFlow(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  const bool exporter = words.Accept("exporter");
  if (!exporter && !words.Accept("monitor")) return kNoEffect;  // which fields records have
  reader.block_name = std::string(words.Next().text);
  if (statement.negated || reader.block_name.empty() || !words.done())
    return statement.negated ? kNoEffect : kFlowExport;
  return Flows::Open(reader, exporter);
}

Verdict ReadFlowExport(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  if (statement.negated) return kNoEffect;
  const Word word = words.Next();
  if (word == "destination") {
    ExporterText exporter;
    const auto address = TakeAddress(reader, statement);
    const auto port = words.AcceptNumber(1, 65535);
    if (words.Accept("vrf")) exporter.vrf = std::string(words.Next().text);
    words.Accept("udp");
    if (!address || !port || !words.done()) return kFlowExport;
    exporter.destination = {*address, statement.span()};
    exporter.port = {*port, statement.span()};
    reader.vendor.copying.exports.push_back(std::move(exporter));
    return kUnderstood;
  }
  if (word == "source") {
    reader.vendor.copying.export_source = {TakeInterfaceName(words), statement.span()};
    return kUnderstood;
  }
  if (word == "version" || word == "template" || word == "interface-names") return kNoEffect;
  return kFlowExport;
}

Verdict ReadFlowUse(Reader& reader, Statement& statement, net::Family family) {
  WordCursor& words = statement.words;
  if (statement.negated) return reader.interface().flows.empty() ? kNoEffect : kFlowExport;
  if (words.Peek() == "monitor") {
    auto use = TakeFlowUse(statement, family);
    if (!use) return kFlowExport;
    reader.interface().flows.push_back(*std::move(use));
    return kUnderstood;
  }
  FlowUseText use{"", family, words.Peek() == "egress", statement.span()};
  if (!use.outbound && words.Peek() != "ingress") return kFlowExport;
  words.Next();
  if (!words.done()) return kFlowExport;
  reader.interface().flows.push_back(std::move(use));
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_ios
