// `l2vpn`: pseudowires of a port (`xconnect group`), and bridge domains with their ports, pseudowires and
// virtual forwarding instances. Classes of pseudowires, backups, interworking and routed bridges are not
// modelled.

#include <fmt/format.h>

#include <algorithm>

#include "formats/cisco_iosxr/interface_name.h"
#include "formats/cisco_iosxr/reader.h"

namespace ringfence::formats::cisco_iosxr {
namespace {

constexpr Verdict kOpenService = NotModelled(kPaths, "layer-2 service");
constexpr Verdict kOpenWire = NotModelled(kPaths, "pseudowire with options");

Verdict ReadNothing(Reader&, Statement&) { return kNotKnown; }
Verdict ReadWireLine(Reader&, Statement& statement) { return statement.negated ? kNoEffect : kOpenWire; }

Verdict ReadServicePort(Reader& reader, Statement& statement) {
  if (statement.negated) return kOpenService;
  const Word word = statement.words.Peek();
  const base::Span span = statement.span();
  const std::string name = TakeInterfaceName(statement.words);
  if (!IsInterfaceName(name))
    return reader.Invalid(statement, word, fmt::format("'{}' is not an interface", word.text));
  if (!statement.words.done()) return statement.words.Rest(), kOpenService;
  reader.vendor.l2_services.back().ports.push_back({name, span});
  reader.Open(ReadNothing, kPaths);
  return kUnderstood;
}

/// `neighbor [ipv4] A pw-id N`.
Verdict ReadWire(Reader& reader, Statement& statement, bool mesh) {
  if (statement.negated) return kOpenService;
  statement.words.Accept("ipv4");
  const base::Span span = statement.span();
  const auto address = net::ParseIpv4(statement.words.Next().text);
  if (!address || !statement.words.Accept("pw-id")) return statement.words.Rest(), kOpenService;
  const auto id = TakeNumber(reader, statement, 1, 0xffffffffU);
  if (!id) return kNotKnown;
  if (!statement.words.done()) return statement.words.Rest(), kOpenWire;
  reader.vendor.l2_services.back().wires.push_back({*address, *id, mesh, span});
  reader.Open(ReadWireLine, kPaths);
  return kUnderstood;
}
Verdict ReadMeshWire(Reader& reader, Statement& statement) { return ReadWire(reader, statement, true); }
Verdict ReadSpokeWire(Reader& reader, Statement& statement) { return ReadWire(reader, statement, false); }

constexpr Keyword kVfiKeywords[] = {
    {"description"},
    {"neighbor", ReadMeshWire},
    {"vpn-id"},
};
static_assert(IsSorted<Keyword>(kVfiKeywords));
Verdict ReadVfiLine(Reader& reader, Statement& statement) {
  const Verdict verdict = reader.Dispatch(kVfiKeywords, statement);
  if (verdict.fate == model::Fate::kUnknown) return statement.words.Rest(), kOpenService;
  if (verdict.fate == model::Fate::kIrrelevant) statement.words.Rest();
  return verdict;
}

Verdict ReadVfi(Reader& reader, Statement& statement) {
  statement.words.Rest();
  if (statement.negated) return kOpenService;
  reader.Open(ReadVfiLine, kPaths);
  return kUnderstood;
}

constexpr Keyword kBridgeKeywords[] = {
    {"description"},
    {"interface", ReadServicePort},
    {"neighbor", ReadSpokeWire},
    {"vfi", ReadVfi},
};
static_assert(IsSorted<Keyword>(kBridgeKeywords));
constexpr Keyword kPairKeywords[] = {
    {"description"},
    {"interface", ReadServicePort},
    {"neighbor", ReadSpokeWire},
};
static_assert(IsSorted<Keyword>(kPairKeywords));

Verdict ReadServiceLine(Reader& reader, Statement& statement) {
  const bool bridges = reader.vendor.l2_services.back().bridges;
  const Verdict verdict =
      bridges ? reader.Dispatch(kBridgeKeywords, statement) : reader.Dispatch(kPairKeywords, statement);
  if (verdict.fate == model::Fate::kUnknown) return statement.words.Rest(), kOpenService;
  if (verdict.fate == model::Fate::kIrrelevant) statement.words.Rest();
  return verdict;
}

Verdict OpenService(Reader& reader, Statement& statement, bool bridges) {
  const base::Span span = statement.span();
  const std::string name(statement.words.Next().text);
  if (statement.negated || name.empty() || !statement.words.done())
    return statement.words.Rest(), kOpenService;
  L2ServiceText& service = reader.vendor.l2_services.emplace_back();
  service.name = reader.block_name + ":" + name;
  service.bridges = bridges;
  service.span = span;
  reader.Open(ReadServiceLine, kPaths);
  return kUnderstood;
}

Verdict ReadPairGroupLine(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("p2p")) return statement.words.Rest(), kOpenService;
  return OpenService(reader, statement, false);
}
Verdict ReadBridgeGroupLine(Reader& reader, Statement& statement) {
  if (!statement.words.Accept("bridge-domain")) return statement.words.Rest(), kOpenService;
  return OpenService(reader, statement, true);
}

/// `xconnect group G`, `bridge group G`.
Verdict OpenGroup(Reader& reader, Statement& statement, Handler lines) {
  if (statement.negated || !statement.words.Accept("group")) return statement.words.Rest(), kOpenService;
  reader.block_name = std::string(statement.words.Next().text);
  reader.Open(lines, kPaths);
  return kUnderstood;
}
Verdict ReadPairGroup(Reader& reader, Statement& statement) {
  return OpenGroup(reader, statement, ReadPairGroupLine);
}
Verdict ReadBridgeGroup(Reader& reader, Statement& statement) {
  return OpenGroup(reader, statement, ReadBridgeGroupLine);
}

/// A class counts where a pseudowire names it.
constexpr Keyword kL2VpnKeywords[] = {
    {"bridge", ReadBridgeGroup},
    {"logging"},
    {"pw-class"},
    {"xconnect", ReadPairGroup},
};
static_assert(IsSorted<Keyword>(kL2VpnKeywords));
Verdict ReadL2VpnLine(Reader& reader, Statement& statement) {
  const Verdict verdict = reader.Dispatch(kL2VpnKeywords, statement);
  if (verdict.fate == model::Fate::kUnknown) return statement.words.Rest(), kOpenService;
  if (verdict.fate == model::Fate::kIrrelevant) statement.words.Rest();
  return verdict;
}

}  // namespace

Verdict ReadL2Vpn(Reader& reader, Statement& statement) {
  if (statement.negated) return kOpenService;
  reader.Open(ReadL2VpnLine, kPaths);
  return kUnderstood;
}

}  // namespace ringfence::formats::cisco_iosxr
