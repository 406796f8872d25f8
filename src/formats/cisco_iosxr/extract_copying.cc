// Copies: `monitor-session` and its use at interfaces, `flow exporter-map`, `flow monitor-map`. Sessions into
// pseudowires, files and next hops stay open, and so does lawful interception, which a server turns on.

#include "formats/cisco_iosxr/interface_name.h"
#include "formats/cisco_iosxr/reader.h"
#include "formats/copying_lines.h"
#include "formats/flow_blocks.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

using model::Impact;

constexpr Verdict kMirror = kMirrorNotModelled;
constexpr Verdict kFlowExport = kFlowExportNotModelled;

/// What a session carries is told after its name.
void SkipClass(WordCursor& words) {
  for (const std::string_view kind : {"ethernet", "ipv4", "ipv6"}) {
    if (words.Accept(kind)) return;
  }
}

Verdict ReadSessionLine(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  if (statement.negated) return kMirror;
  if (words.Peek() == "description") return words.Rest(), kNoEffect;
  if (!words.Accept("destination") || !words.Accept("interface")) return kMirror;
  const std::string name = TakeInterfaceName(words);
  if (!IsInterfaceName(name) || !words.done()) return kMirror;
  reader.vendor.copying.sessions[reader.block_name].ports.push_back({name, statement.span()});
  return kUnderstood;
}

/// Sets the direction that follows, if one does.
bool TakeDirection(WordCursor& words, MirrorUseText& use) {
  if (!words.Accept("direction")) return true;
  use.outbound = words.Peek() == "tx-only";
  use.inbound = words.Peek() == "rx-only";
  words.Next();
  return use.inbound || use.outbound;
}

/// Below `monitor-session M` of an interface.
Verdict ReadUseLine(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  MirrorUseText& use = reader.interface().mirrors.back();
  if (statement.negated) return kMirror;
  if (words.Peek() == "direction") return TakeDirection(words, use) ? kUnderstood : kMirror;
  if (words.Peek() == "mirror") return words.Rest(), kNoEffect;  // how much of a packet, and how often
  use.filtered = true;
  const bool list = words.Accept("acl");
  words.Rest();
  return list ? kUnderstood : kMirror;
}

using Flows = FlowBlocks<Reader, TakeInterfaceName, true>;

}  // namespace

Verdict ReadMonitorSession(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  reader.block_name = std::string(words.Next().text);
  SkipClass(words);
  if (statement.negated || reader.block_name.empty() || !words.done())
    return statement.negated ? kNoEffect : kMirror;
  reader.vendor.copying.sessions[reader.block_name];
  reader.Open(ReadSessionLine, Impact::kCopying);
  return kUnderstood;
}

Verdict ReadMirrorUse(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  if (statement.negated) return reader.interface().mirrors.empty() ? kNoEffect : kMirror;
  MirrorUseText use;
  use.session = words.Next().text;
  use.span = statement.span();
  SkipClass(words);
  const bool known = TakeDirection(words, use);
  words.Accept("port-level");
  if (!known || use.session.empty() || !words.done()) return kMirror;
  reader.interface().mirrors.push_back(std::move(use));
  reader.Open(ReadUseLine, Impact::kCopying);
  return kUnderstood;
}

Verdict ReadFlow(Reader& reader, Statement& statement) {
  WordCursor& words = statement.words;
  const bool exporter = words.Accept("exporter-map");
  if (statement.negated || (!exporter && !words.Accept("monitor-map")))
    return statement.negated ? kNoEffect : kFlowExport;
  reader.block_name = std::string(words.Next().text);
  if (reader.block_name.empty() || !words.done()) return kFlowExport;
  return Flows::Open(reader, exporter);
}

Verdict ReadFlowUse(Reader& reader, Statement& statement) {
  if (statement.negated) return reader.interface().flows.empty() ? kNoEffect : kFlowExport;
  const bool v4 = statement.words.Accept("ipv4");
  if (!v4 && !statement.words.Accept("ipv6")) return kFlowExport;
  auto use = TakeFlowUse(statement, v4 ? net::Family::kIpv4 : net::Family::kIpv6);
  if (!use) return kFlowExport;
  reader.interface().flows.push_back(*std::move(use));
  return kUnderstood;
}

Verdict ReadLawfulIntercept(Reader&, Statement& statement) {
  const bool off = statement.words.Accept("disable") && !statement.negated;
  return off ? kNoEffect : NotModelled(Impact::kCopying, "lawful interception");
}

Verdict ReadTunnel(Reader& reader, Statement& statement) {
  InterfaceText& interface = reader.interface();
  WordCursor& words = statement.words;
  if (statement.negated) return NotModelled(kPaths, "tunnel option taken back");
  if (words.Accept("mode")) {
    const bool gre = words.Accept("gre");
    const bool plain = words.Accept("ipv4") && words.done();
    interface.tunnel.mode = !plain ? TunnelMode::kOther : gre ? TunnelMode::kGre : TunnelMode::kIpIp;
    interface.tunnel_mode_span = statement.span();
    return plain ? kUnderstood : NotModelled(kPaths | Impact::kProtection, "kind of tunnel");
  }
  if (words.Accept("vrf")) {
    interface.tunnel.vrf = {VrfName(words.Next().text), statement.span()};
    return kUnderstood;
  }
  return ReadTunnelLine(reader, statement, interface.tunnel, TakeInterfaceName);
}

Verdict ReadKeepalive(Reader& reader, Statement& statement) {
  statement.words.Rest();  // period and tries
  InterfaceText& interface = reader.interface();
  interface.keepalive = {!statement.negated, statement.span()};
  return KindOfName(interface.name) == model::InterfaceKind::kTunnel ? kUnderstood : kNoEffect;
}

}  // namespace ringfence::formats::cisco_iosxr
