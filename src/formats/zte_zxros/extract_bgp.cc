// `router bgp N`: blocks of families around the shared statements. Redistribution has words of its own here.

#include "formats/zte_zxros/reader.h"

namespace ringfence::formats::zte_zxros {
namespace {

using routing::bgp::BgpFamily;

BgpPlace Place(Reader& reader) { return {reader.vendor.bgp, reader.bgp_vrf, reader.bgp_family, Bgp()}; }

void Enter(Reader& reader, std::string_view vrf, BgpFamily family, base::Span span) {
  const BgpVrfText& entered = VrfOf(reader.vendor.bgp, vrf, span);
  reader.bgp_vrf = static_cast<std::size_t>(&entered - reader.vendor.bgp.vrfs.data());
  reader.bgp_family = family;
}

/// `redistribute ospf-int N`, `redistribute ospf-ext N`: two statements about one process.
Verdict ReadOspfKind(Reader& reader, Statement& statement, bool internal) {
  BgpRedistributeText text;
  text.value.source = model::RouteSource::kOspf;
  text.value.span = statement.span();
  if (const auto id = statement.words.AcceptNumber(1, 65535)) text.value.process = std::to_string(*id);
  while (!statement.words.done() && !statement.negated) {
    if (statement.words.Accept("route-map")) {
      text.map = {std::string(statement.words.Next().text), statement.span()};
    } else if (statement.words.Accept("metric")) {
      text.value.metric = TakeNumber(reader, statement, 0, 0xffffffffU);
      if (!text.value.metric) return kNotKnown;
    } else {
      return kNotKnown;
    }
  }
  statement.words.Rest();
  auto& all = Place(reader).in_family().redistributions;
  const auto known = std::ranges::find_if(all, [&text](const BgpRedistributeText& other) {
    return other.value.source == text.value.source && other.value.process == text.value.process;
  });
  if (statement.negated) return NotModelled(kRouting, "one kind of OSPF routes taken back");
  text.value.ospf_internal = internal;
  text.value.ospf_external = !internal;
  if (known == all.end()) return all.push_back(std::move(text)), kUnderstood;
  if (known->value.metric != text.value.metric || known->map.value != text.map.value)
    return NotModelled(kRouting, "kinds of OSPF routes with different options");
  (internal ? known->value.ospf_internal : known->value.ospf_external) = true;
  return kUnderstood;
}

Verdict ReadFamilyLine(Reader& reader, Statement& statement) {
  if (statement.words.Accept("exit-address-family")) return kNoEffect;
  if (statement.words.Accept("neighbor")) return ReadBgpNeighbor(Place(reader), statement, reader);
  const WordCursor before = statement.words;
  if (statement.words.Accept("redistribute")) {
    if (statement.words.Accept("ospf-int")) return ReadOspfKind(reader, statement, true);
    if (statement.words.Accept("ospf-ext")) return ReadOspfKind(reader, statement, false);
    const std::string_view word = statement.words.Peek().text;
    // With kinds named the shared reading knows what is meant.
    const bool all_kinds = word == "ospf" && statement.words.line().find(" match ") == std::string_view::npos;
    if (word == "isis-1" || word == "isis-2" || word == "isis-1-2" || all_kinds) {
      statement.words.Rest();
      return statement.negated ? kNoEffect : NotModelled(kRouting, "redistribution of one kind of routes");
    }
    statement.words = before;
  }
  return ReadBgpFamilyLine(Place(reader), statement, reader);
}

std::optional<BgpFamily> TakeFamily(WordCursor& words) {
  const Word word = words.Next();
  words.Accept("unicast");
  if (word == "ipv4") return BgpFamily::kIpv4Unicast;
  if (word == "ipv6") return BgpFamily::kIpv6Unicast;
  if (word == "vpnv4") return BgpFamily::kVpnIpv4;
  if (word == "vpnv6") return BgpFamily::kVpnIpv6;
  return std::nullopt;
}

Verdict ReadAddressFamily(Reader& reader, Statement& statement) {
  const auto family = TakeFamily(statement.words);
  const bool in_vrf = statement.words.Accept("vrf");
  const std::string vrf(in_vrf ? statement.words.Next().text : std::string_view());
  if (!family || !statement.words.done() || (in_vrf && vrf.empty())) {
    statement.words.Rest();
    return statement.negated ? kNoEffect : NotModelled(kRouting, "other BGP address family");
  }
  if (statement.negated) {
    VrfOf(reader.vendor.bgp, vrf, statement.span()).families.erase(*family);
    return kUnderstood;
  }
  Enter(reader, vrf, *family, statement.span());
  BgpFamilyText& text = Place(reader).in_family();
  if (!text.span.valid()) text.span = statement.span();
  reader.Open(ReadFamilyLine, kRouting);
  return kUnderstood;
}

Verdict ReadProcessLine(Reader& reader, Statement& statement) {
  Enter(reader, "", BgpFamily::kIpv4Unicast, reader.vendor.bgp.span);
  if (statement.words.Accept("address-family")) return ReadAddressFamily(reader, statement);
  return ReadFamilyLine(reader, statement);
}

}  // namespace

const BgpDialect& Bgp() {
  static const BgpDialect kDialect{.take_interface = TakeInterfaceName};
  return kDialect;
}

Verdict ReadRouterBgp(Reader& reader, Statement& statement) {
  const auto as = TakeAs(reader, statement);
  if (!as) return kNotKnown;
  BgpText& bgp = reader.vendor.bgp;
  if (statement.negated) return bgp = {}, kUnderstood;
  if (bgp.as != 0 && bgp.as != *as) return NotModelled(kRouting, "second instance of BGP");
  bgp.as = *as;
  if (!bgp.span.valid()) bgp.span = statement.span();
  VrfOf(bgp, "", statement.span());
  reader.Open(ReadProcessLine, kRouting);
  return kUnderstood;
}

}  // namespace ringfence::formats::zte_zxros
