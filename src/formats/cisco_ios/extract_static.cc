// `ip route`, `ipv6 route` and the objects that routes track.

#include <fmt/format.h>

#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/reader.h"

namespace ringfence::formats::cisco_ios {
namespace {

using model::Impact;

/// Takes the exit interface and the next hop that follow the prefix. False: neither was found.
bool TakeNextHop(Statement& statement, StaticText& text, net::Family family) {
  if (LooksLikeInterface(statement.words.Peek().text) && !net::ParseAddress(statement.words.Peek().text)) {
    std::string name = TakeInterfaceName(statement.words);
    text.route.discard = name == "Null0";
    if (!text.route.discard) text.route.interface = std::move(name);
  }
  const auto next_hop = net::ParseAddress(statement.words.Peek().text);
  if (next_hop && next_hop->family == family) {
    text.route.next_hop = next_hop;
    statement.words.Next();
  }
  return text.route.discard || !text.route.interface.empty() || text.route.next_hop;
}

/// Takes what follows the next hop. nullopt: understood.
std::optional<Verdict> TakeOptions(Reader& reader, Statement& statement, StaticText& text) {
  while (!statement.words.done()) {
    if (const auto distance = statement.words.AcceptNumber(1, 255)) {
      text.route.distance = *distance;
    } else if (statement.words.Accept("tag")) {
      text.route.tag = TakeNumber(reader, statement, 0, 0xffffffffU);
      if (!text.route.tag) return kNotKnown;
    } else if (statement.words.Accept("name")) {
      statement.words.Next();
    } else if (statement.words.Accept("track")) {
      const auto number = TakeNumber(reader, statement, 1, 1000);
      if (!number) return kNotKnown;
      text.track = {*number, statement.span()};
    } else if (statement.words.Accept("global")) {
      text.route.next_hop_vrf = "";
    } else if (statement.words.Accept("nexthop-vrf")) {
      const std::string_view vrf = statement.words.Next().text;
      text.route.next_hop_vrf = vrf == "default" ? "" : std::string(vrf);
    } else if (statement.words.Accept("permanent")) {
      return NotModelled(Impact::kRouting4 | Impact::kRouting6, "permanent static route");
    } else if (statement.words.Accept("dhcp")) {
      return NotModelled(Impact::kRouting4, "next hop assigned at run time");
    } else if (!statement.words.Accept("unicast")) {
      return kNotKnown;
    }
  }
  return std::nullopt;
}

Verdict Finish(Reader& reader, Statement& statement, StaticText& text) {
  if (!TakeNextHop(statement, text, text.route.prefix.family())) {
    if (statement.negated && statement.words.done()) {
      std::erase_if(reader.vendor.statics, [&text](const StaticText& known) {
        return known.route.vrf == text.route.vrf && known.route.prefix == text.route.prefix;
      });
      return kUnderstood;
    }
    return reader.Invalid(statement, statement.words.Peek(), "neither a next hop nor an interface");
  }
  if (const auto verdict = TakeOptions(reader, statement, text)) return *verdict;
  const auto same = [&text](const StaticText& known) {
    return known.route.vrf == text.route.vrf && known.route.prefix == text.route.prefix &&
           known.route.next_hop == text.route.next_hop && known.route.interface == text.route.interface &&
           known.route.discard == text.route.discard;
  };
  std::erase_if(reader.vendor.statics, same);
  if (!statement.negated) reader.vendor.statics.push_back(std::move(text));
  return kUnderstood;
}

}  // namespace

Verdict ReadStaticRoute(Reader& reader, Statement& statement) {
  if (statement.words.Accept("static")) {
    const std::string_view word = statement.words.Peek().text;
    if (word == "bfd" && !statement.negated)
      return NotModelled(Impact::kRouting4, "static route tracked by BFD");
    if (word == "inter-vrf" && statement.negated)
      return NotModelled(Impact::kRouting4, "static routes kept in their VRF");
    return kNoEffect;
  }
  if (statement.words.Accept("profile")) return kNoEffect;
  StaticText text;
  if (statement.words.Accept("vrf")) text.route.vrf = statement.words.Next().text;
  text.route.span = statement.span();
  const Word word = statement.words.Peek();
  const auto prefix = TakeAddressAndMask(reader, statement);
  if (!prefix) return kNotKnown;
  text.route.prefix = prefix->subnet();
  if (text.route.prefix.address != prefix->address) {
    return reader.Invalid(statement, word, fmt::format("'{}' has bits beyond the mask", word.text));
  }
  return Finish(reader, statement, text);
}

Verdict ReadStaticRoute6(Reader& reader, Statement& statement) {
  if (statement.words.Accept("static"))
    return statement.negated ? kNoEffect : NotModelled(Impact::kRouting6, "static route tracked by BFD");
  StaticText text;
  if (statement.words.Accept("vrf")) text.route.vrf = statement.words.Next().text;
  text.route.span = statement.span();
  const Word word = statement.words.Next();
  const auto prefix = net::ParseHostPrefix(word.text);
  if (!prefix || prefix->address.family != net::Family::kIpv6) {
    return reader.Invalid(statement, word, fmt::format("'{}' is not an IPv6 prefix", word.text));
  }
  text.route.prefix = prefix->subnet();
  return Finish(reader, statement, text);
}

Verdict ReadTrack(Reader& reader, Statement& statement) {
  const auto number = statement.words.AcceptNumber(1, 1000);
  if (!number || statement.negated) return statement.negated || !number ? kNoEffect : kNotKnown;
  if (statement.words.Accept("interface")) {
    std::string name = TakeInterfaceName(statement.words);
    if (statement.words.Accept("line-protocol") && statement.words.done()) {
      reader.vendor.tracked_interfaces[*number] = std::move(name);
      return kUnderstood;
    }
  }
  // Harmless by itself; a route that tracks it is not modelled.
  reader.vendor.other_tracks[*number] = statement.span();
  return kNoEffect;
}

}  // namespace ringfence::formats::cisco_ios
